"""A verdict is told to its student: one by one, or many at once. Nothing leaves without what the duty to tell asks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import User
from oes.appeals.models import Release
from oes.appeals.release_documents import release_document
from oes.appeals.release_facts import Deadlines, Prepared, deadlines_of, prepared, with_facts
from oes.appeals.release_words import last_day
from oes.attempts.models import Attempt
from oes.journal import services as journal
from oes.lib.canonical import digest
from oes.notices.services import notify
from oes.review.models import Verdict

MOST_AT_ONCE = 300
"""Verdicts in one request: each is a link in a chain of its own and a mail, about 12 ms."""
BATCH = 20
"""Verdicts in one transaction."""


class ReleaseRefused(Exception):
    """It cannot be told. `code` says why: one of `release_facts.Prepared`, or own (nobody releases the own verdict)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of many: those that were told, and those left out with their code."""

    told: tuple[Release, ...]
    left_out: tuple[tuple[Verdict, str], ...]


def release_verdict(*, verdict: Verdict, by: User) -> Release:
    """Tell a student the verdict that stands, with everything that it rests on. Again changes nothing.

    Raises ReleaseRefused.
    """
    outcome = release_verdicts(verdicts=[verdict], by=by)
    if outcome.left_out:
        raise ReleaseRefused(outcome.left_out[0][1])
    return outcome.told[0]


def release_verdicts(*, verdicts: Iterable[Verdict], by: User) -> Outcome:
    """Tell many students their verdicts; those that may not be told are left out and named. One institution's only.

    In transactions of `BATCH`: each verdict is told whole or not at all, and what recorders send waits for one batch.
    """
    keys, told, left_out = sorted(verdict.pk for verdict in verdicts), [], []
    for start in range(0, len(keys), BATCH):
        done = _release_batch(keys[start : start + BATCH], by)
        told += done.told
        left_out += done.left_out
    return Outcome(tuple(told), tuple(left_out))


@transaction.atomic
def _release_batch(keys: Collection[int], by: User) -> Outcome:
    attempts = Attempt.objects.real().filter(verdicts__in=keys).order_by("pk")
    list(attempts.select_for_update(of=("self",)).values_list("pk", flat=True))
    known = {row.verdict_id: row for row in Release.objects.filter(verdict__in=keys)}
    told, left_out = list(known.values()), []
    for ready, deadlines in _prepared(set(keys) - known.keys()):
        code = ready.code or ("own" if ready.verdict.attempt.enrolment.student.user_id == by.pk else "")
        if code:
            left_out.append((ready.verdict, code))
        else:
            told.append(_let_go(ready, deadlines, by))
    return Outcome(tuple(told), tuple(left_out))


def _prepared(keys: Iterable[int]) -> Iterable[tuple[Prepared, Deadlines]]:
    rows = list(with_facts(Verdict.objects.filter(pk__in=keys)).order_by("pk"))
    if rows:
        deadlines = deadlines_of(rows[0].attempt.enrolment.student.user.organisation, timezone.now())
        for ready in prepared(rows, deadlines):
            yield ready, deadlines


def _let_go(ready: Prepared, deadlines: Deadlines, by: User) -> Release:
    verdict = ready.verdict
    release = Release.objects.create(
        verdict=verdict, by=by, at=deadlines.now, answer_until=deadlines.answer_until,
        appeal_until=deadlines.appeal_until, told=ready.told,
    )  # fmt: skip
    verdict.released_at = deadlines.now
    verdict.save(update_fields=["released_at"])
    journal.append(
        subject=verdict.attempt.uuid, action="verdict_released", actor=by.uuid, part=str(release.uuid),
        verdict=str(verdict.uuid), honest=verdict.honest, sha256=digest(release_document(release)),
    )  # fmt: skip
    _notify(release)
    return release


def _notify(release: Release) -> None:
    """Tell the student that there is a verdict and until when to answer and appeal; the page says the rest."""
    enrolment = release.verdict.attempt.enrolment
    zone = enrolment.student.user.organisation.time_zone
    notify(
        users=[enrolment.student.user], kind="verdict_released", title=_("Your result: %(exam)s"),
        text=_(
            "A person has looked at the recording of your exam “%(exam)s” and given a verdict. You can read it with "
            "all that it rests on. You can answer up to and including %(answer)s and appeal up to and including "
            "%(appeal)s."
        ),
        path=reverse("appeals:result", args=[release.verdict.attempt.uuid]), exam=enrolment.exam.title,
        answer=f"{last_day(release.answer_until, zone):%d.%m.%Y}",
        appeal=f"{last_day(release.appeal_until, zone):%d.%m.%Y}",
    )  # fmt: skip


def note_result_seen(*, attempt: Attempt, by: User) -> str:
    """Keep in the journal that the student read the result, once an hour; return the link."""
    return journal.once(subject=attempt.uuid, action="result_viewed", actor=by.uuid)
