"""Opening, starting and ending an attempt; its tokens, marks and identity checks."""

import random
from datetime import datetime, timedelta
from math import floor
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from oes.accounts.models import User
from oes.attempts.allowances import apply_accommodations, closes_at, planned_seconds, terms_of
from oes.attempts.models import (
    AccessToken,
    Attempt,
    AttemptMark,
    AttemptRelease,
    Challenge,
    Consent,
    ConsentText,
    IdentityCheck,
    SafeBrowserCheck,
)
from oes.attempts.tokens import new_token
from oes.domain.accommodation import Terms, closing_time, granted_spans
from oes.domain.attempt_state import AttemptState, may_follow
from oes.domain.policy import Biometrics
from oes.domain.tiers import Tier
from oes.exams.documents import policy_version
from oes.exams.models import Enrolment, SafeBrowserUse
from oes.exams.queries import terms_for
from oes.exams.services import policy_of
from oes.journal import services as journal
from oes.lib.canonical import digest

EARLY_SECONDS = 60
"""An end this much before the planned one is marked "ended early"."""


class AttemptRefused(Exception):
    """The attempt may not be opened or moved; `code` says why: closed, used_up, wrong_state, tier."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def open_attempt(
    *,
    enrolment: Enrolment,
    text_version: str,
    language: str,
    user_agent: str,
    biometrics: bool | None = None,
    text: ConsentText | None = None,
) -> Attempt:
    """Return the student's unfinished attempt, or a new one with the accepted consent. AttemptRefused otherwise.

    `biometrics`: the student's answer, where the rules leave it to them whether a program compares faces. `text`: what
    the student read, word for word.
    """
    enrolment = Enrolment.objects.select_for_update().select_related("exam", "student").get(pk=enrolment.pk)
    unfinished = next((a for a in enrolment.attempts.all() if not a.has_ended), None)
    if unfinished:
        return unfinished
    exam, now = enrolment.exam, timezone.now()
    if not is_open_for(enrolment, now):
        raise AttemptRefused("closed")
    used = enrolment.attempts.count()
    if used >= exam.maximum_attempts + enrolment.extra_attempts and not exam.is_rehearsal:
        raise AttemptRefused("used_up")
    newest = enrolment.attempts.aggregate(Max("attempt_number"))["attempt_number__max"] or 0
    attempt = _new_attempt(enrolment, newest + 1, biometrics)
    Consent.objects.create(
        enrolment=enrolment, attempt=attempt, accepted=True, text_version=text_version, language=language,
        user_agent=user_agent[:300], biometrics=biometrics, text=text,
    )  # fmt: skip
    journal.append(
        subject=attempt.uuid, action="consent_given", text=text_version, language=language,
        policy_version=attempt.policy.version, exam=str(exam.uuid), student=str(enrolment.student.uuid),
        compares_faces=attempt.compares_faces, text_sha256=text.sha256 if text else None,
    )  # fmt: skip
    journal.append(
        subject=attempt.uuid, action="policy_frozen", part="policy", version=attempt.policy.version,
        sha256=digest(policy_version(attempt.policy)),
    )  # fmt: skip
    return attempt


def _new_attempt(enrolment: Enrolment, number: int, biometrics: bool | None) -> Attempt:
    """Make the row. A rehearsal compares no faces, whatever the rules; an exam's attempt that does not says so."""
    policy, is_rehearsal = policy_of(enrolment.exam), enrolment.exam.is_rehearsal
    compares = Biometrics(policy.value().biometrics).holds(biometrics) and not is_rehearsal
    attempt = Attempt.objects.create(enrolment=enrolment, attempt_number=number, policy=policy, compares_faces=compares)
    if not (compares or is_rehearsal):
        add_mark(attempt=attempt, kind=AttemptMark.Kind.NO_BIOMETRICS)
    return attempt


def is_open_for(enrolment: Enrolment, at: datetime) -> bool:
    """Return whether a student may open or start an attempt at a moment: extra minutes move the closing time."""
    exam = enrolment.exam
    if exam.opens_at > at or exam.is_open(at):
        return exam.is_open(at)
    return at < closing_time(exam.closes_at, terms_for(enrolment.student, exam, at), 0.0)


