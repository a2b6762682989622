"""Which cameras a browser names are programs: they show what they are given, a film as well as a face."""

from collections.abc import Iterable
from dataclasses import dataclass

from oes.domain.observations import Episode, Observation
from oes.domain.spans import Span, joined

KIND = "virtual_camera"
SOURCE = "recorder"
JOIN_SECONDS = 30.0
"""A page that tells of one camera after another tells no more episodes than a person can look at."""

PROGRAMS = (
    "virtual camera",  # OBS, Streamlabs, Prism, Animaze, AkVirtualCamera; Windows adds the words to a program's camera
    "virtual webcam",  # ManyCam, SplitCam
    "virtual cam",
    "virtualcam",
    "obs-camera",
    "obs camera",
    "manycam",
    "snap camera",
    "xsplit",
    "vcam",  # XSplit, e2eSoft
    "splitcam",
    "camtwist",
    "vmix video",
    "youcam",
    "webcam splitter",
    "altercam",
    "fake webcam",
    "fakewebcam",
    "dummy video device",  # v4l2loopback, when nobody gave it a name
    "v4l2loopback",
    "mmhmm",
    "chromacam",
    "unity video capture",
    "newtek ndi",
    "ndi webcam",
    "vtubestudio",
)
"""Parts of the names, in small letters, that programs give to the cameras they make.

Left out on purpose: a phone that serves as a webcam (DroidCam, Iriun, EpocCam, Camo, iVCam: what it shows is seen by
a lens) and programs that only change the real camera's light or background (NVIDIA Broadcast, Logi Capture). A program
can give itself any name, so that a harmless name proves nothing.
"""
PHONES = ("ivcam",)
"""Names that hold one of PROGRAMS by chance."""


@dataclass(frozen=True, slots=True)
class NamedCamera:
    """The page began to use a camera at a moment of the attempt's clock; `label` is what the browser calls it."""

    at_seconds: float
    label: str


def is_program(label: str) -> bool:
    """Return whether a camera's name is one that a program gives."""
    name = " ".join(label.lower().split())
    return any(part in name for part in PROGRAMS) and not any(part in name for part in PHONES)


def program_episodes(opened: Iterable[NamedCamera], *, end_seconds: float) -> list[Episode]:
    """Return an episode for each time that a program was the camera: until another camera was opened, or the end.

    `opened` in the order it was told; a camera that the device check tried comes at 0, like the one that stayed.
    """
    found: list[Span] = []
    cameras = list(opened)
    changed = [min(camera.at_seconds, end_seconds) for camera in cameras[1:]]
    for camera, until in zip(cameras, [*changed, end_seconds], strict=False):
        span = Span(max(0.0, camera.at_seconds), until)
        if is_program(camera.label):
            found.append(span)
    return [_episode(span) for span in joined(found, JOIN_SECONDS)]


def _episode(span: Span) -> Episode:
    return Episode(KIND, span, Observation((span.start + span.end) / 2, KIND), source=SOURCE)
