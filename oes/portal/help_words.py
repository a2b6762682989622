"""Sentences of the pages about places, problems and applications."""

from django.utils.translation import gettext_lazy as _

_SEATS = {
    "full": _("All seats there were taken a moment ago. Choose another time or place."),
    "closed": _("This place is not open then any more. Choose another time or place."),
    "over": _("This time cannot be booked any more. Choose another one."),
    "booked": _("You have a seat for this exam already. Give it back first."),
    "early": _("It is too early: students are let in from half an hour before their time."),
    "used": _("This student has been let in already."),
}


def seat_refusal(code: str) -> str:
    """Return why a seat was not given or used."""
    return str(_SEATS[code])


_APPLICATIONS = {
    "closed": _("The time for applications is over."),
    "twice": _("You have applied for this subject already: look at that application."),
    "often": _("You have withdrawn this application several times. Go to the dean’s office."),
    "faculty": _("Your group belongs to no faculty yet, so no dean’s office can decide. Call the registrar."),
    "own": _("Nobody decides their own application: ask somebody else of the office or the registrar."),
    "state": _("This cannot be done any more: the application was moved on meanwhile. Look at how it stands now."),
}


def application_refusal(code: str) -> str:
    """Return why an application was not sent or moved."""
    return str(_APPLICATIONS[code])
