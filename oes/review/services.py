"""Writes of reviewing."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from oes.accounts.models import User
from oes.attempts.models import Attempt, IdentityCheck
from oes.exams.models import ReferencePhoto, Student
from oes.journal import services as journal
from oes.lib.canonical import digest
from oes.review import documents
from oes.review.answers import answer_until
from oes.review.models import Answer, Denial, PhotoComparison, Verdict, Viewing
from oes.violations.models import Violation

VIEW_HOURS = 1
"""A page that asks for itself anew is one viewing."""
TELL_MINUTES = 5
"""While somebody watches, the journal hears of it this often."""
SILENT_SECONDS = 120
"""A page that is not heard of for so long has been closed."""
SLACK_SECONDS = 1.0
MOST_ANSWERS = 200
"""Of one attempt, changed ones among them."""


class VerdictRefused(Exception):
    """The attempt has not ended: there is nothing to judge yet."""


@transaction.atomic
def record_verdict(*, attempt: Attempt, honest: bool, reason: str, by: User) -> Verdict:
    """Add a verdict that stands above the earlier ones (G15). The machine's trust is not touched.

    A person who says again what they said last adds nothing, so a double click leaves one row.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if not attempt.has_ended:
        raise VerdictRefused
    newest = Verdict.objects.filter(attempt=attempt).first()
    if newest and (newest.by_id, newest.honest, newest.reason) == (by.pk, honest, reason):
        return newest
    verdict = Verdict.objects.create(attempt=attempt, honest=honest, reason=reason, by=by)
    journal.append(
        subject=attempt.uuid, action="verdict_recorded", actor=by.uuid, part=str(verdict.uuid), honest=honest,
        verdict=str(verdict.uuid), sha256=digest(documents.verdict(verdict)),
    )  # fmt: skip
    return verdict


def note_card(*, student: Student, by: User) -> str:
    """Keep in the journal who looked at a student's pictures; return the link."""
    return journal.once(subject=student.uuid, action="card_viewed", actor=by.uuid, hours=VIEW_HOURS)


@transaction.atomic
def open_viewing(*, attempt: Attempt, by: User, sign_in: str) -> Viewing:
    """Keep in the journal who begins to look at a recording."""
    viewing = Viewing(attempt=attempt, by=by, sign_in=sign_in)
    viewing.noted = journal.append(
        subject=attempt.uuid, action="recording_viewed", actor=by.uuid, viewing=str(viewing.uuid)
    )
    viewing.save(force_insert=True)
    return viewing


def viewing_of(*, attempt: Attempt, by: User, sign_in: str) -> Viewing:
    """Return the newest viewing of an attempt in this sign-in; a new one where its page was never opened."""
    mine = Viewing.objects.filter(attempt=attempt, by=by, sign_in=sign_in)
    return mine.order_by("-pk").first() or open_viewing(attempt=attempt, by=by, sign_in=sign_in)


@transaction.atomic
def note_watched(*, viewing: Viewing, seconds: float, over: bool) -> None:
    """Add up how long the players ran: never more than has passed. The journal hears of it now and then."""
    row = Viewing.objects.select_for_update().select_related("attempt", "by").get(pk=viewing.pk)
    now = timezone.now()
    passed = (now - (row.heard_at or row.opened_at)).total_seconds()
    row.watched_seconds += min(seconds, passed + SLACK_SECONDS)
    row.heard_at = now
    due = now - (row.told_at or row.opened_at) >= timedelta(minutes=TELL_MINUTES)
    _tell_watched(row, tell=over or due)


def tell_next() -> bool:
    """Tell the journal of one page that was closed without a word; return False when there is none."""
    since = timezone.now() - timedelta(seconds=SILENT_SECONDS)
    with transaction.atomic():
        silent = Viewing.objects.select_for_update().select_related("attempt", "by").filter(heard_at__lt=since)
        row = silent.filter(watched_seconds__gt=F("told_seconds")).first()
        if row is not None:
            _tell_watched(row, tell=True)
    return row is not None


