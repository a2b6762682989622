"""Links to evidence: each opens one thing to one sign-in of one person, for an hour or two, as the journal has it."""

import time
from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from oes.journal.models import Entry

HOUR = 3600
SALT = "oes.evidence"


@dataclass(frozen=True, slots=True)
class Links:
    """What makes the links of one page: who looks, in which sign-in, and the journal's link that says so."""

    user: UUID
    sign_in: str
    noted: str

    def token(self, thing: str) -> str:
        """Return the token that opens `thing`, such as `recording/<uuid>`, until the end of the next hour.

        It is the same within an hour, so that a page that polls does not make its players load anew.
        """
        until = (int(time.time()) // HOUR + 2) * HOUR
        told = {"of": thing, "by": str(self.user), "in": self.sign_in, "noted": self.noted, "until": until}
        return signing.Signer(salt=SALT).sign_object(told)


def links_of(request: HttpRequest, *, noted: str) -> Links:
    """Return what makes links for this sign-in. `noted`: the link of the journal's entry about the viewing."""
    return Links(request.user.uuid, sign_in_of(request), noted)


def sign_in_of(request: HttpRequest) -> str:
    """Return a word that stands for this sign-in and gives nothing away of it."""
    return salted_hmac(SALT, request.session.session_key or "", algorithm="sha256").hexdigest()[:32]


def may_open(request: HttpRequest, thing: str) -> bool:
    """Return whether the request's token is genuine, young enough, made for this thing and sign-in, and in the journal.

    One query.
    """
    try:
        told = signing.Signer(salt=SALT).unsign_object(request.GET.get("token", ""))
    except (signing.BadSignature, ValueError):
        return False
    if told["of"] != thing or told["by"] != str(request.user.uuid) or told["until"] <= time.time():
        return False
    if not constant_time_compare(told["in"], sign_in_of(request)):
        return False
    return Entry.objects.filter(link=told["noted"], actor=request.user.uuid).exists()
