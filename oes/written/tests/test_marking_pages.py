"""Pages of marking, each with its people."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import make_user
from oes.accounts.models import RoleGrant
from oes.exams.models import ExamDuty
from oes.journal.models import Entry
from oes.lib import blobs
from oes.written.marking import release, setup
from oes.written.marking.models import Criterion, GivenPoints, MarkingPlan, Remark
from oes.written.models import Piece, WrittenExam
from oes.written.tests.marking_scene import add_work, make_scene, make_written

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(organisation, registrar):
    made = make_scene(organisation, registrar, opens_works=True)
    made.give_out()
    return made


@pytest.fixture
def released(scene):
    scene.mark_all()
    release.release_marks(written=scene.written, by=scene.head)
    return scene


def url(name, *args):
    return reverse(f"written:{name}", args=args)


def page(client, name, *args, status=200):
    response = client.get(url(name, *args))
    assert response.status_code == status
    return response.content.decode()


def criteria_form(*lines, **more):
    rows = {"criteria-TOTAL_FORMS": len(lines), "criteria-INITIAL_FORMS": 0}
    for n, (title, points) in enumerate(lines):
        rows |= {f"criteria-{n}-title": title, f"criteria-{n}-points": points}
    return {"threshold_percent": 15, "rule": "closest", **rows, **more}


def test_criteria_are_written_and_a_wrong_line_keeps_what_was_typed(organisation, registrar, signed_in):
    written, client = make_written(organisation), signed_in(registrar)
    address = url("criteria", written.exam.uuid)
    shown = client.post(address, criteria_form(("Solution", "12,5"), ("Proof", ""))).content.decode()
    assert "Solution" in shown
    assert not Criterion.objects.exists()
    assert client.post(address, criteria_form(("Solution", "12"), ("", ""), ("Proof", "8"))).status_code == 302
    assert [(c.title, int(c.points)) for c in Criterion.objects.all()] == [("Solution", 12), ("Proof", 8)]
    assert not MarkingPlan.objects.get().cross_check


def test_a_teacher_prepares_the_own_subjects_only(organisation, teacher, signed_in):
    written = make_written(organisation)
    page(signed_in(teacher), "criteria", written.exam.uuid, status=404)
    answer = signed_in(teacher).post(url("criteria", written.exam.uuid), criteria_form(("Solution", "12")))
    assert (answer.status_code, written.criteria.count()) == (404, 0)


def test_markers_are_added_and_taken_off(scene, signed_in):
    client, exam = signed_in(scene.head), scene.written.exam.uuid
    other = make_user(scene.head.organisation, "aida", "teacher")
    client.post(url("marker_add", exam), {"user": [other.uuid, "no uuid"]})
    row = scene.written.markers.get(user=other)
    client.post(url("marker_remove", exam, row.uuid))
    row.refresh_from_db()
    assert row.removed_at


def test_the_list_tells_each_what_waits(scene, signed_in):
    shown = page(signed_in(scene.markers[0]), "exams")
    assert url("mine", scene.written.exam.uuid) in shown
    assert url("board", scene.written.exam.uuid) not in shown
    assert url("board", scene.written.exam.uuid) in page(signed_in(scene.head), "exams")


def test_the_list_asks_as_often_for_many_exams(scene, organisation, signed_in, django_assert_num_queries):
    client = signed_in(scene.head)
    page(client, "exams")
    for n in range(3):
        make_written(organisation, f"Exam {n}")
    with django_assert_num_queries(11):
        page(client, "exams")


def test_the_board_asks_as_often_for_many_works(scene, signed_in, django_assert_num_queries):
    client = signed_in(scene.head)
    for n in range(6):
        add_work(scene.written, f"more{n}", 500 + n)
    scene.give_out()
    with django_assert_num_queries(14):
        page(client, "board", scene.written.exam.uuid)


def test_lists_of_works_ask_as_often_for_many(scene, signed_in, django_assert_num_queries):
    exam = scene.written.exam.uuid
    pages = {"observed": signed_in(scene.head), "mine": signed_in(scene.markers[2])}
    before = {}
    for name, client in pages.items():
        page(client, name, exam)
        with CaptureQueriesContext(connection) as few:
            page(client, name, exam)
        before[name] = len(few)
    for n in range(6):
        add_work(scene.written, f"more{n}", 500 + n)
    scene.give_out()
    for name, client in pages.items():
        with django_assert_num_queries(before[name]):
            page(client, name, exam)


def test_the_board_shows_marks_but_not_to_a_marker(scene, signed_in):
    scene.mark(scene.works[0], 1, "13.25")
    exam = scene.written.exam.uuid
    assert "13.25" in page(signed_in(scene.head), "board", exam)
    setup.add_marker(written=scene.written, user=scene.head, by=scene.head)
    assert "13.25" not in page(signed_in(scene.head), "board", exam)
    assert "13.25" not in page(signed_in(scene.head), "work", scene.works[0].uuid)


def test_no_page_of_a_marker_tells_the_name_or_the_other_mark(scene, signed_in):
    work = scene.works[0]
    scene.mark(work, 1, "13.25")
    second = work.markings.get(turn=2)
    client = signed_in(second.marker)
    for shown in (page(client, "mine", scene.written.exam.uuid), page(client, "marking", second.uuid)):
        assert work.enrolment.student.full_name not in shown
        assert "13.25" not in shown
    page(client, "marking", work.markings.get(turn=1).uuid, status=404)
    page(client, "work", work.uuid, status=403)


def test_a_marker_gives_points_and_finishes(scene, signed_in):
    row = scene.works[0].markings.get(turn=1)
    one, two = scene.written.criteria.all()
    client, address = signed_in(row.marker), url("marking", row.uuid)
    assert client.post(address, {f"points-{one.pk}": "99"}).status_code == 422
    kept = client.post(address, {f"points-{one.pk}": "11.5"}, headers={"HX-Request": "true"}).content.decode()
    assert "11.5" in kept
    client.post(address, {f"points-{one.pk}": "11.5", "finish": "yes"})
    row.refresh_from_db()
    assert row.finished_at is None
    client.post(address, {f"points-{one.pk}": "11.5", f"points-{two.pk}": "8", "finish": "yes"})
    row.refresh_from_db()
    assert row.points == GivenPoints.objects.get(marking=row, criterion=one).points + 8
    again = client.post(address, {f"points-{one.pk}": "1", f"points-{two.pk}": "1", "finish": "yes"}, follow=True)
    assert again.status_code == 200
    row.refresh_from_db()
    assert str(row.points) == "19.50"


def test_a_comment_lies_at_its_place(scene, signed_in):
    row = scene.works[0].markings.get(turn=1)
    photo = add_photo(row.work)
    client, address = signed_in(row.marker), url("remark", row.uuid)
    client.post(address, {"text": "Why?", "piece": photo.uuid, "left": "0.25", "top": "0.5"})
    shown = page(client, "marking", row.uuid)
    assert "left:25.00%" in shown
    for wrong in ({"left": "2", "top": "0"}, {"text": ""}, {"piece": "no"}):
        assert client.post(address, {"text": "Why?", "piece": photo.uuid} | wrong).status_code == 302
    assert Remark.objects.filter(text="Why?").count() == 1
    foreign = add_photo(scene.works[1])
    assert client.post(address, {"text": "x", "piece": foreign.uuid}).status_code == 404


def add_photo(work, media_type="image/jpeg", name="Серикова.jpg"):
    kind = Piece.Kind.PHOTO if media_type == "image/jpeg" else Piece.Kind.FILE
    piece = Piece.objects.create(
        kind=kind, work=work, name=name, media_type=media_type, size=3, sha256="a" * 64, blob_key=""
    )
    piece.blob_key = f"works/{work.uuid}/{piece.uuid}.{name.rpartition('.')[2]}"
    piece.save()
    blobs.put(piece.blob_key, b"\xff\xd8\xffabc")
    return piece


def test_a_file_is_saved_without_the_name_that_its_student_gave_it(scene, signed_in):
    row = scene.works[0].markings.get(turn=1)
    add_photo(row.work, "application/pdf", "Серикова.pdf")
    client = signed_in(row.marker)
    shown = page(client, "marking", row.uuid)
    assert "Серикова" not in shown
    link = shown.partition('href="/work-pieces/')[2].partition('"')[0]
    response = client.get(f"/work-pieces/{link}".replace("&amp;", "&"))
    assert f"work-{row.work.number}-1.pdf" in response["Content-Disposition"]
    assert signed_in(scene.head).get(f"/work-pieces/{link}".replace("&amp;", "&")).status_code == 403


def test_marks_leave_as_files_once_they_are_released(scene, signed_in):
    client, exam = signed_in(scene.head), scene.written.exam.uuid
    assert client.get(url("marks_file", exam)).status_code == 302
    scene.mark_all(15)
    client.post(url("release", exam))
    assert WrittenExam.objects.get().released_at
    table = client.get(url("marks_file", exam)).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["Аты s0", "Аты s1"]
    assert rows[1][-3:] == ["15", "20", "75"]
    told = client.get(url("marks_file", exam) + "?as=return").content.decode("utf-8-sig").splitlines()
    assert told[0] == "username;idnumber;email;grade;maximum;percent;state"
    assert told[1].startswith("s0;RB-")
    assert told[1].endswith("s0@example.org;15;20;75;released")
    assert client.get(url("marks_file", exam) + "?as=xlsx").content.startswith(b"PK")
    assert Entry.objects.filter(action="marks_taken_out").count() == 3


def test_an_unmarked_work_holds_the_release_back(scene, signed_in):
    response = signed_in(scene.head).post(url("release", scene.written.exam.uuid), follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert WrittenExam.objects.get().released_at is None


def test_a_student_sees_the_own_mark_only_after_the_release(scene, signed_in):
    work = scene.works[0]
    client, exam = signed_in(work.enrolment.student), scene.written.exam.uuid
    page(client, "mark", exam, status=404)
    scene.mark_all(15)
    page(client, "mark", exam, status=404)
    release.release_marks(written=scene.written, by=scene.head)
    assert "<b>15</b>" in page(client, "mark", exam)
    assert url("mark", exam) in page(client, "receipt", exam)


def test_fellow_students_read_open_works_without_names(released, signed_in):
    one, two = released.works
    add_photo(two, "application/pdf", "name.pdf")
    client, exam = signed_in(one.enrolment.student), released.written.exam.uuid
    page(client, "fellows", exam, status=404)
    signed_in(released.head).post(url("open", exam), {"open": "yes"})
    names = {work.enrolment.student.full_name for work in released.works} - {one.enrolment.student.full_name}
    shown = page(client, "fellows", exam) + page(client, "fellow", exam, two.uuid)
    assert str(two.number) in shown
    assert two.text in shown
    assert not any(name in shown for name in names)
    assert "/work-pieces/" not in shown
    assert Entry.objects.filter(action="work_viewed", chain__subject=two.uuid).count() == 1
    signed_in(released.head).post(url("open", exam), {"open": "no"})
    page(client, "fellow", exam, two.uuid, status=404)


def test_who_did_not_sit_the_exam_reads_no_work(released, aigerim, signed_in):
    release.open_works(written=released.written, by=released.head, is_open=True)
    client = signed_in(aigerim)
    page(client, "fellows", released.written.exam.uuid, status=404)
    assert all(
        client.get(url("fellow", released.written.exam.uuid, work.uuid)).status_code == 404 for work in released.works
    )


def test_an_observer_sees_works_and_recordings_and_leaves_a_trace(scene, attempt, organisation, signed_in):
    observer = make_user(organisation, "watcher", "observer")
    client, exams = signed_in(observer), (scene.written.exam, attempt.enrolment.exam)
    for exam in exams:
        page(client, "observed", exam.uuid, status=404)
        ExamDuty.objects.create(exam=exam, user=observer, duty="observer", added_by=scene.head)
    work = scene.works[0]
    assert work.enrolment.student.full_name not in page(client, "observed", scene.written.exam.uuid)
    scene.mark(work, 1, "13.25")
    assert "13.25" not in page(client, "work", work.uuid)
    recordings = page(client, "observed", attempt.enrolment.exam.uuid)
    assert reverse("review:detailed", args=[attempt.uuid]) in recordings
    report = client.get(reverse("review:detailed", args=[attempt.uuid])).content.decode()
    assert reverse("evidence:pack", args=[attempt.uuid]) not in report
    assert reverse("review:verdicts", args=[attempt.uuid]) not in report
    actions = set(Entry.objects.filter(actor=observer.uuid).values_list("action", flat=True))
    assert actions == {"exam_observed", "work_viewed", "recording_viewed"}


def test_a_work_moves_from_the_board(scene, signed_in):
    beka, saule, olga = scene.markers
    row = scene.works[0].markings.get(marker__in=[beka, saule])
    other = saule if row.marker == beka else beka
    client, address = signed_in(scene.head), url("move", scene.written.exam.uuid, row.uuid)
    for to in ("", "no", olga.uuid, other.uuid):
        assert row.marker != other, "somebody else was meant"
        client.post(address, {"to": to})
        row.refresh_from_db()
    assert row.marker == other


def test_an_observer_who_marks_sees_no_works_beside_the_names(scene, signed_in):
    exam, marker = scene.written.exam, scene.markers[0]
    RoleGrant.objects.create(user=marker, role="observer")
    ExamDuty.objects.create(exam=exam, user=marker, duty="observer", added_by=scene.head)
    assert url("work", scene.works[0].uuid) not in page(signed_in(marker), "observed", exam.uuid)
    scene.written.markers.update(removed_at=exam.opens_at)
    assert url("work", scene.works[0].uuid) in page(signed_in(marker), "observed", exam.uuid)
