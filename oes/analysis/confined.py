"""Looks at recordings and photos, each in a confined process: nothing here or above it decodes a byte of a stranger's.

All of these raise BrokeReader where the bytes broke what reads them, ModelFileError and NoChild where the server
lacks something.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any, TypeVar

from django.conf import settings

from oes.analysis.facts import (
    BrokeReader,
    CameraMeasures,
    ChallengeSeen,
    MediaFacts,
    PhotoFacts,
    Reading,
    ScreenSeen,
    UnreadableMedia,
)
from oes.analysis.model_files import ModelFileError
from oes.domain.spans import Span
from oes.lib.confined.limits import Limits
from oes.lib.confined.room import Died, Failed, Room
from oes.lib.one_thread import ONE_THREAD
from oes.lib.plain import from_plain, to_plain

T = TypeVar("T")
OPERATIONS = "oes.analysis.operations"
MOST_DEADLY = 1000
DEATHS = 2


def _environment() -> Mapping[str, str]:
    return {"OES_MODELS_DIR": str(settings.OES_MODELS_DIR), **ONE_THREAD}


room = Room(OPERATIONS, Limits(), environment=_environment)
"""One child for each worker process: it holds the networks."""


def look_at_camera(
    body: bytes,
    *,
    known: Sequence[Sequence[float]] = (),
    listens: bool = False,
    checked: bool = False,
    settled: bool = False,
    compares: bool = True,
) -> CameraMeasures:
    """Return the measures of a camera segment; see `segment.measure_camera`. Raises UnreadableMedia."""
    told = {"known": to_plain(known), "listens": listens, "checked": checked, "settled": settled, "compares": compares}
    return _value(CameraMeasures, *_ask("camera", told, [body]))


def look_at_screen(
    body: bytes, *, lists: Mapping[str, Sequence[str]], reading: Reading | None, starts_at: float, seconds: float
) -> ScreenSeen:
    """Return what a screen segment shows; see `screen_measure.ScreenMeasurer`. Raises UnreadableMedia."""
    read = {name: list(entries) for name, entries in lists.items()}
    told = {"lists": read, "reading": to_plain(reading), "starts_at": starts_at, "seconds": seconds}
    return _value(ScreenSeen, *_ask("screen", told, [body]))


def facts_of(body: bytes) -> MediaFacts:
    """Return size, codecs and length. Raises UnreadableMedia."""
    return _value(MediaFacts, *_ask("facts", {}, [body]))


_deadly: OrderedDict[str, int] = OrderedDict()


def still(body: bytes, at_seconds: float | None) -> bytes:
    """Return the frame at a moment of a segment as JPEG, or its first key frame (None). Raises UnreadableMedia.

    Pages ask for the same one again and again: what ended its reader twice is unreadable from then on.
    """
    name = f"{sha256(body).hexdigest()} {at_seconds}"
    if _deadly.get(name, 0) >= DEATHS:
        raise UnreadableMedia("it broke its reader before")
    try:
        return _one(_ask("still", {"at_seconds": at_seconds}, [body])[1])
    except BrokeReader:
        _deadly[name] = _deadly.get(name, 0) + 1
        while len(_deadly) > MOST_DEADLY:
            _deadly.popitem(last=False)
        raise


def playable(body: bytes) -> bytes:
    """Return a segment of pictures as WebM. Raises UnreadableMedia."""
    return _one(_ask("playable", {}, [body])[1])


def blurred_clip(bodies: Sequence[bytes], *, starts: Sequence[float], span: Span, track: str) -> bytes:
    """Return a clip in which nobody can be recognised; see `blurring.blurred_clip`. Raises UnreadableMedia."""
    return _one(_ask("blurred", {"starts": list(starts), "span": [span.start, span.end], "track": track}, bodies)[1])


def blurred_picture(body: bytes, *, track: str) -> bytes:
    """Return a picture as JPEG in which nobody can be recognised. Raises UnreadableMedia."""
    return _one(_ask("blurred", {"span": None, "track": track}, [body])[1])


def look_at_challenge(
    bodies: Sequence[bytes], *, starts: Sequence[float], window: Span, straight: Span, compares: bool = True
) -> tuple[ChallengeSeen, bytes | None]:
    """Return what segments show of a challenge; see `challenge_looks`. `starts`: where each begins."""
    spans = {"window": [window.start, window.end], "straight": [straight.start, straight.end]}
    told, made = _ask("challenge", {"starts": list(starts), "compares": compares, **spans}, bodies)
    return _value(ChallengeSeen, told, made), made[0] if made else None


def look_at_photo(body: bytes, *, compares: bool = True) -> PhotoFacts:
    """Return the embedding of a reference photo, or why there is none; `compares` False: only what it shows."""
    return _value(PhotoFacts, *_ask("photo", {"compares": compares}, [body]))


def _ask(name: str, told: dict[str, Any], bodies: Sequence[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    return asked(room, name, told, bodies)


def asked(
    of: Room,
    name: str,
    told: dict[str, Any],
    bodies: Sequence[bytes],
    answers: Callable[[dict[str, Any]], Sequence[bytes]] | None = None,
) -> tuple[dict[str, Any], list[bytes]]:
    """Ask a room whose module is ours, and give its errors our names."""
    try:
        return of.ask(name, told, bodies, answers=answers)
    except Died as error:
        raise BrokeReader(str(error)) from error
    except Failed as error:
        if error.kind == "unreadable":
            raise UnreadableMedia(str(error)) from error
        if error.kind == "server":
            raise ModelFileError(str(error)) from error
        raise BrokeReader(f"reading it failed: {error}") from error


def _value(kind: type[T], told: dict[str, Any], _made: object) -> T:
    try:
        return from_plain(kind, told)
    except ValueError as error:
        room.close()
        raise BrokeReader("the reading process answered nonsense") from error


def _one(made: Sequence[bytes]) -> bytes:
    if len(made) != 1:
        raise BrokeReader("the reading process answered nonsense")
    return made[0]
