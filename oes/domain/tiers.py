"""The ways an exam may be recorded, from most to least. Keys are stored: they never change."""

from enum import StrEnum


class Tier(StrEnum):
    """What a student's device can record.

    A: camera and screen. B: camera only (a browser of a phone or tablet cannot share its screen). C: pictures of the
    camera, one a second (a browser without MediaRecorder). S: camera inside Safe Exam Browser, which shows the screen
    to nobody; that the browser is a genuine one is only as sure as its keys.
    """

    CAMERA_AND_SCREEN = "A"
    CAMERA = "B"
    STILLS = "C"
    SAFE_EXAM_BROWSER = "S"


TRACKS: dict[str, tuple[str, ...]] = {
    Tier.CAMERA_AND_SCREEN: ("camera", "screen"),
    Tier.CAMERA: ("camera",),
    Tier.STILLS: ("camera",),
    Tier.SAFE_EXAM_BROWSER: ("camera",),
}
"""The tracks whose coverage is asked for."""


def _(caption: str) -> str:
    """Mark a caption for those who gather texts to translate; a page translates it where it shows it."""
    return caption


LABELS: dict[str, str] = {
    Tier.CAMERA_AND_SCREEN: _("camera and screen"),
    Tier.CAMERA: _("camera only"),
    Tier.STILLS: _("pictures of the camera, one a second"),
    Tier.SAFE_EXAM_BROWSER: _("camera inside SEB: unverified"),
}
COMPUTERS = ("Windows NT", "X11", "CrOS")
"""Words of browsers that can share a screen. Macs are left out: tablets of the same maker call themselves so, too."""


def lacks_its_screen(tier: str, user_agent: str) -> bool:
    """Return whether what calls itself a computer's browser recorded in a tier of phones, tablets and very old ones."""
    return tier in (Tier.CAMERA, Tier.STILLS) and any(word in user_agent for word in COMPUTERS)
