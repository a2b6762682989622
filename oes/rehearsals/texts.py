"""The sentences that the rehearsal's page says besides the recorder's own."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def sentences() -> dict[str, str | Promise]:
    return {
        "rehearsing": _("Recording and sending: {seconds} more seconds. Keep this tab in front."),
        "rehearsal_sending": _("Sending the rest: at most {seconds} more seconds."),
        "rehearsal_ends": _("Drawing up the result…"),
    }
