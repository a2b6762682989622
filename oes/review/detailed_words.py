"""The detailed report's rows in words: violations with picture and weight, checks as pins, reasons of gaps."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oes.accounts.links import Links
from oes.attempts.models import Challenge, Check, IdentityCheck, ScreenCheck
from oes.review.grades import GradeWords, grade_words
from oes.review.pictures import PictureRef
from oes.review.source_words import told_by
from oes.review.words import (
    Box,
    box_of,
    caption_with_detail,
    check_caption,
    check_result,
    shape_of,
    weight_text,
    why_free,
)
from oes.violations.models import Evidence, LedgerLine, Violation

_GAPS = {
    "reload": gettext_lazy("page reloaded"),
    "offline": gettext_lazy("no connection"),
    "device_asleep": gettext_lazy("device was asleep"),
    "no_recording": gettext_lazy("the browser recorded nothing"),
    "recording_lost": gettext_lazy("the browser’s storage was cleared before it was sent"),
    "track_ended": gettext_lazy("camera or screen was switched off"),
    "track_muted": gettext_lazy("the device stopped the camera"),
    "page_hidden": gettext_lazy("another app was open on the phone"),
    "refused": gettext_lazy("the server did not take the recording"),
    "pause": gettext_lazy("granted break"),
    "late_return": gettext_lazy("not back from the break in time"),
    "unreadable": gettext_lazy("recording cannot be read"),
    "tab_closed": gettext_lazy("the recorder’s page was not open"),
    "silent": gettext_lazy("the recorder’s page told nothing any more"),
    "server_down": gettext_lazy("our server could not be reached"),
    "not_sent": gettext_lazy("still in the student’s browser"),
    "not_analysed": gettext_lazy("received, not analysed yet"),
    "unannounced": gettext_lazy("came late and unannounced: a person decides"),
    "clock_moved": gettext_lazy("the computer’s clock was moved"),
    "server_clock_moved": gettext_lazy("the server’s clock was moved"),
    "storage_full": gettext_lazy("no room left in the browser while the line was too slow"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A violation as the carousel shows it."""

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
    told_by: str
    grade: GradeWords
    picture: str
    box: Box | None


@dataclass(frozen=True, slots=True)
class Pin:
    """A check of face or screen, or a liveness request: a moment on the strip."""

    kind: str
    at_seconds: float
    caption: str
    result: str
    picture: str


def shown_violations(
    violations: Sequence[Violation],
    lines: Iterable[LedgerLine],
    grace_seconds: float,
    links: Links,
    denied: Collection[int] = (),
) -> tuple[Shown, ...]:
    """Return the violations in order of time, each with what it weighs. `denied`: keys of those a person denied."""
    by_violation = {line.violation_id: line for line in lines}
    shown = ((row, _shown(row, by_violation.get(row.pk), grace_seconds, links)) for row in violations)
    return tuple(replace(one, note=_("Denied")) if row.pk in denied else one for row, one in shown)


def _shown(violation: Violation, line: LedgerLine | None, grace_seconds: float, links: Links) -> Shown:
    evidence: Evidence | None = getattr(violation, "evidence", None)
    return Shown(
        uuid=violation.uuid,
        kind=violation.kind,
        caption=caption_with_detail(violation),
        start_seconds=violation.start_seconds,
        end_seconds=violation.end_seconds,
        direct=violation.direct,
        shape=shape_of(violation),
        deduction=round(line.deduction, 3) if line else 0.0,
        weight=weight_text(line.deduction) if line else "",
        note=why_free(violation, line, grace_seconds),
        told_by=told_by(violation),
        grade=grade_words(violation, line),
        picture=PictureRef("evidence", str(violation.uuid)).link(links) if evidence and evidence.blob_key else "",
        box=box_of(evidence) if evidence and evidence.blob_key else None,
    )


def check_pins(
    links: Links,
    identity: Iterable[IdentityCheck],
    screen: Iterable[ScreenCheck],
    challenges: Iterable[Challenge] = (),
) -> tuple[Pin, ...]:
    """Return the checks that were made, in order of time. One that is only planned is no pin."""
    done: list[tuple[str, Check]] = [("identity", check) for check in identity if check.done_at]
    done += [("screen", check) for check in screen if check.done_at]
    done += [("challenge", check) for check in challenges if check.done_at]
    pins = [_pin(kind, check, links) for kind, check in done]
    return tuple(sorted(pins, key=lambda pin: (pin.at_seconds, pin.kind)))


def _pin(kind: str, check: Check, links: Links) -> Pin:
    return Pin(kind, check.at_seconds, check_caption(check), check_result(check), _picture(kind, check, links))


def _picture(kind: str, check: Check, links: Links) -> str:
    return PictureRef(kind, str(check.uuid)).link(links) if check.blob_key else ""


def gap_words(reason: str) -> str:
    """Return why seconds are missing; an unknown reason says only that they are."""
    return str(_GAPS.get(reason, _("reason unknown")))
