"""Writes of the case file: the journal has who saw what of it, and who took the evidence along."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from oes.accounts.models import User
from oes.appeals.models import Appeal, Blurred
from oes.appeals.moving import chain_of
from oes.appeals.panel import CaseAccess
from oes.attempts.models import Attempt
from oes.domain.appeal_state import AppealState
from oes.evidence.packing import Pack, pack
from oes.journal import services as journal
from oes.journal.models import Entry
from oes.review.models import Verdict

SEEN_HOURS = 1
"""Who opens the same thing again within it is one line of the journal."""
REST = timedelta(minutes=10)
MOST_A_DAY = 5
"""Packs that an appellant takes: each reads and decrypts the whole recording."""


class TooOften(Exception):
    """The appellant took this pack a moment ago, or often enough today."""


class NotReleased(Exception):
    """The chain has a verdict, or how a commission voted, that nobody has told the student: the pack would tell it."""


def note_case(*, access: CaseAccess, by: User) -> str:
    """Keep in the journal who opened a case, and as what; return the link that the page's own links rest on."""
    more = {"role": access.role, "blurred": not access.faces_shown}
    return _tell(access.appeal, by, "appeal_case_viewed", **more)


def note_own_case(*, appeal: Appeal, by: User) -> str:
    """Keep in the journal that the appellant opened the own case; return the link."""
    return _tell(appeal, by, "appeal_own_case_viewed")


def note_recording(*, appeal: Appeal, by: User, track: str, what: str) -> None:
    """Keep in the journal whose recording somebody plays. `what`: the file or clip, by its uuid."""
    _tell(appeal, by, "appeal_recording_viewed", track=track, what=what)


def note_file(*, appeal: Appeal, by: User, file: UUID) -> None:
    """Keep in the journal who opened an attachment."""
    _tell(appeal, by, "appeal_file_viewed", what=str(file))


@transaction.atomic
def _tell(appeal: Appeal, by: User, action: str, **content: object) -> str:
    """Add a link, unless the same person did the same within the hour; return the newer of both."""
    subject, since = chain_of(appeal), timezone.now() - timedelta(hours=SEEN_HOURS)
    told = {"appeal": str(appeal.uuid), **content}
    same = Entry.objects.filter(chain__subject=subject, action=action, actor=by.uuid, at__gte=since, content=told)
    link = same.order_by("-sequence").values_list("link", flat=True).first()
    return link or journal.append(subject=subject, action=action, actor=by.uuid, **told)


@transaction.atomic
def own_pack(*, attempt: Attempt, by: User) -> Pack:
    """Make the evidence pack for the appellant. Raises TooOften, NotReleased, packing.NotPacked, keys.NoKey."""
    Attempt.objects.select_for_update().get(pk=attempt.pk)
    now = timezone.now()
    taken = Entry.objects.filter(chain__subject=attempt.uuid, action="evidence_packed", actor=by.uuid)
    if taken.filter(at__gte=now - REST).exists() or taken.filter(at__gte=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooOften
    if has_untold_verdict(attempt):
        raise NotReleased
    return pack(attempt=attempt, by=by)


def has_untold_verdict(attempt: Attempt) -> bool:
    """Return whether the verdict that stands was not released to the student, or a vote is counted that has no
    decision yet. Two queries."""
    newest = Verdict.objects.filter(attempt=attempt).first()
    if newest is not None and newest.released_at is None:
        return True
    return Appeal.objects.filter(attempt=attempt, state__in=(AppealState.VOTED, AppealState.TIED)).exists()


def make_again(*, row: Blurred) -> None:
    """Let the worker make a clip or picture anew whose bytes are gone: after a restore, caches are not there."""
    Blurred.objects.filter(pk=row.pk).update(made_at=None, claimed_at=None, tries=0)
