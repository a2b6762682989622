"""The student card: one row per attempt, newest first (G13-G15)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from oes.attempts.models import AttemptMark
from oes.attempts.services import add_mark
from oes.review.card_queries import card
from oes.review.services import record_verdict
from tests.scenes import Seen, add_checks, approve_photo, sit, start, summarise


@pytest.fixture
def page(signed_in, admin, aigerim):
    def get(student=aigerim):
        return signed_in(admin).get(reverse("review:card", args=(student.uuid,)))

    return get


def test_it_sends_strangers_to_the_sign_in(client, settings, aigerim):
    settings.LOGIN_URL = "/sign-in/"
    assert client.get(reverse("review:card", args=(aigerim.uuid,))).url.startswith("/sign-in/")


@pytest.mark.parametrize(("who", "status"), [("proctor", 403), ("daniyar", 403), ("outsider", 403)])
def test_it_refuses_everybody_but_the_administration(who, status, signed_in, request, aigerim):
    address = reverse("review:card", args=(aigerim.uuid,))
    assert signed_in(request.getfixturevalue(who)).get(address).status_code == status


def test_a_student_of_another_institution_is_unknown(signed_in, outsider, aigerim):
    address = reverse("review:card", args=(aigerim.uuid,))
    assert signed_in(outsider).get(address, headers={"host": "elsewhere.example"}).status_code in (400, 404)


def test_it_shows_the_attempts_newest_first_with_exact_times(page, exam, aigerim):
    sit(aigerim, exam, minutes=60, started_at=datetime(2026, 3, 2, 23, 30, 5, tzinfo=UTC))
    shown = page().content.decode()
    assert "03.03.2026 04:30:05" in shown  # Asia/Almaty, across midnight
    assert "03.03.2026 05:30:05" in shown


def test_the_newest_attempt_stands_first(exam, aigerim):
    first, second = sit(aigerim, exam, minutes=5), sit(aigerim, exam, minutes=6)
    rows = card(student=aigerim, now=timezone.now()).rows
    assert [row.attempt for row in rows] == [second, first]


def test_the_number_of_exams_leaves_out_what_does_not_count(page, exam, aigerim):
    sit(aigerim, exam, minutes=60)
    sit(aigerim, exam, minutes=2)
    rows = card(student=aigerim, now=timezone.now())
    assert rows.exams == 1
    assert [bool(row.uncounted) for row in rows.rows] == [True, False]
    assert rows.rows[0].trust.number == "-"


def test_a_running_attempt_says_so_and_takes_no_verdict(page, exam, aigerim):
    attempt = start(aigerim, exam)
    shown = page().content.decode()
    assert "hx-trigger" in shown
    assert reverse("review:verdicts", args=(attempt.uuid,)) not in shown


def test_it_shows_marks_and_insufficient_evidence(page, exam, aigerim):
    attempt = sit(aigerim, exam, minutes=40, covered=0.5)
    add_mark(attempt=attempt, kind=AttemptMark.Kind.ENDED_EARLY, minutes=20)
    (row,) = card(student=aigerim, now=timezone.now()).rows
    assert "20" in row.marks[0]
    assert (row.trust.level, row.trust.coverage_percent) == ("unknown", 50)


def test_the_picture_is_the_attempts_own_else_the_reference(exam, aigerim):
    reference = approve_photo(aigerim)
    attempt = sit(aigerim, exam)
    (row,) = card(student=aigerim, now=timezone.now()).rows
    assert row.picture.key == str(reference.uuid)
    add_checks(attempt)
    (row,) = card(student=aigerim, now=timezone.now()).rows
    assert row.picture.kind == "identity"


def test_verdicts_are_listed_newest_first_with_their_reasons(page, exam, aigerim, admin):
    attempt = sit(aigerim, exam)
    record_verdict(attempt=attempt, honest=True, reason="clean", by=admin)
    record_verdict(attempt=attempt, honest=False, reason="a second person", by=admin)
    shown = page().content.decode()
    assert shown.index("a second person") < shown.index("clean")


def test_an_empty_card_says_so(page, aigerim):
    summarise(aigerim)
    assert page().status_code == 200


def test_the_number_of_queries_does_not_depend_on_the_attempts(exam, aigerim, admin, django_assert_num_queries):
    for _ in range(4):
        attempt = sit(
            aigerim, exam, seen=[Seen("looked_away", 200, 220)], started_at=timezone.now() - timedelta(hours=2)
        )
        add_checks(attempt)
        record_verdict(attempt=attempt, honest=True, reason="", by=admin)
    with django_assert_num_queries(15):
        card(student=aigerim, now=timezone.now())
