"""What pages say in place of what was deleted."""

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from oes.attempts.models import Deletion
from oes.domain.retention import Kind
from oes.lib.moments import full_day


@dataclass(frozen=True, slots=True)
class Deleted:
    """Sentences, empty where nothing of the kind was deleted; `marks` is all of it in short."""

    media: str
    pictures: str
    marks: tuple[str, ...]


def with_deletions() -> Prefetch:
    """Fetch what `deleted_of` reads: one query for all attempts."""
    return Prefetch("deletions", Deletion.objects.exclude(done_at=None).select_related("organisation"))


def deleted_of(deletions: Iterable[Deletion]) -> Deleted:
    """Return what was deleted of one attempt, in words."""
    by_kind = {row.kind: row for row in deletions if row.done_at}
    media, pictures = by_kind.get(Kind.MEDIA), by_kind.get(Kind.PICTURES)
    short = (_media_mark(media) if media else "", _pictures_mark(pictures) if pictures else "")
    return Deleted(_media(media) if media else "", short[1], tuple(mark for mark in short if mark))


def _media(row: Deletion) -> str:
    if row.days is None:
        return _("It was deleted on %(day)s. What was found in it can still be read.") % {"day": _day(row)}
    return _(
        "It was deleted on %(day)s by the rules, which keep it for %(days)s days. "
        "What was found in it can still be read."
    ) % {"day": _day(row), "days": row.days}


def _media_mark(row: Deletion) -> str:
    return _("Recording deleted on %(day)s") % {"day": _day(row)}


def _pictures_mark(row: Deletion) -> str:
    return _("Pictures deleted on %(day)s") % {"day": _day(row)}


def _day(row: Deletion) -> str:
    assert row.done_at is not None
    return full_day(row.done_at, ZoneInfo(row.organisation.time_zone))
