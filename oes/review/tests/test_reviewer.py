"""What opens to a reviewer: all of judging, and no page that leads to a closed one."""

import re
from html import unescape

import pytest
from django.urls import reverse

from conftest import make_user
from oes.review.models import Denial, Verdict
from oes.violations.models import Violation
from tests.scenes import Seen, add_violation, sit

ASKS = re.compile(r'(?:href|src|data-poll)="(/[^"#]*)"')
POSTS = re.compile(r'<form[^>]*method="post"[^>]*action="([^"]*)"')


@pytest.fixture
def attempt(aigerim, exam):
    row = sit(aigerim, exam)
    add_violation(row, Seen("second_person", 2, 5))
    return row


@pytest.fixture
def client(signed_in, organisation):
    return signed_in(make_user(organisation, "reviewer", "reviewer"))


@pytest.fixture
def pages(attempt):
    return [
        reverse("review:students"),
        reverse("review:comparisons"),
        reverse("review:card", args=[attempt.enrolment.student.uuid]),
        reverse("review:detailed", args=[attempt.uuid]),
        reverse("review:viewings", args=[attempt.uuid]),
        reverse("reports:photo", args=[attempt.uuid]),
    ]


def test_the_work_begins_at_the_students(client):
    assert client.get(reverse("accounts:home"))["Location"] == reverse("review:students")


def test_nothing_leads_to_a_closed_page(client, pages):
    asked, posted = set(), set()
    for page in pages:
        text = unescape(client.get(page).content.decode())
        asked |= set(ASKS.findall(text))
        posted |= set(POSTS.findall(text))
    found = {address: client.get(address).status_code for address in asked if not address.startswith("/static/")}
    assert {address: status for address, status in found.items() if status not in (200, 302)} == {}
    assert {
        address: client.post(address).status_code for address in posted if client.post(address).status_code == 403
    } == {}
    assert len(found) >= 8


def test_a_reviewer_judges(client, attempt):
    event = Violation.objects.get(attempt=attempt)
    told = {"violation": event.uuid, "denied": "yes", "reason": "the mother came in"}
    client.post(reverse("review:denials", args=[attempt.uuid]), told)
    client.post(reverse("review:verdicts", args=[attempt.uuid]), {"honest": "yes"})
    assert Denial.objects.get().by.username == Verdict.objects.get().by.username == "reviewer"


@pytest.mark.parametrize("name", ["review:releases", "review:grants", "retention:holds", "evidence:pack"])
def test_what_is_the_administrations_stays_closed(client, attempt, name):
    assert client.post(reverse(name, args=[attempt.uuid]), {"reason": "x"}).status_code == 403
