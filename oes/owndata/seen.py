"""Who has seen an attempt's data, by the journal: roles, never names."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oes.accounts.models import Role, User
from oes.attempts.models import Attempt
from oes.journal.models import Entry

SEEN: dict[str, str | Promise] = {
    "recording_viewed": gettext_lazy("opened the detailed report with the recording"),
    "photo_report_viewed": gettext_lazy("opened the photo report"),
    "photo_report_mailed": gettext_lazy("sent the photo report by e-mail"),
    "evidence_packed": gettext_lazy("made an evidence pack with the recording"),
    "identity_pictures_viewed": gettext_lazy("opened the pictures of your face"),
    "photos_compared": gettext_lazy("compared a picture with your reference photo"),
    "appeal_case_viewed": gettext_lazy("opened the case of your appeal"),
    "appeal_recording_viewed": gettext_lazy("watched the recording for your appeal"),
}
"""Journal actions by which somebody saw the data of an attempt."""
REFERENCE_LETTERS = 12


@dataclass(frozen=True, slots=True)
class Seen:
    """`who`: the roles. `reference`: the beginning of the entry's hash, by which the institution finds the person."""

    at: datetime
    who: str
    what: str
    reference: str


def seen_of(attempt: Attempt) -> tuple[Seen, ...]:
    """Return who saw what, newest first, the student's own looks left out. Two queries."""
    own = User.objects.filter(student__enrolments=attempt.enrolment_id).values("uuid")
    rows = Entry.objects.filter(chain__subject=attempt.uuid, action__in=SEEN).exclude(actor__in=own)
    entries = list(rows.order_by("-sequence"))
    people = User.objects.filter(uuid__in={entry.actor for entry in entries}).prefetch_related("roles")
    roles = {user.uuid: _roles(user) for user in people}
    return tuple(_seen(entry, roles) for entry in entries)


def _seen(entry: Entry, roles: dict[UUID, str]) -> Seen:
    what = str(SEEN[entry.action])
    if domain := str(entry.content.get("to", "")).rpartition("@")[2]:
        what = _("%(what)s, to an address at %(domain)s") % {"what": what, "domain": domain}
    who = roles.get(entry.actor, "") if entry.actor else ""
    return Seen(entry.at, who or _("A member of staff"), what, entry.link[:REFERENCE_LETTERS])


def _roles(user: User) -> str:
    held = [grant.role for grant in user.roles.all() if grant.role != Role.STUDENT]
    return ", ".join(str(Role(role).label) for role in Role.values if role in held)
