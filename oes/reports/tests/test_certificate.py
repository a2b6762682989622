"""The certificate says what our server cost, of whom, and nothing of what else was found."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from oes.attempts.models import Attempt
from oes.journal.models import Entry
from oes.recordings.models import FaultLine
from oes.reports.certificate import certificate_of
from tests.scenes import Seen, sit


@pytest.fixture
def suffered(aigerim, exam) -> Attempt:
    attempt = sit(aigerim, exam, seen=[Seen("phone", 700, 720)])
    for cause, reason, start, end in (("server", "server_down", 600, 725), ("network", "offline", 900, 930)):
        FaultLine.objects.create(
            attempt=attempt, cause=cause, reason=reason, start_seconds=start, end_seconds=end, known_by="recorder"
        )
    return attempt


def ask(client, attempt):
    return client.get(reverse("reports:certificate", args=[attempt.uuid]))


def test_it_says_what_our_server_cost_and_that_it_was_not_the_students_fault(english_client, suffered, admin):
    answer = ask(english_client, suffered)
    assert answer["Content-Type"] == "application/pdf"
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    text = " ".join(text.split())
    assert "could not be reached for 2 min 5 s. This was not the student’s fault" in text
    assert "Әділбаева Айгерім Серікқызы" in text
    assert "no connection" in text
    assert "Phone" not in text
    assert Entry.objects.get(action="fault_certificate_made").actor == admin.uuid


def test_without_a_fault_of_our_server_there_is_none(english_client, suffered):
    FaultLine.objects.filter(cause="server").delete()
    assert ask(english_client, suffered).status_code == 404


@pytest.mark.parametrize("who", ["proctor", "aigerim", "outsider"])
def test_only_the_administration_makes_it(who, signed_in, request, suffered):
    assert ask(signed_in(request.getfixturevalue(who)), suffered).status_code == 403


def test_a_stranger_is_sent_to_the_sign_in(client, suffered):
    assert ask(client, suffered).status_code == 302


def test_faults_of_others_are_listed_apart(suffered, organisation):
    told = certificate_of(attempt=suffered, organisation=organisation, now=timezone.now())
    assert [row[0] for row in told.ours] == ["Our server"]
    assert [row[0] for row in told.others] == ["Connection"]
