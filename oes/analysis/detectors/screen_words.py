"""What the lists of the policy say about the screen: `remote_control`, `messenger`, and whether the exam is seen."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from oes.domain.measures import Face, ScreenMeasures
from oes.domain.observations import Observation

STEP_SECONDS = 1.0
HELD_CONFIDENCE = 0.99
"""Of a second after a look, next to the look itself: the picture that shows an episode is one that was looked at."""


@dataclass(frozen=True, slots=True)
class Known:
    """A looked-at moment with the entries of one list that are on the screen. None: never read so far."""

    look: ScreenMeasures
    boxes: tuple[Face, ...] | None


def known_words(looks: Sequence[ScreenMeasures], name: str) -> Iterator[Known]:
    """Yield each look with the entries of list `name`; one that was not read shows what the last reading showed."""
    boxes: tuple[Face, ...] | None = None
    for look in looks:
        if look.words is not None:
            pairs = zip(look.words, look.places, strict=True)
            boxes = tuple(Face(*place, score=1.0) for key, place in pairs if key.startswith(f"{name}:"))
        yield Known(look, boxes)


def words_shown(looks: Sequence[ScreenMeasures], kind: str, *, least_words: int) -> list[Observation]:
    """Return the seconds in which at least so many entries of a kind's list were on the screen at once."""
    shown = [k for k in known_words(looks, kind) if k.boxes and len(k.boxes) >= least_words]
    return [one for k in shown for one in held(k.look, kind, box=k.boxes[0] if k.boxes else None)]


def held(look: ScreenMeasures, kind: str, *, box: Face | None = None) -> Iterable[Observation]:
    """Yield an observation for each second that a look stands for."""
    for number in range(max(1, round(look.held_seconds / STEP_SECONDS))):
        sure = 1.0 if number == 0 else HELD_CONFIDENCE
        yield Observation(look.at_seconds + number * STEP_SECONDS, kind, sure, box)
