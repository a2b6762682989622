"""What the confined process of analysis can be asked: bytes of strangers in, plain numbers and pictures out.

No Django, no settings, no rows. The networks lie in OES_MODELS_DIR, are loaded at their first use and kept.
"""

import io
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from oes.analysis.blurring import blurred_clip, blurred_picture
from oes.analysis.challenge_looks import Recorded, look_at_challenge
from oes.analysis.facts import Reading, ScreenSeen, UnreadableMedia
from oes.analysis.joining import Part, remux
from oes.analysis.jpegs import jpeg_at
from oes.analysis.listening import Listener, load_listener
from oes.analysis.measure import Measurer, load_measurer
from oes.analysis.media import probe
from oes.analysis.model_files import ModelFileError, default_directory
from oes.analysis.photos import embed_photo
from oes.analysis.reading import Reader, load_reader
from oes.analysis.screen_measure import ScreenMeasurer
from oes.analysis.segment import measure_camera
from oes.analysis.stills import as_webm
from oes.domain.spans import Span
from oes.lib.confined.child import Ask, Operation
from oes.lib.plain import from_plain, to_plain

Told = dict[str, Any]
Made = tuple[Told, Sequence[bytes]]


@lru_cache(maxsize=1)
def measurer() -> Measurer:
    """Return the process's measurer. Raises ModelFileError with a sentence that says what to do."""
    return load_measurer(default_directory())


@lru_cache(maxsize=1)
def listener() -> Listener:
    """Return the process's listener. Raises ModelFileError with a sentence that says what to do."""
    return load_listener(default_directory())


@lru_cache(maxsize=1)
def screen_reader() -> Reader:
    """Return the process's reader of screens. It is loaded for the first screen that needs it."""
    return load_reader(default_directory())


def camera(told: Told, bodies: Sequence[bytes], _ask: Ask) -> Made:
    """Measure a camera segment: CameraMeasures."""
    measured = measure_camera(
        bodies[0],
        measurer=measurer(),
        known=told["known"],
        listener=listener() if told["listens"] else None,
        checked=told["checked"],
        settled=told["settled"],
        compares=told["compares"],
    )
    return to_plain(measured), ()


def screen(told: Told, bodies: Sequence[bytes], _ask: Ask) -> Made:
    """Measure a screen segment: ScreenSeen."""
    before = from_plain(Reading, told["reading"]) if told["reading"] else None
    asked = ScreenMeasurer(lists=told["lists"], reader=lambda: screen_reader(), reading=before)
    looks = asked.measure(bodies[0], starts_at=told["starts_at"], seconds=told["seconds"])
    return to_plain(ScreenSeen(looks, asked.reading if asked.reading is not before else None)), ()


def facts(_told: Told, bodies: Sequence[bytes], _ask: Ask) -> Made:
    """Look at the packets of a file only: MediaFacts."""
    return to_plain(probe(bodies[0])), ()


def still(told: Told, bodies: Sequence[bytes], _ask: Ask) -> Made:
    """Cut a frame as JPEG."""
    return {}, [jpeg_at(bodies[0], told["at_seconds"])]


def playable(_told: Told, bodies: Sequence[bytes], _ask: Ask) -> Made:
    """Make a segment of pictures one that players play."""
    return {}, [as_webm(bodies[0])]


def blurred(told: Told, bodies: Sequence[bytes], _ask: Ask) -> Made:
    """Make a clip, or without a span a picture, in which nobody can be recognised."""
    if told["span"] is None:
        return {}, [blurred_picture(bodies[0], track=told["track"])]
    return {}, [blurred_clip(bodies, starts=told["starts"], span=Span(*told["span"]), track=told["track"])]


def challenge(told: Told, bodies: Sequence[bytes], _ask: Ask) -> Made:
    """Look at a challenge: ChallengeSeen and, if there is one, the picture."""
    segments = [Recorded(body, start) for body, start in zip(bodies, told["starts"], strict=True)]
    window, straight = Span(*told["window"]), Span(*told["straight"])
    seen, picture = look_at_challenge(
        segments, window=window, straight=straight, networks=measurer(), compares=told["compares"]
    )
    return to_plain(seen), [picture] if picture else []


def photo(told: Told, bodies: Sequence[bytes], _ask: Ask) -> Made:
    """Look at a reference photo: PhotoFacts; without numbers of the face where `compares` is told to be false."""
    return to_plain(embed_photo(bodies[0], measurer=measurer(), compares=told.get("compares", True))), ()


def join(told: Told, _bodies: Sequence[bytes], ask: Ask) -> Made:
    """Write the parts, which are asked for one at a time, into joined files of the folder that is named."""

    def fetched(number: int) -> io.BytesIO:
        got = ask({"part": number})
        if not got:
            raise UnreadableMedia("its bytes are gone")
        return io.BytesIO(got[0])

    parts = [Part(partial(fetched, number), start) for number, start in told["parts"]]
    files = remux(parts, stem=Path(told["stem"]))
    return {"files": [[one.path.name, one.start_seconds, one.end_seconds] for one in files]}, ()


OPERATIONS: dict[str, Operation] = {
    "camera": camera, "screen": screen, "facts": facts, "still": still, "playable": playable, "challenge": challenge,
    "photo": photo, "join": join, "blurred": blurred,
}  # fmt: skip
KINDS: dict[type[Exception], str] = {UnreadableMedia: "unreadable", ModelFileError: "server"}