@transaction.atomic
def release_attempt(*, enrolment: Enrolment, by: User, reason: str) -> None:
    """Allow one more attempt, with a person's reason."""
    AttemptRelease.objects.create(enrolment=enrolment, by=by, reason=reason)
    Enrolment.objects.filter(pk=enrolment.pk).update(extra_attempts=F("extra_attempts") + 1)
    journal.append(
        subject=enrolment.student.uuid,
        action="attempt_released",
        actor=by.uuid,
        exam=str(enrolment.exam.uuid),
    )


def ready_attempt(*, attempt: Attempt, tier: str) -> Attempt:
    """Note that the checks are done and with which tier the student will record."""
    if tier not in allowed_tiers(attempt):
        raise AttemptRefused("tier")
    if attempt.state == AttemptState.READY:
        Attempt.objects.filter(pk=attempt.pk).update(tier=tier)
        attempt.tier = tier
        return attempt
    return move(attempt.pk, AttemptState.READY, tier=tier)


def allowed_tiers(attempt: Attempt) -> tuple[str, ...]:
    """Return how the attempt may be recorded. Inside Safe Exam Browser the screen cannot be; where it is required,
    nothing else will do. A program that is not on the institution's list is not that browser."""
    exam = attempt.enrolment.exam
    if exam.uses_safe_browser and attempt.safe_browser_checks.passed().exists():
        return (Tier.SAFE_EXAM_BROWSER,)
    return () if exam.safe_exam_browser == SafeBrowserUse.REQUIRED else attempt.policy.value().tiers


@transaction.atomic
def note_safe_browser(*, attempt: Attempt, settings_matched: bool, program_matched: bool | None) -> None:
    """Keep what a page load of Safe Exam Browser showed, where it differs from the last."""
    last = SafeBrowserCheck.objects.filter(attempt=attempt).last()
    if last and (last.settings_matched, last.program_matched) == (settings_matched, program_matched):
        return
    SafeBrowserCheck.objects.create(attempt=attempt, settings_matched=settings_matched, program_matched=program_matched)
    journal.append(
        subject=attempt.uuid, action="safe_browser_checked", settings=settings_matched, program=program_matched
    )


@transaction.atomic
def start_attempt(*, attempt: Attempt) -> Attempt:
    """Start the clock: the student pressed "OK". Freezes what is allowed, and draws the random moments of checks."""
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("enrolment__exam", "enrolment__student__organisation", "policy")
        .get(pk=attempt.pk)
    )
    if attempt.is_running:
        return attempt
    now = timezone.now()
    if not is_open_for(attempt.enrolment, now):
        raise AttemptRefused("closed")
    terms = apply_accommodations(attempt=attempt, at=now)
    attempt = move(attempt.pk, AttemptState.STARTED, started_at=now)
    if attempt.is_rehearsal:
        return attempt
    policy = attempt.policy.value()
    for at in _random_moments(attempt, terms, policy.random_checks):
        IdentityCheck.objects.create(attempt=attempt, moment=IdentityCheck.Moment.RANDOM, at_seconds=at)
    challenges = 0 if attempt.tier == Tier.STILLS else policy.random_challenges  # no blink shows in a picture a second
    for at in _random_moments(attempt, terms, challenges):
        Challenge.objects.create(attempt=attempt, moment=Challenge.Moment.RANDOM, at_seconds=at)
    return attempt


def _random_moments(attempt: Attempt, terms: Terms, count: int) -> list[float]:
    """Return moments of the exam, one in each equal part of it, so that they cannot fall together."""
    seconds = planned_seconds(attempt, terms)
    return [round(seconds * (place + random.SystemRandom().random()) / count, 1) for place in range(count)]


