"""Why a seat was not given or used, in sentences."""

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
