"""Staff give a running attempt more, or let an ended one be judged by the accommodations as they stand now."""

import pytest
from django.urls import reverse
from django.utils import timezone

from oes.attempts.allowances import terms_of
from oes.attempts.services import end_attempt
from oes.domain.accommodation import Terms
from oes.exams.models import Accommodation
from oes.exams.services import add_accommodation
from oes.journal.models import Entry

NAMES = ("review:grants", "review:reapplied")
SECRET = "why it is allowed"


@pytest.fixture
def client(signed_in, admin, settings):
    settings.LANGUAGE_CODE = "en"
    return signed_in(admin)


def give(client, attempt, **more):
    data = {"extra_minutes": "0", "breaks": "0", "break_minutes": "0"} | more
    return client.post(reverse("review:grants", args=[attempt.uuid]), data, follow=True)


@pytest.mark.parametrize("name", NAMES)
def test_strangers_are_led_to_authorisation_and_other_roles_refused(name, client, attempt, request, signed_in):
    address = reverse(name, args=[attempt.uuid])
    client.logout()
    assert client.post(address).url.startswith("/sign-in/")
    for who in ("proctor", "aigerim", "outsider"):
        assert signed_in(request.getfixturevalue(who)).post(address).status_code == 403
    assert terms_of(attempt).is_plain


@pytest.mark.parametrize("name", NAMES)
def test_it_needs_a_post_and_an_attempt_of_this_institution(name, client, attempt, outsider):
    address = reverse(name, args=[attempt.uuid])
    assert client.get(address).status_code == 405
    type(attempt.enrolment.student).objects.update(organisation=outsider.organisation)
    assert client.post(address).status_code == 404


def test_a_running_attempt_gets_minutes_and_a_break(client, attempt):
    page = give(client, attempt, extra_minutes="10", breaks="1", break_minutes="5").content.decode()
    assert "within seconds" in page
    assert "10 extra minutes" in page
    assert terms_of(attempt) == Terms(breaks=1, break_minutes=5, extra_minutes=10)


@pytest.mark.parametrize(
    "wrong", [{}, {"breaks": "1"}, {"extra_minutes": "-5"}, {"extra_minutes": "x"}, {"break_minutes": "5"}]
)
def test_nothing_given_is_said(client, attempt, wrong):
    page = give(client, attempt, **wrong)
    assert page.status_code == 200
    assert terms_of(attempt).is_plain
    assert not Entry.objects.filter(action="allowance_granted").exists()


def test_an_ended_attempt_gets_nothing_more(client, attempt):
    end_attempt(attempt=attempt, source="student")
    assert "does not run" in give(client, attempt, extra_minutes="10").content.decode()


def test_accommodations_are_applied_anew_by_a_person_and_the_reason_stays_out(client, attempt, admin, aigerim):
    row = Accommodation(student=aigerim, valid_from="2020-01-01", kinds_off=["phone"], reason=SECRET)
    add_accommodation(accommodation=row, by=admin)
    ended = end_attempt(attempt=attempt, source="student")
    card = reverse("review:card", args=[aigerim.uuid])
    assert "Apply accommodations anew" in client.get(card).content.decode()
    page = client.post(reverse("review:reapplied", args=[ended.uuid]), follow=True).content.decode()
    assert terms_of(ended).kinds_off == {"phone"}
    assert "Weigh nothing: Phone in the frame" in page
    assert SECRET not in page
    assert Entry.objects.get(action="allowance_applied").actor == admin.uuid


def test_who_has_no_accommodation_is_shown_no_button_for_it(client, attempt, aigerim):
    end_attempt(attempt=attempt, source="student")
    page = client.get(reverse("review:card", args=[aigerim.uuid])).content.decode()
    assert "Apply accommodations anew" not in page


def test_an_attempt_that_has_not_started_is_left_alone(client, enrolment):
    from oes.attempts.services import open_attempt

    opened = open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="")
    page = client.post(reverse("review:reapplied", args=[opened.uuid]), follow=True).content.decode()
    assert "has not started" in page
    assert opened.enrolment.exam.opens_at < timezone.now()
