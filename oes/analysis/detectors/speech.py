"""Somebody speaks. Says that a voice was heard, not whose, nor what was said.

From the network's probability in each step: a voice is heard from `speech_score` on, for as long as
`speech_kept_score` is reached. The network holds on to a word that has ended; that tail is taken off. Each
segment is heard by itself, from a network that starts anew, so voices on both sides of a border are joined like
those on both sides of a pause. A far voice or a television is speech as well: all that can be said of either is
how far it rises above the quiet of the room.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import median, quantiles

from oes.domain.measures import SoundMeasures
from oes.domain.observations import Episode, Observation
from oes.domain.policy import Thresholds
from oes.domain.spans import Span

KIND = "speech"


def utterances(sounds: Iterable[SoundMeasures], thresholds: Thresholds) -> list[Episode]:
    """Return what was spoken without a pause. Sounds may overlap and come in any order."""
    heard = [run for sound in sounds for run in _runs(sound, thresholds)]
    joined = [_as_one(group) for group in _groups(heard, thresholds.speech_pause_seconds)]
    return [one for one in joined if one.span.seconds >= thresholds.speech_word_seconds]


def speech_episodes(sounds: Iterable[SoundMeasures], thresholds: Thresholds) -> list[Episode]:
    """Return what a reviewer is shown: utterances that follow one another, with enough speech among them."""
    spoken = _groups(utterances(sounds, thresholds), thresholds.join_gap_seconds)
    enough = thresholds.speech_least_seconds
    return [_as_one(group) for group in spoken if sum(one.span.seconds for one in group) >= enough]


def above_quiet_db(sounds: Sequence[SoundMeasures], spans: Iterable[Span]) -> list[float]:
    """Return for each span how much louder it is than the quiet of the whole (its lowest tenth), in dB."""
    levels = [level for sound in sounds for level in sound.level]
    quiet = quantiles(levels, n=10)[0] if len(levels) > 1 else 0.0
    inside = [[level for sound in sounds for level in _levels_in(sound, span)] for span in spans]
    return [median(heard) - quiet if heard and len(levels) > 1 else 0.0 for heard in inside]


def _levels_in(sound: SoundMeasures, span: Span) -> Sequence[float]:
    first, last = ((edge - sound.at_seconds) / sound.step_seconds for edge in (span.start, span.end))
    return sound.level[max(0, round(first)) : max(0, round(last))]


def _runs(sound: SoundMeasures, thresholds: Thresholds) -> Iterator[Episode]:
    """Yield the voices of one sound. One that is cut off by its end keeps its tail: it may go on."""
    run: list[tuple[float, float]] = []
    for number, score in enumerate(sound.speech):
        at = sound.at_seconds + (number + 0.5) * sound.step_seconds
        if score >= (thresholds.speech_kept_score if run else thresholds.speech_score):
            run.append((at, score))
        elif run:
            yield _run(run, sound.step_seconds, tail=thresholds.speech_tail_seconds)
            run = []
    if run:
        yield _run(run, sound.step_seconds, tail=0.0)


def _run(run: Sequence[tuple[float, float]], step: float, *, tail: float) -> Episode:
    start = run[0][0] - step / 2
    span = Span(start, max(start, run[-1][0] + step / 2 - tail))
    at, score = max(run, key=lambda one: one[1])
    return Episode(KIND, span, Observation(min(at, span.end), KIND, score))


def _groups(heard: Iterable[Episode], gap_seconds: float) -> list[list[Episode]]:
    groups: list[list[Episode]] = []
    end = float("-inf")
    for one in sorted(heard, key=lambda e: e.span):
        if one.span.start - end <= gap_seconds:
            groups[-1].append(one)
        else:
            groups.append([one])
            end = one.span.end
        end = max(end, one.span.end)
    return groups


def _as_one(group: Sequence[Episode]) -> Episode:
    best = max(group, key=lambda one: one.shown.confidence)
    return replace(best, span=Span(group[0].span.start, max(one.span.end for one in group)))
