"""The kinds of violation, and the technical kinds. Keys are stored: they never change."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How well the false alarms of a kind are known; decides whether it may lower trust."""

    MEASURED = "measured"
    PROVISIONAL = "provisional"
    INFORMATIVE = "informative"
    TECHNICAL = "technical"


@dataclass(frozen=True, slots=True)
class ViolationKind:
    """A kind: `label` is the English caption (translated where shown), `direct` as in requirement G19."""

    key: str
    label: str
    direct: bool
    grade: Grade
    source: str


def _(caption: str) -> str:
    """Mark a caption for those who gather texts to translate; a page translates it where it shows it."""
    return caption


def _kind(key: str, label: str, source: str, grade: Grade, direct: bool = False) -> ViolationKind:
    return ViolationKind(key, label, direct, grade, source)


_ALL = (
    _kind("nobody_in_frame", _("Nobody in front of the camera"), "camera", Grade.PROVISIONAL, direct=True),
    _kind("second_person", _("Second person in the frame"), "camera", Grade.PROVISIONAL, direct=True),
    _kind("substitution", _("Another person instead of the examinee"), "camera", Grade.PROVISIONAL, direct=True),
    _kind("phone", _("Phone in the frame"), "camera", Grade.INFORMATIVE, direct=True),
    _kind("looked_away", _("Examinee turned away from the screen"), "camera", Grade.PROVISIONAL),
    _kind("window_switch", _("Switched the active window"), "embed", Grade.PROVISIONAL),
    _kind("presentation_attack", _("A picture may have been held to the camera"), "camera", Grade.INFORMATIVE),
    _kind("forbidden_object", _("Forbidden object in the frame"), "camera", Grade.INFORMATIVE),
    _kind("background_person", _("People in the background"), "camera", Grade.INFORMATIVE),
    _kind("virtual_camera", _("Camera picture may be artificial"), "camera", Grade.INFORMATIVE),
    _kind("speech", _("Speech heard"), "camera", Grade.INFORMATIVE),
    _kind("remote_control", _("Signs of remote control on the screen"), "screen", Grade.INFORMATIVE),
    _kind("messenger", _("Messenger on the screen"), "screen", Grade.INFORMATIVE),
    _kind("exam_not_visible", _("The exam is not on the screen"), "screen", Grade.INFORMATIVE),
    _kind("screen_not_monitor", _("Not the whole screen was shared"), "screen", Grade.INFORMATIVE),
    _kind("poor_light", _("Poor light"), "camera", Grade.INFORMATIVE),
    _kind("second_screen", _("Second screen connected"), "recorder", Grade.INFORMATIVE),
    _kind("camera_blocked", _("Camera covered or frozen"), "camera", Grade.TECHNICAL),
    _kind("screen_blocked", _("Screen sharing interrupted"), "screen", Grade.TECHNICAL),
    _kind("offline", _("No connection"), "recorder", Grade.TECHNICAL),
    _kind("reload", _("Recorder page reloaded"), "recorder", Grade.TECHNICAL),
    _kind("device_asleep", _("Device was asleep"), "recorder", Grade.TECHNICAL),
    _kind("recorder_silent", _("Recorder sent nothing"), "recorder", Grade.TECHNICAL),
    _kind("unreadable", _("Recording cannot be read"), "analysis", Grade.TECHNICAL),
)

KINDS: dict[str, ViolationKind] = {kind.key: kind for kind in _ALL}
