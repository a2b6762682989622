"""Telling people."""

from collections.abc import Collection, Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone, translation
from django.utils.functional import Promise

from oes.domain.mailing import next_digest
from oes.journal import services as journal
from oes.notices.models import MailChoice, MailUse, Notice

Text = str | Promise


def notify(
    *,
    users: Iterable[Any],
    kind: str,
    title: Text,
    text: Text,
    path: str = "",
    mail: bool = True,
    urgent: bool = False,
    **values: object,
) -> list[Notice]:
    """Tell each user, in the language that each reads. Commits with the caller's own rows; the mail leaves later.

    `title` and `text` are lazily translated and may hold %(name)s places that `values` fill; `path` is a page of ours.
    Students are mailed at once. The staff are where it is `urgent`; else as each has chosen, one mail a day at first.
    """
    readers = list(users)
    chosen = _chosen(readers)
    rows = []
    for user in readers:
        with translation.override(user.language or settings.LANGUAGE_CODE):
            filled = [" ".join((str(title) % values).split())[:200], str(text) % values]
        leaving = _leaving(user, mail, MailUse.AT_ONCE if urgent else chosen[user.pk])
        rows.append(Notice(user=user, kind=kind, title=filled[0], text=filled[1], path=path, **leaving))
    return Notice.objects.bulk_create(rows, batch_size=200)


def _chosen(users: Collection[Any]) -> dict[int, str]:
    """Return how each is mailed what is not urgent. Two queries, with the roles and the organisations."""
    prefetch_related_objects(list(users), "roles", "organisation")
    staff = [user.pk for user in users if user.is_employee]
    said = dict(MailChoice.objects.filter(user__in=staff).values_list("user_id", "use")) if staff else {}
    return {user.pk: MailUse.AT_ONCE for user in users} | {pk: said.get(pk, MailUse.DAILY) for pk in staff}


def _leaving(user: Any, mail: bool, use: str) -> dict[str, Any]:
    now = timezone.now()
    daily = use == MailUse.DAILY
    return {
        "mail_wanted": mail and bool(user.email) and use != MailUse.PAGE,
        "in_digest": daily,
        "next_try_at": next_digest(now, ZoneInfo(user.organisation.time_zone)) if daily else now,
    }


@transaction.atomic
def mark_read(*, rows: QuerySet[Notice]) -> None:
    """Mark notices of one reader as read; when each was first read stays."""
    rows.filter(read_at=None).update(read_at=timezone.now())


@transaction.atomic
def choose_mails(*, user: Any, use: str) -> None:
    """Store how somebody of the staff is mailed what is not urgent, from now on."""
    MailChoice.objects.update_or_create(user=user, defaults={"use": use})
    journal.append(subject=user.organisation.uuid, action="mails_chosen", actor=user.uuid, use=use)
