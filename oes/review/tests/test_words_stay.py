"""What people said stays where it was: whatever is analysed again, rebuilt or arrives late (property)."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oes.analysis.columns import to_columns
from oes.analysis.models import ObservationSet
from oes.attempts.models import Attempt
from oes.domain.carrying import is_same
from oes.domain.measures import FrameMeasures
from oes.domain.policy import Policy
from oes.journal.models import Entry
from oes.journal.services import first_broken
from oes.review.answers import answers_of, event_of
from oes.review.denials import denials_of
from oes.review.models import Answer, Denial, Verdict
from oes.review.services import give_answer, judge_event, record_verdict
from oes.violations import services
from oes.violations.models import Violation
from oes.violations.tests.scenes import OTHER, SITTING, STEP, film, frame, sat

POLICY = replace(Policy(), grace_seconds=10.0, minimum_seconds=10.0)
SECONDS = 96
LATE = 10
"""The segment that arrives late; until then the recording lacks it."""

spans = st.tuples(st.integers(0, SECONDS - 12), st.integers(4, 25))
steps = st.one_of(
    st.just(("rebuild", (0, 0))),
    st.just(("late", (0, 0))),
    st.tuples(st.sampled_from(["absent", "second", "nothing"]), spans),
)
"""What happens after people spoke: a rebuild, a late segment, or an analysis that now sees this there."""


def frames(absent: tuple[int, int], second: tuple[int, int]) -> list[FrameMeasures]:
    def inside(span: tuple[int, int], at: int) -> bool:
        return span[0] <= at < sum(span)

    return [
        frame(at + 0.5, *([] if inside(absent, at) else [SITTING]), *([OTHER] if inside(second, at) else []))
        for at in range(SECONDS)
    ]


def analyse_again(attempt: Attempt, what: str, span: tuple[int, int]) -> None:
    """Add a revision to every set: somebody missing or too many in a span, or nothing anywhere."""
    nowhere = (0, 0)
    seen = frames(span if what == "absent" else nowhere, span if what == "second" else nowhere)
    for row in ObservationSet.objects.filter(segment__track__attempt=attempt, revision=_newest(attempt)):
        start = row.segment.started_seconds
        mine = [replace(f, at_seconds=f.at_seconds - start) for f in seen if start <= f.at_seconds < start + STEP]
        columns, embeddings = to_columns(mine)
        ObservationSet.objects.create(
            segment=row.segment, revision=row.revision + 1, version="again", step_seconds=1.0, frames=columns,
            embeddings=embeddings, duration_seconds=STEP,
        )  # fmt: skip


def _newest(attempt: Attempt) -> int:
    return max(ObservationSet.objects.filter(segment__track__attempt=attempt).values_list("revision", flat=True))


def said(attempt: Attempt) -> dict[str, list[Any]]:
    """Return every word of people as it is stored, and the chain as it stands."""
    return {
        "answers": list(Answer.objects.filter(attempt=attempt).values()),
        "denials": list(Denial.objects.filter(attempt=attempt).values()),
        "verdicts": list(Verdict.objects.filter(attempt=attempt).values()),
        "links": list(Entry.objects.filter(chain__subject=attempt.uuid).values_list("sequence", "link")),
    }


def check_places(attempt: Attempt) -> None:
    """Each answer stands beside an event that it may speak about, or among the lost; none is gone or at two places."""
    violations = list(Violation.objects.filter(attempt=attempt))
    shown = answers_of(attempt, violations)
    denied = denials_of(Attempt.objects.get(pk=attempt.pk), violations)
    assert set(denied.by_violation) == set(shown.by_violation)  # both were said to the same events
    assert len(denied.lost) == len(shown.lost)
    rows = {row.uuid: row for row in Answer.objects.filter(attempt=attempt)}
    placed = {answer.uuid: pk for pk, answer in shown.by_violation.items()}
    events = {violation.pk: event_of(violation) for violation in violations}
    assert all(is_same(rows[uuid].event(), events[pk]) for uuid, pk in placed.items())
    lost = {answer.uuid for answer in shown.lost}
    assert not lost & set(placed)
    for uuid, row in rows.items():
        may = [pk for pk, event in events.items() if is_same(row.event(), event)]
        if uuid in lost:
            assert not may
        elif uuid not in placed:  # another answer to the same event stands above it
            assert any(pk in shown.by_violation for pk in may)


@pytest.mark.django_db
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(absent=spans, second=spans, after=st.lists(steps, min_size=1, max_size=2))
def test_words_of_people_stay(enrolment, admin, absent, second, after):
    with transaction.atomic():
        attempt = sat(enrolment, seconds=SECONDS, policy=POLICY)
        film(attempt, [f for f in frames(absent, second) if f.at_seconds // STEP != LATE])
        services.rebuild(attempt)
        for number, violation in enumerate(Violation.objects.filter(attempt=attempt)):
            give_answer(violation=violation, text=f"answer {number}", by=enrolment.student.user)
            judge_event(violation=violation, denied=True, reason=f"reason {number}", by=admin)
        verdict = record_verdict(attempt=attempt, honest=True, reason="seen", by=admin)
        before, arrived = said(attempt), False
        for what, span in after:
            if what == "late" and not arrived:
                arrived = True
                film(attempt, [f for f in frames(absent, second) if f.at_seconds // STEP == LATE])
            elif what not in ("late", "rebuild"):
                analyse_again(attempt, what, span)
            services.rebuild(attempt)
            now = said(attempt)
            assert {**now, "links": []} == {**before, "links": []}
            assert now["links"][: len(before["links"])] == before["links"]
            check_places(attempt)
        assert attempt.verdicts.first() == verdict
        assert first_broken(attempt.uuid) is None
        transaction.set_rollback(True)


def test_it_notices_an_answer_at_the_wrong_place(enrolment, admin):
    attempt = sat(enrolment, seconds=SECONDS, policy=POLICY)
    film(attempt, frames((40, 20), (0, 0)))
    services.rebuild(attempt)
    event = Violation.objects.get(attempt=attempt)
    row = give_answer(violation=event, text="x", by=enrolment.student.user)
    judge_event(violation=event, denied=True, reason="y", by=admin)
    check_places(attempt)
    Answer.objects.filter(pk=row.pk).update(start_seconds=0.0, end_seconds=5.0)
    assert answers_of(attempt, list(Violation.objects.filter(attempt=attempt))).lost
