"""Opening a rehearsal, telling its result, deleting it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from oes.attempts.models import Attempt, AttemptMark, Challenge, Consent, IdentityCheck, ScreenCheck
from oes.domain.codes import ALPHABET
from oes.exams.models import Enrolment, Exam
from oes.exams.services import add_policy, current_policy
from oes.journal.models import Entry
from oes.lib import blobs
from oes.recordings.models import ClientEvent, Run, Segment, Track
from oes.rehearsals import expiry, services
from oes.rehearsals.models import Rehearsal
from oes.rehearsals.tests.conftest import TOLD, Page
from tests.scenes import add_segment


def again(student) -> Attempt:
    return services.open_rehearsal(student=student, text_version="1", language="kk", user_agent="")


def test_it_can_be_repeated_without_limit_and_needs_no_exam(aigerim):
    numbers = [again(aigerim).attempt_number for _ in range(4)]
    assert numbers == [1, 2, 3, 4]
    assert Exam.objects.filter(is_rehearsal=True).count() == 1
    assert Consent.objects.filter(accepted=True).count() == 4


def test_one_left_half_way_ends_when_the_next_begins(recorded, aigerim):
    again(aigerim)
    recorded.refresh_from_db()
    assert recorded.has_ended


def test_it_draws_no_checks_and_makes_no_marks(recorded):
    for kind in (IdentityCheck, ScreenCheck, Challenge, AttemptMark):
        assert not kind.objects.exists()


def test_ok_hands_out_no_way_into_a_testing_system(opened):
    page = Page(opened)
    page.post("/runs", {})
    assert page.post("/ready", {"tier": "A"}).status_code == 200
    assert set(page.post("/start", {}).json()) == {"state", "tier", "elapsed_seconds"}
    assert set(opened.tokens.values_list("use", flat=True)) == {"upload"}
    key = str(Run.objects.get(attempt=opened).key)
    told = [{"sequence": 0, "kind": "screen_shared", "at_seconds": 1, "detail": "monitor"}]
    assert page.post("/events", {"run_key": key, "events": told}).status_code == 200
    assert not ScreenCheck.objects.exists()


def test_a_required_guard_does_not_hold_it_up(aigerim, organisation):
    rules = replace(current_policy(organisation).value(), guard="required")
    add_policy(organisation=organisation, policy=rules)
    page = Page(again(aigerim))
    page.post("/runs", {})
    assert page.post("/ready", {"tier": "A"}).status_code == 200


def test_no_movement_can_be_asked_for(opened):
    assert Page(opened).post("/challenge", {}).json()["code"] == "no_challenge"


def test_the_result_joins_what_page_and_server_saw(recorded):
    answer = Page(recorded).post("/rehearsal", TOLD)
    row = Rehearsal.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "code": str(row), "tier": "A", "level": "normal", "page": f"/rehearsal/{recorded.uuid}/",
    }  # fmt: skip
    assert (row.stored_seconds, row.face_checked, row.face_problems) == (56.0, True, "")
    assert "Windows NT 6.1" in row.user_agent
    assert len(row.code) == 6
    assert set(row.code) <= set(ALPHABET)
    recorded.refresh_from_db()
    assert recorded.state == "submitted"
    assert Entry.objects.filter(action="rehearsal_done").count() == 1


def test_telling_twice_keeps_the_first_result(recorded):
    page = Page(recorded)
    first = page.post("/rehearsal", TOLD).json()
    assert page.post("/rehearsal", {**TOLD, "upload_kbps": 1}).json() == first


def test_a_device_without_a_camera_gets_a_code_too(opened):
    told = {"seconds": 0, "late_seconds": 0, "camera": False, "screen": "unsupported"}
    answer = Page(opened).post("/rehearsal", told)
    assert (answer.status_code, answer.json()["tier"], answer.json()["level"]) == (201, "", "low")


def test_an_exams_attempt_is_no_rehearsal(attempt):
    assert Page(attempt).post("/rehearsal", TOLD).json()["code"] == "no_rehearsal"
    assert not Rehearsal.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"seconds": None}, {"seconds": "60"}, {"late_seconds": -1}, {"upload_kbps": True}, {"charging": "yes"},
        {"screen": "moon"}, {"screen": []}, {"wake_lock": 1},
    ],
)  # fmt: skip
def test_nonsense_is_a_400_and_changes_nothing(recorded, change):
    assert Page(recorded).post("/rehearsal", {**TOLD, **change}).status_code == 400
    recorded.refresh_from_db()
    assert recorded.is_running
    assert not Rehearsal.objects.exists()


def test_huge_numbers_are_bounded(recorded):
    huge = {name: 1e300 for name in ("upload_kbps", "battery_percent", "frames_per_second", "late_seconds")}
    assert Page(recorded).post("/rehearsal", {**TOLD, **huge}).status_code == 201
    assert (Rehearsal.objects.get().battery_percent, Rehearsal.objects.get().upload_kbps) == (100, 1e7)


def test_the_token_of_another_attempt_is_refused(recorded, attempt):
    page = Page(attempt)
    page.base = f"/api/v1/attempts/{recorded.uuid}"
    assert page.post("/rehearsal", TOLD).status_code == 404


def test_the_recording_is_deleted_after_its_days_and_the_result_stays(done, settings):
    segment = Segment.objects.filter(track__attempt=done.attempt).first()
    blobs.put(segment.blob_key, b"bytes")
    assert not expiry.delete_next()
    age(done, days=settings.OES_REHEARSAL_DAYS, seconds=1)
    assert expiry.delete_next()
    assert not expiry.delete_next()
    assert not blobs.is_there(segment.blob_key)
    for rows in (Segment, Track, Run, ClientEvent):
        assert not rows.objects.exists()
    assert Rehearsal.objects.get() == done
    entry = Entry.objects.get(action="rehearsal_deleted")
    assert entry.content["files"] == 8


def test_an_exams_recording_stays(attempt, done):
    segment = add_segment(attempt, 0)
    Attempt.objects.update(created_at=timezone.now() - timedelta(days=999))
    while expiry.delete_next():
        pass
    assert list(Segment.objects.all()) == [segment]
    assert Attempt.objects.get() == attempt


def test_the_result_goes_after_half_a_year_with_the_consent(done):
    age(done, days=expiry.RESULT_DAYS, seconds=1)
    assert expiry.delete_next()
    for rows in (Rehearsal, Consent, Enrolment):
        assert not rows.objects.exists()
    assert not Attempt.objects.exists()


def test_a_death_between_files_and_rows_is_mended_by_the_next(done, settings, monkeypatch):
    age(done, days=settings.OES_REHEARSAL_DAYS, seconds=1)
    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(expiry.journal, "append", fails)
        expiry.delete_next()
    assert Segment.objects.exists()
    assert expiry.delete_next()
    assert not Segment.objects.exists()


def fails(**_):
    raise RuntimeError


def age(done: Rehearsal, **past) -> None:
    Attempt.objects.filter(pk=done.attempt_id).update(created_at=timezone.now() - timedelta(**past))
