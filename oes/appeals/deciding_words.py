"""What the pages of deciding say in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oes.appeals.models import Outcome


def outcome_label(outcome: str) -> str:
    """Return an outcome in words."""
    return str(Outcome(outcome).label)


_REFUSALS = {
    "state": gettext_lazy("This cannot be done any more: the case was moved on meanwhile. Look at how it stands now."),
    "right": gettext_lazy("Only who sits in the panel of this case, or leads it, may do this."),
    "past": gettext_lazy("This time has passed already. Choose a later one."),
    "no_lines": gettext_lazy("The appeal contests nothing: return it to the student first."),
    "no_commission": gettext_lazy("No commission is appointed for this faculty and session."),
    "chair": gettext_lazy("Nobody leads the panel: a substitute for the chair is needed."),
    "quorum": gettext_lazy("Too few members can vote: substitutes are needed."),
    "closed": gettext_lazy("Votes are not taken now: the hearing is still to come, or the vote has ended."),
    "outcome": gettext_lazy("Vote on every line."),
    "reason": gettext_lazy("Give the reason of each line."),
    "tie": gettext_lazy("Choose one of the outcomes with the most votes."),
    "mark": gettext_lazy("Enter the new mark."),
    "attempt": gettext_lazy("The exam has not ended yet: nothing can be decided about it."),
    "enrolment": gettext_lazy("The student is not on the list of this exam any more. Enter the student there first."),
    "own": gettext_lazy("Nobody does what concerns the own appeal: ask somebody else."),
}


def refusal(code: str) -> str:
    """Return why something was not done."""
    known = _REFUSALS.get(code)
    return str(known) if known else _("This cannot be done.")
