"""What is due, and what is held."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce

from oes.accounts.models import Organisation
from oes.appeals.models import Appeal, Release
from oes.attempts.models import Attempt, Deletion
from oes.domain.appeal_state import OPEN as OPEN_APPEAL
from oes.domain.attempt_state import ENDED
from oes.domain.policy import Policy
from oes.domain.retention import OF_ATTEMPT, Kind, due, holds, kept_days
from oes.exams.models import Enrolment, ProctoringPolicy, ReferencePhoto, Student
from oes.retention.models import Hold
from oes.retention.words import KINDS


@dataclass(frozen=True, slots=True)
class Due:
    """An attempt of which something is to be deleted. `days`: for how long each kind was kept."""

    attempt: Attempt
    since: datetime
    kinds: tuple[Kind, ...]
    days: Mapping[Kind, int]
    held: bool


def today_of(organisation: Organisation, now: datetime) -> date:
    return organisation.today(now)


def standing_holds(today: date) -> QuerySet[Hold]:
    """Return the holds that keep something on a day: `domain.retention.holds` in SQL."""
    return Hold.objects.filter(Q(until=None) | Q(until__gte=today), lifted_at=None)


AFTER_RELEASE = timedelta(days=30)
"""A verdict was told: nothing of its attempt goes before the student could appeal, and show it elsewhere."""


def contested(name: str, now: datetime) -> Q:
    """Return the condition that something is kept for an appeal: one is open, or the verdict was told a short time ago.

    `name`: the field of the row, in an outer query, that holds the attempt's key.
    """
    appeals = Appeal.objects.filter(attempt=OuterRef(name), state__in=sorted(OPEN_APPEAL))
    told = Release.objects.filter(verdict__attempt=OuterRef(name), at__gt=now - AFTER_RELEASE)
    return Q(Exists(appeals)) | Q(Exists(told))


def is_held(attempt: Attempt, now: datetime) -> bool:
    """Return whether nothing of the attempt may be deleted: somebody holds it, or it is kept for an appeal."""
    today = today_of(attempt.enrolment.student.organisation, now)
    held = standing_holds(today).filter(attempt=attempt).exists()
    return held or Attempt.objects.filter(contested("pk", now), pk=attempt.pk).exists()


def is_emptied(attempt: Attempt) -> bool:
    """Return whether all that goes while the attempt stays is gone."""
    done = Deletion.objects.filter(attempt=attempt, kind__in=OF_ATTEMPT).exclude(done_at=None)
    return done.count() == len(OF_ATTEMPT)


def due_attempts(now: datetime) -> Iterator[Due]:
    """Yield the attempts of which something is due, also those that are held. Rehearsals have rules of their own."""
    for organisation in Organisation.objects.order_by("pk"):
        newest = newest_rules(organisation)
        for policy in ProctoringPolicy.objects.filter(organisation=organisation, attempts__isnull=False).distinct():
            yield from _due_of(organisation, policy, kept_days(policy.value(), newest), now)


def newest_rules(organisation: Organisation) -> Policy:
    """Return the newest version of an institution's rules, or the defaults; nothing is written."""
    row = ProctoringPolicy.objects.filter(organisation=organisation).order_by("-version").first()
    return row.value() if row else Policy()


def _due_of(
    organisation: Organisation, policy: ProctoringPolicy, days: Mapping[Kind, int], now: datetime
) -> Iterator[Due]:
    ended = Attempt.objects.real().filter(policy=policy, state__in=ENDED)
    rows = ended.annotate(since=Coalesce("ended_at", "created_at")).order_by("since", "pk")
    rows = rows.filter(_some_kind_due(days, now), enrolment__student__organisation=organisation)
    held = standing_holds(today_of(organisation, now)).filter(attempt=OuterRef("pk"))
    rows = rows.annotate(
        is_held=Case(When(Exists(held) | contested("pk", now), then=True), default=False, output_field=BooleanField())
    )
    rows = rows.select_related("enrolment__student__organisation", "enrolment__exam")
    for attempt in rows.prefetch_related("deletions"):
        done = {deletion.kind for deletion in attempt.deletions.all() if deletion.done_at}
        kinds = tuple(kind for kind in due(attempt.since, days, now) if kind not in done)
        if kinds:
            yield Due(attempt, attempt.since, kinds, days, attempt.is_held)


