"""The detailed report's rows in words: violations with picture and weight, checks as pins, reasons of gaps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from oes.attempts.models import Attempt, IdentityCheck, ScreenCheck
from oes.domain.identity import Sameness
from oes.domain.policy import Policy
from oes.domain.trust import counts_as_exam
from oes.review.ledger import caption_of, shape_of, weight_text, why_free
from oes.review.pictures import PictureRef
from oes.violations.models import Evidence, LedgerLine, Trust, Violation

_GAPS = {
    "reload": gettext_lazy("page reloaded"),
    "offline": gettext_lazy("no connection"),
    "device_asleep": gettext_lazy("device was asleep"),
    "track_ended": gettext_lazy("camera or screen was switched off"),
    "refused": gettext_lazy("the server did not take the recording"),
    "unreadable": gettext_lazy("recording cannot be read"),
}
_SAMENESS = {
    Sameness.SAME: gettext_lazy("same person"),
    Sameness.DIFFERENT: gettext_lazy("another person"),
    Sameness.CANNOT_TELL: gettext_lazy("cannot tell"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A violation as the carousel shows it. `box` is in percent of the picture: x, y, width, height."""

    uuid: UUID
    kind: str
    caption: str
    start_seconds: float
    end_seconds: float
    direct: bool
    shape: str
    deduction: float
    weight: str
    note: str
    picture: str
    box: tuple[float, float, float, float] | None

    @property
    def box_style(self) -> str:
        """Return the box as custom properties; numbers in CSS have a point in every language."""
        return ";".join(f"--{name}:{value}%" for name, value in zip("xywh", self.box or (), strict=False))


@dataclass(frozen=True, slots=True)
class Pin:
    """A check of face or screen: a moment on the strip."""

    kind: str
    at_seconds: float
    caption: str
    result: str
    picture: str


def shown_violations(
    violations: Sequence[Violation], lines: Iterable[LedgerLine], grace_seconds: float
) -> tuple[Shown, ...]:
    """Return the violations in order of time, each with what it weighs."""
    by_violation = {line.violation_id: line for line in lines}
    return tuple(_shown(row, by_violation.get(row.pk), grace_seconds) for row in violations)


def _shown(violation: Violation, line: LedgerLine | None, grace_seconds: float) -> Shown:
    evidence: Evidence | None = getattr(violation, "evidence", None)
    return Shown(
        uuid=violation.uuid,
        kind=violation.kind,
        caption=caption_of(violation.kind),
        start_seconds=violation.start_seconds,
        end_seconds=violation.end_seconds,
        direct=violation.direct,
        shape=shape_of(violation),
        deduction=round(line.deduction, 3) if line else 0.0,
        weight=weight_text(line.deduction) if line else "",
        note=why_free(line, violation, grace_seconds) if line else "",
        picture=PictureRef("evidence", str(violation.uuid)).url if evidence else "",
        box=_box(evidence),
    )


def _box(evidence: Evidence | None) -> tuple[float, float, float, float] | None:
    if evidence is None:
        return None
    shares = (evidence.box_x, evidence.box_y, evidence.box_width, evidence.box_height)
    x, y, width, height = (round(100 * min(max(share or 0.0, 0.0), 1.0), 2) for share in shares)
    return (x, y, min(width, 100 - x), min(height, 100 - y)) if width and height else None


def check_pins(identity: Iterable[IdentityCheck], screen: Iterable[ScreenCheck]) -> tuple[Pin, ...]:
    """Return the checks that were made, in order of time. One that is only planned is no pin."""
    faces = [_face_pin(check) for check in identity if check.done_at]
    screens = [
        Pin("screen", check.at_seconds, str(check.get_kind_display()), "", _picture("screen", check))
        for check in screen
        if check.done_at
    ]
    return tuple(sorted([*faces, *screens], key=lambda pin: (pin.at_seconds, pin.kind)))


def _face_pin(check: IdentityCheck) -> Pin:
    caption = _("Identity check %(moment)s") % {"moment": check.get_moment_display()}
    result = str(_SAMENESS[Sameness(check.result)]) if check.result else ""
    return Pin("identity", check.at_seconds, caption, result, _picture("identity", check))


def _picture(kind: str, check: IdentityCheck | ScreenCheck) -> str:
    return PictureRef(kind, str(check.pk)).url if check.blob_key else ""


def gap_words(reason: str) -> str:
    """Return why seconds are missing; an unknown reason says only that they are."""
    return str(_GAPS.get(reason, _("reason unknown")))


def too_short_words(attempt: Attempt, duration: float, policy: Policy) -> str:
    """Return why an ended attempt is no exam, or nothing (G10)."""
    if not attempt.has_ended or counts_as_exam(duration, policy):
        return ""
    minutes = round(policy.minimum_seconds / 60)
    return ngettext(
        "Not counted as an exam: it lasted no longer than %(minutes)d minute.",
        "Not counted as an exam: it lasted no longer than %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}


def live_word(attempt: Attempt, trust: Trust | None) -> str:
    """Return what is still going on with the attempt, or nothing."""
    if attempt.is_running:
        return _("Paused") if attempt.state == "paused" else _("Running")
    return "" if trust and trust.is_final else _("Being analysed")