def _tell_watched(row: Viewing, *, tell: bool) -> None:
    if tell and row.watched_seconds > row.told_seconds:
        seconds = round(row.watched_seconds)
        journal.append(
            subject=row.attempt.uuid, action="recording_watched", actor=row.by.uuid,
            viewing=str(row.uuid), seconds=seconds,
        )  # fmt: skip
        row.told_seconds, row.told_at = row.watched_seconds, timezone.now()
    row.save(update_fields=["watched_seconds", "heard_at", "told_seconds", "told_at"])


def note_pictures_seen(*, attempt: Attempt, by: User) -> str:
    """Keep in the journal who looked at the pictures of the identity checks; return the link."""
    return journal.append(subject=attempt.uuid, action="identity_pictures_viewed", actor=by.uuid)


@transaction.atomic
def compare_photos(*, check: IdentityCheck, reference: ReferencePhoto, result: str, by: User) -> PhotoComparison:
    """Record whether a person sees the student of the reference photo on a picture of the exam.

    The same word of the same person on the same pictures again adds nothing. No trust percent depends on it.
    """
    attempt = Attempt.objects.select_for_update().get(pk=check.attempt_id)
    newest = PhotoComparison.objects.filter(check_of=check).first()
    said = (by.pk, result, reference.sha256)
    if newest and (newest.by_id, newest.result, newest.reference_sha256) == said:
        return newest
    row = PhotoComparison.objects.create(check_of=check, reference_sha256=reference.sha256, result=result, by=by)
    journal.append(
        subject=attempt.uuid, action="photos_compared", actor=by.uuid, moment=check.moment,
        at_seconds=check.at_seconds, picture=check.sha256, reference=reference.sha256, result=result,
    )  # fmt: skip
    return row


@transaction.atomic
def judge_event(*, violation: Violation, denied: bool, reason: str, by: User) -> Denial:
    """Say that an event is no violation, or that it is one after all. VerdictRefused while the attempt runs.

    The word stands above earlier ones to the same event; the same word of the same person again adds nothing.
    The journal has the hash of its document, not its reason.
    """
    attempt = Attempt.objects.select_for_update().get(pk=violation.attempt_id)
    if not attempt.has_ended:
        raise VerdictRefused
    row = Denial(
        attempt=attempt, kind=violation.kind, detail=violation.detail, start_seconds=violation.start_seconds,
        end_seconds=violation.end_seconds, denied=denied, reason=reason, by=by,
    )  # fmt: skip
    same = [word for word in Denial.objects.filter(attempt=attempt, kind=row.kind) if word.event() == row.event()]
    newest = same[-1] if same else None
    if newest and (newest.by_id, newest.denied, newest.reason) == (by.pk, denied, reason):
        return newest
    row.save()
    journal.append(
        subject=attempt.uuid, action="event_judged", actor=by.uuid, part=str(row.uuid), kind=row.kind, denied=denied,
        start_seconds=row.start_seconds, end_seconds=row.end_seconds, sha256=digest(documents.denial_document(row)),
    )  # fmt: skip
    return row


class AnswerRefused(Exception):
    """`code` says why: many (the attempt has as many answers as one may have), late (its deadline has passed)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def give_answer(*, violation: Violation, text: str, by: User) -> Answer:
    """Keep what a student says to an event. The same text again adds nothing. Raises AnswerRefused: late, many.

    Until a verdict is released answers are open, then up to its deadline. The journal has the hash of the answer's
    document, not its text.
    """
    attempt = Attempt.objects.select_for_update().get(pk=violation.attempt_id)
    row = Answer(
        attempt=attempt, kind=violation.kind, detail=violation.detail, start_seconds=violation.start_seconds,
        end_seconds=violation.end_seconds, text=text,
    )  # fmt: skip
    newest = Answer.objects.filter(attempt=attempt, kind=row.kind).last()
    if newest and (newest.event(), newest.text) == (row.event(), text):
        return newest
    until = answer_until(attempt)
    if until is not None and timezone.now() >= until:
        raise AnswerRefused("late")
    if Answer.objects.filter(attempt=attempt).count() >= MOST_ANSWERS:
        raise AnswerRefused("many")
    row.save()
    journal.append(
        subject=attempt.uuid, action="answer_given", actor=by.uuid, part=str(row.uuid), kind=row.kind,
        start_seconds=row.start_seconds, end_seconds=row.end_seconds,
        sha256=digest(documents.answer_document(row)),
    )  # fmt: skip
    return row