def _some_kind_due(days: Mapping[Kind, int], now: datetime) -> Q:
    """Return the condition that spares us the attempts of years past of which all that is due is gone."""
    some = Q()
    for kind in (*OF_ATTEMPT, Kind.RESULTS):
        done = Deletion.objects.filter(attempt=OuterRef("pk"), kind=kind).exclude(done_at=None)
        some |= Q(~Exists(done), since__lte=now - timedelta(days=days[kind]))
    return some


def due_photos(now: datetime) -> Iterator[tuple[Student, int]]:
    """Yield the students whose reference photos are due, and for how many days they were kept.

    They are not while an exam lies ahead, nor while one of the student's attempts is held.
    """
    for organisation in Organisation.objects.order_by("pk"):
        days = newest_rules(organisation).keep_photos_days
        before, today = now - timedelta(days=days), today_of(organisation, now)
        recent = Attempt.objects.real().filter(enrolment__student=OuterRef("pk"), created_at__gt=before)
        ahead = Enrolment.objects.real().filter(student=OuterRef("pk"), exam__closes_at__gt=now)
        held = standing_holds(today).filter(attempt__enrolment__student=OuterRef("pk"))
        sat = Attempt.objects.filter(contested("pk", now), enrolment__student=OuterRef("pk"))
        fresh = ReferencePhoto.objects.filter(student=OuterRef("pk"), added_at__gt=before)
        rows = Student.objects.filter(Exists(ReferencePhoto.objects.filter(student=OuterRef("pk"))))
        rows = rows.filter(
            ~Exists(recent), ~Exists(ahead), ~Exists(held), ~Exists(sat), ~Exists(fresh), organisation=organisation
        )
        yield from ((student, days) for student in rows.order_by("pk"))


@dataclass(frozen=True, slots=True)
class KeptKind:
    """One line of the page of an attempt: until when a kind is kept by the rules, or when it was deleted."""

    kind: Kind
    until: date
    deleted_on: date | None

    @property
    def caption(self) -> str:
        return str(KINDS[self.kind])


@dataclass(frozen=True, slots=True)
class HoldLine:
    hold: Hold
    stands: bool


@dataclass(frozen=True, slots=True)
class KeptPage:
    kinds: tuple[KeptKind, ...]
    holds: tuple[HoldLine, ...]
    appealed: bool
    """It is kept for an appeal, without anybody's word."""

    @property
    def is_held(self) -> bool:
        return self.appealed or any(line.stands for line in self.holds)


def kept_page(attempt: Attempt, now: datetime) -> KeptPage:
    """Return what of an attempt is kept until when, all its holds, and whether an appeal keeps it."""
    organisation = attempt.enrolment.student.organisation
    days = kept_days(attempt.policy.value(), newest_rules(organisation))
    since = attempt.ended_at or attempt.created_at
    done = {row.kind: row.done_at for row in attempt.deletions.exclude(done_at=None)}
    kinds = [
        KeptKind(
            kind,
            today_of(organisation, since + timedelta(days=days[kind])),
            today_of(organisation, done[kind]) if kind in done else None,
        )
        for kind in (*OF_ATTEMPT, Kind.RESULTS)
    ]
    today = today_of(organisation, now)
    rows = Hold.objects.filter(attempt=attempt).select_related("created_by", "lifted_by")
    held = [HoldLine(row, holds(row.until, row.lifted_at is not None, today)) for row in rows]
    appealed = Attempt.objects.filter(contested("pk", now), pk=attempt.pk).exists()
    return KeptPage(tuple(kinds), tuple(held), appealed)
