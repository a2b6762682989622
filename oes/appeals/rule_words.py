"""The rule behind each kind of event, in plain words and in all three languages, as a student is told it."""

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oes.domain.release_duty import LANGUAGES
from oes.review.words import short, why_free
from oes.violations.models import LedgerLine, Violation

RULES: dict[str, str | Promise] = {
    "nobody_in_frame": gettext_lazy("You stay in front of the camera for the whole exam."),
    "second_person": gettext_lazy("You sit the exam alone: nobody else is in the picture."),
    "substitution": gettext_lazy("You sit the exam yourself: nobody takes your place."),
    "phone": gettext_lazy("No phone is used during the exam."),
    "looked_away": gettext_lazy("You look at the screen and do not turn away from it for long."),
    "window_switch": gettext_lazy("You stay in the window of the exam and open no other."),
    "forbidden_software": gettext_lazy("The programs that the exam forbids are closed."),
    "listed_software": gettext_lazy(
        "A program of the institution’s list was running: a person looks at what it was for."
    ),
    "virtual_machine": gettext_lazy("You sit the exam on a real computer, not in a virtual machine."),
    "presentation_attack": gettext_lazy("You sit before the camera yourself; no picture or film is held to it."),
    "forbidden_object": gettext_lazy("No books or other aids that the exam does not allow are used."),
    "background_person": gettext_lazy("Nobody else is in the room."),
    "virtual_camera": gettext_lazy("The picture comes from a real camera and is not changed by a program."),
    "speech": gettext_lazy("You do not talk during the exam."),
    "remote_control": gettext_lazy("Nobody controls your computer from somewhere else."),
    "messenger": gettext_lazy("Messengers and chats are closed during the exam."),
    "exam_not_visible": gettext_lazy("The exam stays visible on your screen."),
    "screen_not_monitor": gettext_lazy("You share your whole screen, not a single window."),
    "poor_light": gettext_lazy("There is enough light for your face to be seen."),
    "second_screen": gettext_lazy("You use one screen only."),
    "copied": gettext_lazy("Nothing is copied out of the exam."),
    "pasted": gettext_lazy("Nothing from elsewhere is pasted into the exam."),
    "printed": gettext_lazy("The exam is not printed."),
}
"""By the kind's key: every kind that is no technical fault has one."""


def rule_text(violation: Violation, line: LedgerLine | None, grace_seconds: float) -> dict[str, str]:
    """Return the rule with its weight in each language; empty texts for a kind without a rule."""
    texts = {}
    for language in LANGUAGES:
        with translation.override(language):
            rule = str(RULES.get(violation.kind, ""))
            texts[language] = f"{rule} {_weight(violation, line, grace_seconds)}".strip() if rule else ""
    return texts


def _weight(violation: Violation, line: LedgerLine | None, grace_seconds: float) -> str:
    if line is None:
        return ""
    if line.deduction <= 0:
        return _("It takes nothing off the trust percent (%(why)s).") % {
            "why": why_free(violation, line, grace_seconds)
        }
    told = {"event": short(line.per_event), "second": short(line.per_second), "cap": short(line.cap)}
    if line.per_second <= 0:
        return _("Each time takes %(event)s points off the trust percent, at most %(cap)s in one exam.") % told
    said = _(
        "Each time takes %(event)s points off the trust percent and %(second)s for every second, at most %(cap)s in "
        "one exam."
    )
    return said % told
