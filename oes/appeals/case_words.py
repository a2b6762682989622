"""What the case file says of what programs told, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oes.recordings.models import ClientEvent

TELLERS: dict[str, str | Promise] = {
    ClientEvent.Source.EMBED: _("the testing system’s page"),
    ClientEvent.Source.EXTENSION: _("the browser extension"),
    ClientEvent.Source.GUARD: _("the guard program"),
}
TOLD: dict[str, str | Promise] = {
    "exam_started": _("the exam’s page was opened"),
    "exam_ended": _("the exam was finished in the testing system"),
    "left": _("another window or program was in front"),
    "returned": _("the exam was in front again"),
    "fullscreen_left": _("the full screen was left"),
    "fullscreen_entered": _("the full screen was entered"),
    "copied": _("text was copied"),
    "cut": _("text was cut"),
    "pasted": _("text was pasted"),
    "printed": _("the page was printed"),
    "second_screen": _("a second screen was connected"),
    "one_screen": _("one screen was left"),
    "started": _("it began to watch"),
    "stopped": _("it ended"),
    "browser": _("which browser was in front"),
    "program_seen": _("a listed program ran"),
    "program_gone": _("a listed program was closed"),
    "virtual_machine": _("the computer is a virtual machine"),
    "screens": _("how many screens there are"),
    "foreground_unknown": _("what was in front is not known"),
}
UNTOLD = ("heartbeat",)
"""A sign of life says nothing of its own."""


def told_words(kind: str) -> str:
    """Return what a program told; a kind without words stands as it was told."""
    return str(TOLD.get(kind, kind))


def teller_words(source: str) -> str:
    return str(TELLERS.get(source, source))
