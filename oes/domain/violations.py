"""The kinds of violation, and the technical kinds. Keys are stored: they never change."""

from dataclasses import dataclass

from oes.domain.figures import FIGURES
from oes.domain.grades import Figure, Grade, Standing, grade_of

__all__ = ["KINDS", "Grade", "ViolationKind"]


@dataclass(frozen=True, slots=True)
class ViolationKind:
    """A kind: `label` is the English caption (translated where shown), `direct` as in requirement G19.

    `grade` follows from `figure`, what a benchmark counted (`by_figures`), or is fixed: for a kind that is no guess
    from pictures (`tested`: journeys through whole exams show when it comes and when not), for one that never
    weighs, for a fault.
    """

    key: str
    label: str
    direct: bool
    grade: Grade
    source: str
    figure: Figure | None = None
    tested: bool = False
    by_figures: bool = False

    @property
    def standing(self) -> Standing:
        """Return the grade with its footage, for a line of a ledger."""
        if self.figure is None:
            return Standing(self.grade)
        return Standing(self.grade, self.figure.exposure_seconds, self.figure.false_alarms)


def _(caption: str) -> str:
    """Mark a caption for those who gather texts to translate; a page translates it where it shows it."""
    return caption


def _kind(
    key: str, label: str, source: str, grade: Grade, *, direct: bool = False, tested: bool = False
) -> ViolationKind:
    return ViolationKind(key, label, direct, grade, source, tested=tested)


def _graded(key: str, label: str, source: str = "camera", *, direct: bool = False) -> ViolationKind:
    """Return a kind that may lower trust as soon as its figures allow it."""
    figure = FIGURES.get(key)
    return ViolationKind(key, label, direct, grade_of(figure, direct=direct), source, figure, by_figures=True)


_ALL = (
    _graded("nobody_in_frame", _("Nobody in front of the camera"), direct=True),
    _graded("second_person", _("Second person in the frame"), direct=True),
    _graded("substitution", _("Another person instead of the examinee"), direct=True),
    _graded("phone", _("Phone in the frame"), direct=True),
    _graded("looked_away", _("Examinee turned away from the screen")),
    _kind("window_switch", _("Switched the active window"), "embed, extension, guard", Grade.MEASURED, tested=True),
    _kind("forbidden_software", _("Forbidden program was running"), "guard", Grade.MEASURED, direct=True, tested=True),
    _kind("listed_software", _("Program of the list was running"), "guard", Grade.INFORMATIVE),
    _kind("virtual_machine", _("Exam in a virtual machine"), "guard", Grade.INFORMATIVE),
    _kind("presentation_attack", _("A picture may have been held to the camera"), "camera", Grade.INFORMATIVE),
    _graded("forbidden_object", _("Forbidden object in the frame")),
    _kind("background_person", _("People in the background"), "camera", Grade.INFORMATIVE),
    _kind("virtual_camera", _("Camera picture may be artificial"), "camera", Grade.INFORMATIVE),
    _graded("speech", _("Speech heard")),
    _kind("remote_control", _("Signs of remote control on the screen"), "screen", Grade.INFORMATIVE),
    _kind("messenger", _("Messenger on the screen"), "screen", Grade.INFORMATIVE),
    _kind("exam_not_visible", _("The exam is not on the screen"), "screen", Grade.INFORMATIVE),
    _kind("screen_not_monitor", _("Not the whole screen was shared"), "screen", Grade.INFORMATIVE),
    _kind("poor_light", _("Poor light"), "camera", Grade.INFORMATIVE),
    _kind("second_screen", _("Second screen connected"), "recorder, embed, guard", Grade.INFORMATIVE),
    _kind("copied", _("Text of the exam copied"), "embed", Grade.INFORMATIVE),
    _kind("pasted", _("Text pasted into the exam"), "embed", Grade.INFORMATIVE),
    _kind("printed", _("The exam's page printed"), "embed", Grade.INFORMATIVE),
    _kind("camera_blocked", _("Camera covered or frozen"), "camera", Grade.TECHNICAL),
    _kind("screen_blocked", _("Screen sharing interrupted"), "screen", Grade.TECHNICAL),
    _kind("offline", _("No connection"), "recorder", Grade.TECHNICAL),
    _kind("reload", _("Recorder page reloaded"), "recorder", Grade.TECHNICAL),
    _kind("device_asleep", _("Device was asleep"), "recorder", Grade.TECHNICAL),
    _kind("recorder_silent", _("Recorder sent nothing"), "recorder", Grade.TECHNICAL),
    _kind("extension_silent", _("Browser extension told nothing"), "extension", Grade.TECHNICAL),
    _kind("guard_silent", _("Guard sent nothing"), "guard", Grade.TECHNICAL),
    _kind("unreadable", _("Recording cannot be read"), "analysis", Grade.TECHNICAL),
)

KINDS: dict[str, ViolationKind] = {kind.key: kind for kind in _ALL}
