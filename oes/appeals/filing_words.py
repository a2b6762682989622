"""Sentences of the pages on which appeals are filed and taken."""

from django.utils.translation import gettext_lazy as _

from oes.domain.appeal_state import Owner
from oes.domain.filing import MOST_BYTES, MOST_FILE_BYTES, MOST_FILES

_MB = 1024 * 1024
LIMITS = {"files": MOST_FILES, "file": MOST_FILE_BYTES // _MB, "all": MOST_BYTES // _MB}
REFUSALS = {
    "topics": _("Choose at least one topic."),
    "lines": _("Choose what you contest."),
    "many": _("These are too many lines for one appeal. Choose the most important ones."),
    "found": _("The topic “violation found by proctoring” needs a violation or the verdict among what you contest."),
    "topic": _("You contest a violation or the verdict: choose the topic “violation found by proctoring”, too."),
    "early": _("The exam is not over yet. An appeal can be filed when it is."),
    "late": _(
        "The time for this is over. Write to the commission: its secretary may take a late appeal with a reason."
    ),
    "late_reason": _("It came after the deadline. Write why it is taken all the same."),
    "future": _("This moment lies ahead. When did the mail come?"),
    "before": _("This lies before the exam. When did the mail come?"),
    "untold": _("The verdict was told after this moment. When did the mail come?"),
    "twice": _("There is an open appeal about this exam already: look at how it stands."),
    "decided": _("The commission has decided about this already."),
    "often": _("You have appealed against this exam several times. Write to the commission."),
    "own": _("Nobody handles their own appeal: ask somebody else of the commission or the registrar."),
    "files": _("At most %(files)d files can come with an appeal."),
    "large": _("A file may have %(file)d MB, all together %(all)d MB."),
    "format": _("One of the files is of a kind that is not taken. Send documents, pictures or text."),
    "state": _("This cannot be done any more: the appeal was moved on meanwhile. Look at how it stands now."),
    "conflict": _("The system found a conflict of interest: ask somebody else of the commission or the registrar."),
    "no_commission": _("No commission is appointed for this faculty yet. The registrar has to appoint it first."),
    "reason": _("Write a reason: the student reads it."),
    "gone": _("What was found in the exam has changed meanwhile. What you wrote to it stands in the statement now."),
}
OWNERS = {
    Owner.SECRETARY: _("the secretary of the commission"),
    Owner.STUDENT: _("the student"),
    Owner.MEMBERS: _("the members of the commission"),
    Owner.CHAIR: _("the chair of the commission"),
    Owner.REGISTRAR: _("the registrar"),
    Owner.NOBODY: _("nobody"),
}


def refusal(code: str) -> str:
    """Return why an appeal was not filed or moved."""
    return str(REFUSALS[code]) % LIMITS
