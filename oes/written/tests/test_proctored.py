"""A written exam under proctoring: the tasks open while the recording runs, and its end takes the work in."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from oes.attempts.models import AttemptRelease
from oes.attempts.services import end_attempt, open_attempt, ready_attempt, start_attempt
from oes.domain.written import Saving
from oes.journal.services import newest
from oes.recorder.api import entrance_of
from oes.recordings.services import open_run
from oes.written.closing import close_next
from oes.written.models import Work
from oes.written.services import WorkRefused, hand_in, hand_out, save_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def proctored(written):
    written.is_proctored = True
    written.save()
    return written


@pytest.fixture
def sitting(proctored, enrolment, attempt):
    """A running attempt whose recorder has just been heard."""
    open_run(attempt=attempt, take_over=True, user_agent="")
    return attempt


def save(work, text, turn=1):
    return save_text(work=work, text=text, saving=Saving("a", turn, 0))


def test_the_tasks_open_only_while_the_recording_runs(signed_in, aigerim, sitting):
    client = signed_in(aigerim)
    address = reverse("written:sit", args=[sitting.enrolment.exam.uuid])
    client.post(f"{address}take")
    page = client.get(address)
    assert "Есеп" in page.content.decode() and "oes-embed.js" in page.content.decode()
    assert page["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
    sitting.runs.update(last_seen_at=timezone.now() - timedelta(minutes=3))
    assert "Есеп" not in client.get(address).content.decode()
    assert save(Work.objects.get(), "What was typed is taken all the same").revision == 1


def test_nothing_is_handed_out_without_a_recording(proctored, enrolment):
    with pytest.raises(WorkRefused, match="not_recording"):
        hand_out(enrolment=enrolment)


def test_the_end_of_the_recording_takes_the_work_in(sitting):
    work = hand_out(enrolment=sitting.enrolment)
    save(work, "half")
    assert not close_next()
    end_attempt(attempt=sitting, source="silent")
    with pytest.raises(WorkRefused, match="not_recording"):
        save(work, "more", 2)
    assert close_next()
    work.refresh_from_db()
    sitting.refresh_from_db()
    assert (work.state, work.is_automatic, work.handed_in_at) == ("handed_in", True, sitting.ended_at)


def test_a_new_recording_lets_a_broken_off_work_go_on(sitting, admin):
    work = hand_out(enrolment=sitting.enrolment)
    save(work, "half")
    end_attempt(attempt=sitting, source="silent")
    close_next()
    AttemptRelease.objects.create(enrolment=sitting.enrolment, by=admin, reason="power cut")
    sitting.enrolment.extra_attempts = 1
    sitting.enrolment.save()
    again = open_attempt(enrolment=sitting.enrolment, text_version="1", language="kk", user_agent="")
    again = start_attempt(attempt=ready_attempt(attempt=again, tier="A"))
    open_run(attempt=again, take_over=True, user_agent="")
    assert save(work, "all", 2).revision == 2
    assert hand_in(work=work).state == "handed_in"
    assert newest(subject=again.uuid, action="work_handed_in")["work"] == str(work.uuid)
    again.refresh_from_db()
    assert again.exam_ended_seconds is not None


def test_the_recorder_leads_to_our_own_page(sitting, rf):
    way = entrance_of(rf.get("/"), sitting)
    assert way["address"] == f"http://testserver/written/{sitting.enrolment.exam.uuid}/"
    assert way["embed_origins"] == ("http://testserver",)


def test_an_exam_without_recording_asks_for_no_consent(signed_in, written, enrolment, aigerim):
    client, exam = signed_in(aigerim), written.exam.uuid
    answer = client.get(reverse("recorder:consent", args=[exam]))
    assert answer["Location"] == reverse("written:sit", args=[exam])
    assert reverse("written:sit", args=[exam]) in client.get(reverse("recorder:home")).content.decode()
