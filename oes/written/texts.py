"""The sentences of the student's page. Each failure: what is wrong, and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSED: dict[str, str | Promise] = {
    "before": _("The tasks are not handed out yet."),
    "over": _("The time of this exam is over."),
    "not_recording": _("The tasks open only while the recording runs: go to the page of the recording."),
    "no_tasks": _("There are no tasks yet. Tell your faculty."),
}


def sentences() -> dict[str, str | Promise]:
    """Return what the page's modules say, by key."""
    return {**_SAVING, **_PIECES, **_END}


_SAVING: dict[str, str | Promise] = {
    "left": _("Time left"),
    "late_left": _("Late time left"),
    "over": _("The time is over"),
    "saved": _("Everything is saved."),
    "saving": _("Saving…"),
    "unsaved": _("Not saved yet."),
    "offline": _("No connection. Go on writing: your text is kept on this device and is sent as soon as it is back."),
    "kept_nowhere": _("No connection, and this browser keeps nothing. Do not close this page."),
    "signed_out": _("You are signed out. Sign in again in another tab, then come back: your text is kept here."),
    "sign_in": _("Sign in"),
    "try_now": _("Try now"),
    "not_recording": _("The recording does not run: go back to its page and let it go on. Your text is kept here."),
    "large": _("The text is too long to be saved. Shorten it, or hand in a file."),
    "refused": _("This could not be saved. Load the page again: your text is kept here."),
    "reload": _("Load the page again"),
    "restored": _("The text that this device had kept was put back."),
    "letters": _("{count} characters"),
    "minutes_left": _("{count} minutes are left."),
}
_PIECES: dict[str, str | Promise] = {
    "sending": _("Being sent: {percent} %"),
    "waiting": _("Waits for the connection"),
    "piece_large": _("Too large: at most 20 MB each, and 200 MB in all."),
    "piece_format": _("This kind of file is not taken."),
    "piece_small": _("The picture is too small to be read."),
    "piece_many": _("No more than 40 files and photos are taken."),
    "piece_failed": _("This could not be sent. Choose it again."),
    "again": _("Try again"),
    "page": _("Page {number}"),
    "turn": _("Turn"),
    "cut": _("Cut"),
    "earlier": _("Move up"),
    "later": _("Move down"),
    "remove": _("Remove"),
    "remove_sure": _("Remove “{name}”? It is deleted."),
    "open": _("Open"),
    "pages_in_all": _("{count} pages"),
}
_END: dict[str, str | Promise] = {
    "empty": _("There is nothing to hand in yet: write something, or add photos or files."),
    "unsent": _("Something is still being sent. Wait until all of it is saved."),
    "reason_missing": _("Say in a sentence why the work comes late."),
    "handing_in": _("Being handed in…"),
    "hand_in_failed": _("It could not be handed in yet. What you wrote is saved. Try again."),
}
