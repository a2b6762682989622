"""The sentences of the box in the exam's page that asks for a code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def code_words() -> dict[str, str | Promise]:
    """Return the sentences by the keys that the box uses; `wrong_code`, `old_code`, `too_many_tries` are answers."""
    return {
        "title": _("Proctoring: join this page to your attempt"),
        "hint": _("The tab that records you shows the code: press “Show a code” there."),
        "label": _("Code"),
        "join": _("Join"),
        "close": _("Not now"),
        "busy": _("One moment…"),
        "done": _("Done: this page is joined to your attempt."),
        "empty": _("Type the eight letters and digits of the code."),
        "wrong_code": _("This code is not right. Compare it with the one in the other tab."),
        "old_code": _("This code was used already, or its ten minutes are over. Ask for a new one in the other tab."),
        "too_many_tries": _("Too many wrong codes. Wait a minute, then try again."),
        "failed": _("The proctoring server cannot be reached from here. Go on with your exam and try again later."),
    }
