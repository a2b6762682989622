"""One camera segment's bytes to its measures. No rows: the worker and the benchmark call the same."""

from collections.abc import Iterable, Iterator, Sequence

from oes.analysis.comparing import IDENTITY_EVERY
from oes.analysis.facts import STEP_SECONDS, CameraMeasures
from oes.analysis.listening import Listener
from oes.analysis.measure import Measurer
from oes.analysis.media import Picture, UnreadableMedia, probe, sampled
from oes.analysis.similarity import with_similarity
from oes.analysis.sound import sound_blocks

LEAST_SIDE = 48
MOST_ASPECT = 8
"""No camera gives smaller or longer pictures. Nothing can be measured in them, so they count as not recorded."""
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
    facts = probe(body)
    measured = measurer.measure(
        _judgeable(sampled(body, per_second=1 / STEP_SECONDS, until_seconds=facts.seconds)),
        known=known,
        identity_every=CHECKED_EVERY if checked else IDENTITY_EVERY,
        settled=settled and not checked,
        rested=not settled,
        compares=compares,
    )
    frames = with_similarity(measured, known)
    sound = listener.listen(sound_blocks(body)) if listener else None
    return CameraMeasures(facts, frames, sound if sound and sound.speech else None)


def _judgeable(pictures: Iterable[Picture]) -> Iterator[Picture]:
    """Yield the pictures; the size may change within a file. Raises UnreadableMedia for one too small."""
    for picture in pictures:
        short, long = sorted(picture.rgb.shape[:2])
        if short < LEAST_SIDE or long > MOST_ASPECT * short:
            raise UnreadableMedia(f"{picture.rgb.shape[1]}x{picture.rgb.shape[0]} is no picture of a camera")
        yield picture
