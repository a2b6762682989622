"""One camera segment's bytes to its measures. No rows: the worker and the benchmark call the same."""

from collections.abc import Iterable, Iterator, Sequence

from oes.analysis.comparing import IDENTITY_EVERY
from oes.analysis.facts import STEP_SECONDS, CameraMeasures
from oes.analysis.listening import Listener
from oes.analysis.measure import Measurer
from oes.analysis.media import Picture, UnreadableMedia, read_once, sampled
from oes.analysis.similarity import with_similarity
from oes.analysis.sound import sound_blocks

LEAST_SIDE = 48
MOST_ASPECT = 8
"""No camera gives smaller or longer pictures. Nothing can be measured in them, so they count as not recorded."""
AHEAD_PIXELS = 16 * 640 * 480
"""Of the pictures that are held at a time."""
CHECKED_EVERY = 2
"""An identity check is judged by several frames: where one is due, every second one is compared."""


def measure_camera(
    body: bytes,
    *,
    measurer: Measurer,
    known: Sequence[Sequence[float]],
    listener: Listener | None = None,
    checked: bool = False,
    settled: bool = False,
    compares: bool = True,
) -> CameraMeasures:
    """Measure a camera segment. Raises UnreadableMedia.

    `known`: embeddings of the references. `checked`: an identity check asks for this segment. `settled`: it goes on
    from a segment that was compared, and begins with a look for things; the others the other way round. `compares`:
    False computes no embedding of any face.
    """
    kept = read_once(body)
    measured = measurer.measure(
        _judgeable(ahead(sampled(kept.picture, per_second=1 / STEP_SECONDS, until_seconds=kept.facts.seconds))),
        known=known,
        identity_every=CHECKED_EVERY if checked else IDENTITY_EVERY,
        settled=settled and not checked,
        rested=not settled,
        compares=compares,
    )
    frames = with_similarity(measured, known)
    sound = listener.listen(sound_blocks(kept.sound)) if listener and kept.sound else None
    return CameraMeasures(kept.facts, frames, sound if sound and sound.speech else None)


def ahead(pictures: Iterable[Picture]) -> Iterator[Picture]:
    """Yield the pictures, many of them decoded before the first one is given.

    Networks that run one after another are quicker than between two pieces of decoding: after each of these the
    processor needs half a millisecond to bring its wide vector units up again (0.6 of 1.6 ms of the light landmarks).
    """
    waiting: list[Picture] = []
    for picture in pictures:
        waiting.append(picture)
        if sum(one.width * one.height for one in waiting) >= AHEAD_PIXELS:
            yield from waiting
            waiting = []
    yield from waiting


def _judgeable(pictures: Iterable[Picture]) -> Iterator[Picture]:
    """Yield the pictures; the size may change within a file. Raises UnreadableMedia for one too small."""
    for picture in pictures:
        short, long = sorted(picture.shape)
        if short < LEAST_SIDE or long > MOST_ASPECT * short:
            raise UnreadableMedia(f"{picture.width}x{picture.height} is no picture of a camera")
        yield picture
