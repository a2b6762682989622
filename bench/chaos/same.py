"""The same evidence judged again: rebuilt from its rows, and sent once more in order by a student without faults."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management import call_command

from oes.accounts.models import User
from oes.attempts import services as attempts
from oes.attempts.models import Attempt, IdentityCheck
from oes.exams.models import Enrolment, Student
from oes.ingest.services import Place, accept_segment
from oes.lib import blobs
from oes.recordings.models import AnnouncedSegment, ClientEvent, Gap, Run, Segment, UnannouncedSegment
from oes.violations.models import LedgerLine, Trust, Violation
from oes.violations.services import rebuild


def judged(attempt: Attempt) -> dict[str, Any]:
    """Return what is stated of an attempt: trust, ledger, violations, gaps, what each segment showed."""
    trust = Trust.objects.filter(attempt=attempt).values_list(
        "state", "percent", "coverage", "counted_seconds", "is_final"
    )
    lines = LedgerLine.objects.filter(trust__attempt=attempt).order_by("violation__start_seconds", "violation__kind")
    return {
        "trust": trust.first() or ("none",),
        "ledger": list(lines.values_list("violation__kind", "counted_seconds", "deduction", "grade")),
        "violations": sorted(
            Violation.objects.filter(attempt=attempt).values_list("kind", "start_seconds", "end_seconds", "detail")
        ),
        "gaps": list(
            Gap.objects.filter(attempt=attempt)
            .order_by("track", "start_seconds")
            .values_list("track", "start_seconds", "end_seconds", "reason")
        ),
        "sets": _sets(attempt, "camera"),
    }


def _sets(attempt: Attempt, track: str) -> list[tuple[Any, ...]]:
    rows = Segment.objects.filter(track__attempt=attempt, track__kind=track).select_related("run")
    return [
        (row.run.number, row.sequence, row.unreadable_reason)
        + tuple(row.observation_sets.order_by("-revision").values_list("frames", "duration_seconds")[:1])
        for row in rows.order_by("run__number", "sequence")
    ]


def screens_alike(attempt: Attempt, twin: Attempt) -> bool:
    """Return whether the looks at both screens are the same. What is read depends on what was read before, so an
    order of arrival may change which look names a word; what was found in the end may not differ.
    """
    return _sets(attempt, "screen") == _sets(twin, "screen")


def judged_again(attempt: Attempt) -> dict[str, Any]:
    """Rebuild an attempt from its rows and return what is stated then."""
    rebuild(attempt)
    return judged(attempt)


def sent_again(chosen: Sequence[Attempt]) -> Iterator[tuple[Attempt, Attempt]]:
    """Yield each attempt with a twin: another student's, to which the same segments came in order, without faults."""
    pairs = [(attempt, _twin(attempt)) for attempt in chosen]
    call_command("worker", "--once")
    for attempt, twin in pairs:
        rebuild(twin)
        yield attempt, twin


def _twin(attempt: Attempt) -> Attempt:
    enrolment = attempt.enrolment
    organisation, number = enrolment.student.organisation, f"T{attempt.pk:05}"
    student = Student.objects.create(
        organisation=organisation, user=User.objects.create(organisation=organisation, username=number),
        full_name="Twin", study_group=enrolment.student.study_group, record_book_number=number,
    )  # fmt: skip
    twin = attempts.open_attempt(
        enrolment=Enrolment.objects.create(exam=enrolment.exam, student=student), text_version="load", language="en",
        user_agent="oes bench",
    )  # fmt: skip
    attempts.ready_attempt(attempt=twin, tier=attempt.tier)
    for run in attempt.runs.all():
        Run.objects.create(attempt=twin, number=run.number, last_seen_at=run.last_seen_at)
    _send(attempt, twin, before=True)
    twin = attempts.start_attempt(attempt=twin)
    # The clock stands where the first one's stood.
    Attempt.objects.filter(pk=twin.pk).update(started_at=attempt.started_at)
    _same_checks(attempt, twin)
    twin.refresh_from_db()
    _send(attempt, twin, before=False)
    for event in ClientEvent.objects.filter(attempt=attempt):
        event.pk, event.attempt = None, twin
        event.save(force_insert=True)
    _announce(attempt, twin)
    twin = attempts.end_attempt(attempt=twin, source=attempt.end_source, at=attempt.ended_at)
    _same_pages(attempt, twin)
    if twin.ended_at != attempt.ended_at:
        raise ValueError("the twin ended at another moment")
    for late in UnannouncedSegment.objects.filter(attempt=attempt).select_related("run"):
        _accept(twin, Place(late.track, late.run.number, late.sequence), late)
    return twin


def _same_pages(attempt: Attempt, twin: Attempt) -> None:
    """Let the twin's pages have been heard of when the first one's were: that explains gaps."""
    for run in attempt.runs.all():
        seen = {"created_at": run.created_at, "last_seen_at": run.last_seen_at, "replaced_at": run.replaced_at}
        twin.runs.filter(number=run.number).update(**seen)


def _same_checks(attempt: Attempt, twin: Attempt) -> None:
    """Give the twin the random moments that were drawn for the first one: faces are compared there."""
    mine = IdentityCheck.objects.filter(moment=IdentityCheck.Moment.RANDOM)
    mine.filter(attempt=twin).delete()
    for at in mine.filter(attempt=attempt).values_list("at_seconds", flat=True):
        IdentityCheck.objects.create(attempt=twin, moment=IdentityCheck.Moment.RANDOM, at_seconds=at)


def _send(attempt: Attempt, twin: Attempt, *, before: bool) -> None:
    rows = Segment.objects.filter(track__attempt=attempt).select_related("track", "run").order_by("started_seconds")
    for row in rows:
        is_check = row.track.kind == "check_start"
        if is_check == before:
            _accept(twin, Place(row.track.kind, row.run.number, row.sequence), row)


def _accept(twin: Attempt, place: Place, row: Segment | UnannouncedSegment) -> None:
    accept_segment(
        attempt=twin, place=place, body=blobs.read(row.blob_key), sha256=row.sha256,
        started_seconds=row.started_seconds, ended_seconds=row.ended_seconds,
    )  # fmt: skip


def _announce(attempt: Attempt, twin: Attempt) -> None:
    for row in AnnouncedSegment.objects.filter(attempt=attempt):
        row.pk, row.attempt = None, twin
        row.save(force_insert=True)
