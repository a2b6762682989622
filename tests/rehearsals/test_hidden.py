"""A rehearsal is on no list, in no sum and on no report: exams are, and only they."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from oes.analysis import services as analysis
from oes.analysis.join_stage import join_next
from oes.attempts.models import Attempt
from oes.recorder.queries import exam_lines
from oes.recordings.models import CheckAnswer, Segment
from oes.review.queries import student_list
from oes.violations.models import StudentSummary, Trust
from oes.violations.rules import earlier_fingerprints
from oes.violations.services import rebuild_next
from oes.violations.summaries import rebuild_summary
from tests.scenes import sit


@pytest.fixture
def sat(exam, aigerim, done) -> Attempt:
    """An exam of 60 minutes besides the rehearsal."""
    return sit(aigerim, exam, minutes=60)


def test_it_is_in_no_total_of_the_students_page(sat, aigerim, organisation):
    rebuild_summary(aigerim)
    summary = StudentSummary.objects.get(student=aigerim)
    assert (summary.exams, summary.displayed_minutes) == (1, 60)
    totals = student_list(organisation=organisation, language="kk").totals
    assert (totals.exams, totals.minutes) == (1, 60)


def test_nobody_judges_it(done):
    while rebuild_next():
        pass
    assert not Trust.objects.exists()
    assert not StudentSummary.objects.exists()


def test_it_is_not_on_the_students_card(sat, aigerim, signed_in, admin):
    shown = signed_in(admin).get(reverse("review:card", args=[aigerim.uuid]))
    assert [row.attempt for row in shown.context["card"].rows] == [sat]


def test_it_has_no_report_verdict_or_release(done, signed_in, admin):
    client, uuid = signed_in(admin), done.attempt.uuid
    assert client.get(reverse("review:detailed", args=[uuid])).status_code == 404
    assert client.get(reverse("reports:photo", args=[uuid])).status_code == 404
    assert client.post(reverse("review:verdicts", args=[uuid]), {"honest": "yes"}).status_code == 404
    assert client.post(reverse("review:releases", args=[uuid]), {"reason": "x"}).status_code == 404


def test_its_exam_is_not_among_the_exams(exam, done, signed_in, admin):
    client = signed_in(admin)
    hidden = done.attempt.enrolment.exam
    assert [row.title for row in client.get(reverse("exams:exams")).context["page"].object_list] == [exam.title]
    for name in ("exams:exam", "exams:exam_edit"):
        assert client.get(reverse(name, args=[hidden.uuid])).status_code == 404
    student = done.attempt.enrolment.student.uuid
    client.post(reverse("exams:remove_student", args=[hidden.uuid, student]))
    assert hidden.enrolments.count() == 1


def test_it_is_not_among_the_students_own_exams(sat, aigerim):
    assert [line.enrolment.exam for line in exam_lines(aigerim, timezone.now())] == [sat.enrolment.exam]


def test_its_recording_is_neither_analysed_joined_nor_compared(done, monkeypatch):
    monkeypatch.setattr(analysis, "analyse", lambda segment: pytest.fail("a rehearsal was analysed"))
    monkeypatch.setattr(analysis, "look_at_camera", lambda body, **_: analysis.CameraMeasures(None, [], None))
    monkeypatch.setattr(analysis.blobs, "read", lambda key: b"")
    CheckAnswer.objects.all().delete()
    while analysis.analyse_next():
        pass
    assert not Segment.objects.filter(analysed_at=None).exists()
    assert CheckAnswer.objects.get().segment.track.kind == "check_start"
    assert not done.attempt.enrolment.student.photos.exists()
    assert not join_next()


def test_a_later_exam_is_not_compared_with_it(done, sat):
    Attempt.objects.filter(pk=done.attempt_id).update(started_at=sat.started_at - timedelta(days=1))
    assert earlier_fingerprints(sat) == []


OES = Path(__file__).resolve().parents[2] / "oes"
FOR_PEOPLE = ("review", "reports", "evidence", "owndata", "live", "portal", "appeals")
WAYS = r"\.objects\.(?!real\(|select_for_update\(|bulk_create\(|filter\(pk=)|, *(?!on_delete)\w+="
UNFILTERED = re.compile(rf"\b(Attempt|Exam|Enrolment)({WAYS})")


def test_what_people_see_begins_without_rehearsals():
    found = [
        f"{path.relative_to(OES)}:{number}"
        for app in FOR_PEOPLE
        for path in (OES / app).rglob("*.py")
        if "tests" not in path.parts and "migrations" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if UNFILTERED.search(line)
    ]
    assert found == []
    assert UNFILTERED.search("Attempt.objects.filter(enrolment__student=student)")
    assert UNFILTERED.search("get_object_or_404(Attempt, uuid=uuid)")
