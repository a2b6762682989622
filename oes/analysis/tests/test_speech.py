"""Probabilities of speech become utterances and episodes."""

from dataclasses import replace

import pytest

from oes.analysis.detectors.speech import above_quiet_db, speech_episodes, utterances
from oes.domain.measures import SoundMeasures
from oes.domain.policy import Thresholds
from oes.domain.spans import Span

STEP = 0.1
LIMITS = replace(
    Thresholds(), speech_score=0.6, speech_kept_score=0.4, speech_tail_seconds=0.1, speech_pause_seconds=0.3,
    speech_word_seconds=0.25, speech_least_seconds=1.0, join_gap_seconds=2.0,
)  # fmt: skip


def sound(drawn: str, at: float = 0.0) -> SoundMeasures:
    """Return steps of 0.1 s: `#` is speech, `+` lies between the two thresholds, anything else is quiet."""
    scores = {"#": 0.9, "+": 0.5}
    return SoundMeasures(at, STEP, tuple(scores.get(step, 0.1) for step in drawn), (-50.0,) * len(drawn))


def spans(found) -> list[tuple[float, float]]:
    return [(round(e.span.start, 2), round(e.span.end, 2)) for e in found]


@pytest.mark.parametrize(
    ("drawn", "found"),
    [
        ("..#####.....", [(0.2, 0.6)]),
        ("..+#####....", [(0.3, 0.7)]),
        ("..###++##...", [(0.2, 0.8)]),
        ("..+++++++...", []),
        ("..##........", []),
        ("..####..####....", [(0.2, 1.1)]),
        ("..####....####..", [(0.2, 0.5), (1.0, 1.3)]),
        ("", []),
    ],
)
def test_utterances_begin_clearly_go_on_weakly_and_bridge_pauses(drawn, found):
    assert spans(utterances([sound(drawn)], LIMITS)) == found


def test_a_voice_across_a_border_is_one_although_the_network_starts_anew():
    border = [sound("......####"), sound(".+########..", at=1.0)]
    assert spans(utterances(border, LIMITS)) == [(0.6, 1.9)]
    assert utterances(border[::-1], LIMITS) == utterances(border, LIMITS)


def test_segments_that_overlap_are_heard_once():
    assert spans(utterances([sound("....######"), sound("######....", at=0.7)], LIMITS)) == [(0.4, 1.2)]


def test_an_episode_joins_utterances_and_needs_enough_speech():
    talk = "#######" + "." * 10 + "#######"
    assert spans(speech_episodes([sound(talk)], LIMITS)) == [(0.0, 2.4)]
    assert speech_episodes([sound("#######" + "." * 30)], LIMITS) == []
    far = [sound("############."), sound("############.", at=5.0)]
    assert spans(speech_episodes(far, LIMITS)) == [(0.0, 1.1), (5.0, 6.1)]


def test_the_clearest_moment_is_shown_and_lies_within():
    loud = SoundMeasures(10.0, STEP, (0.7,) * 10 + (0.99,) + (0.7,) * 5, ())
    (episode,) = speech_episodes([loud], LIMITS)
    assert (episode.kind, episode.source) == ("speech", "camera")
    assert episode.shown.at_seconds == pytest.approx(11.05)
    assert episode.shown.confidence == 0.99
    late = SoundMeasures(0.0, STEP, (0.7,) * 12 + (0.99, 0.1), ())
    (episode,) = speech_episodes([late], LIMITS)
    assert episode.span.start <= episode.shown.at_seconds <= episode.span.end


def test_loudness_is_told_against_the_quiet_of_the_whole():
    measured = SoundMeasures(5.0, STEP, (), (-60.0,) * 50 + (-35.0,) * 10)
    spans = [Span(10.0, 11.0), Span(5.0, 6.0), Span(0.0, 1.0)]
    assert above_quiet_db([measured], spans) == [25.0, 0.0, 0.0]
    assert above_quiet_db([], spans) == [0.0, 0.0, 0.0]
