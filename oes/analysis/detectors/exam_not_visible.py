"""The exam's title or host, as the policy names it, has gone from the screen."""

from collections.abc import Sequence

from oes.analysis.detectors.screen_words import held, known_words
from oes.domain.measures import ScreenMeasures
from oes.domain.observations import Observation
from oes.domain.screen_lists import EXAM_LIST

KIND = "exam_not_visible"


def exam_not_visible(looks: Sequence[ScreenMeasures]) -> list[Observation]:
    """Return the seconds without the exam's words, from the first time on that they were read.

    A title that was never read may be in letters that the reader does not know: that says nothing.
    """
    seen, out = False, []
    for known in known_words(looks, EXAM_LIST):
        seen = seen or bool(known.boxes)
        if seen and not known.boxes:
            out += held(known.look, KIND)
    return out