@transaction.atomic
def end_attempt(*, attempt: Attempt, source: str, at: datetime | None = None) -> Attempt:
    """End the clock. `source`: student, return_link, silent, closed, staff, withdrawn. Twice changes nothing."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.has_ended:
        return attempt
    if attempt.started_at is None:
        unbegun = AttemptState.WITHDRAWN if source == "withdrawn" else AttemptState.EXPIRED
        return move(attempt.pk, unbegun, ended_at=None, end_source=source)
    state = {
        "student": AttemptState.SUBMITTED,
        "return_link": AttemptState.SUBMITTED,
        "staff": AttemptState.TERMINATED,
        "withdrawn": AttemptState.WITHDRAWN,
    }
    ended_at = max(attempt.started_at, at or timezone.now())
    paused = _close_pauses(attempt, ended_at)
    fields = {"ended_at": ended_at, "end_source": source, **({"paused_seconds": paused} if paused else {})}
    attempt = move(attempt.pk, state.get(source, AttemptState.EXPIRED), **fields)
    _mark_early(attempt)
    note_change(attempt.pk)
    return attempt


@transaction.atomic
def move_silent_end(*, attempt: Attempt, seconds: float) -> None:
    """Move the end of an attempt that was closed for silence to a later recorded moment: its rest has arrived."""
    row = Attempt.objects.select_for_update().select_related("enrolment__exam").get(pk=attempt.pk)
    if row.end_source not in ("silent", "closed") or row.started_at is None or row.ended_at is None:
        return
    moved = min(row.started_at + timedelta(seconds=seconds), closes_at(row, timezone.now()))
    if moved > row.ended_at:
        Attempt.objects.filter(pk=row.pk).update(ended_at=moved, paused_seconds=_close_pauses(row, moved))
        journal.append(subject=row.uuid, action="attempt_end_moved", ended_at=str(moved))


def _close_pauses(attempt: Attempt, ended_at: datetime) -> float:
    """Close the pause that lasts, and return the granted seconds of all up to the end."""
    end = max(0.0, attempt.elapsed_seconds(ended_at))
    attempt.pauses.filter(end_seconds=None).update(end_seconds=Greatest(F("start_seconds"), Value(round(end, 3))))
    spans = granted_spans((row.value() for row in attempt.pauses.all()), end)
    return round(sum(span.seconds for span in spans), 3)


def _mark_early(attempt: Attempt) -> None:
    missing = planned_seconds(attempt, terms_of(attempt)) - attempt.duration_seconds(timezone.now())
    explained = attempt.end_source in ("return_link", "withdrawn") or attempt.exam_ended_seconds is not None
    if missing > EARLY_SECONDS and not explained:
        add_mark(attempt=attempt, kind=AttemptMark.Kind.ENDED_EARLY, minutes=floor(missing / 60))


def add_mark(*, attempt: Attempt, kind: str, minutes: int | None = None) -> None:
    """Add a mark once; again changes nothing."""
    AttemptMark.objects.get_or_create(attempt=attempt, kind=kind, defaults={"minutes": minutes})


def mint_token(*, attempt: Attempt, use: str, lifetime: timedelta) -> str:
    """Return a new bearer token; only its hash is stored."""
    token, token_hash = new_token()
    AccessToken.objects.create(attempt=attempt, use=use, token_hash=token_hash, expires_at=timezone.now() + lifetime)
    return token


def revoke_tokens(*, attempt: Attempt, use: str) -> None:
    """Make all tokens of a use worthless."""
    AccessToken.objects.filter(attempt=attempt, use=use, revoked_at=None).update(revoked_at=timezone.now())


def note_exam_time(*, attempt: Attempt, began: float | None = None, ended: float | None = None) -> None:
    """Keep the testing system's own start (the first told) and end (the last told), in attempt seconds."""
    if began is not None:
        Attempt.objects.filter(pk=attempt.pk, exam_started_seconds=None).update(exam_started_seconds=began)
    if ended is not None:
        Attempt.objects.filter(pk=attempt.pk).update(exam_ended_seconds=ended)


@transaction.atomic
def move(pk: int, state: AttemptState, **fields: object) -> Attempt:
    """Move the row and write the journal in one transaction. AttemptRefused: wrong_state."""
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related("enrolment__exam", "policy").get(pk=pk)
    if not may_follow(AttemptState(attempt.state), state):
        raise AttemptRefused("wrong_state")
    resumes = attempt.state == AttemptState.PAUSED and state == AttemptState.STARTED
    attempt.state = state
    for name, value in fields.items():
        setattr(attempt, name, value)
    attempt.save(update_fields=["state", *fields])
    content: dict[str, Any] = {name: str(value) for name, value in fields.items()}
    action = "attempt_resumed" if resumes else f"attempt_{state}"
    journal.append(subject=attempt.uuid, action=action, **content)
    return attempt


def note_change(attempt_id: int) -> None:
    """Tell that something was added which the trust percent may depend on."""
    Attempt.objects.filter(pk=attempt_id).update(changed_at=timezone.now())
