"""Marks go to Classroom: who gets one, who does not and why; twice makes no doubles; Google's bad days."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from oes.integrations.classroom import sending, services
from oes.integrations.classroom.models import CourseLink, SentMark
from oes.integrations.classroom.rules import MOST_TRIES, grade_of, pause_after
from oes.journal.models import Entry
from oes.written.marking import release
from oes.written.models import Work
from oes.written.tests.marking_scene import make_scene

pytestmark = pytest.mark.django_db
PATCH = "courses.courseWork.studentSubmissions.patch"


@pytest.fixture
def scene(organisation, registrar, connected):
    made = make_scene(organisation, registrar)
    made.give_out()
    made.mark_all()
    release.release_marks(written=made.written, by=made.head)
    return made


@pytest.fixture
def client(signed_in, registrar):
    return signed_in(registrar)


def do(client, name, scene, **fields):
    return client.post(reverse(f"classroom:{name}", args=[scene.written.exam.uuid]), fields)


def worked():
    CourseLink.objects.exclude(next_try_at=None).update(next_try_at=timezone.now())
    while sending.send_next():
        pass


def states():
    return dict(SentMark.objects.values_list("work__enrolment__student__user__username", "state"))


def test_a_course_work_is_made_once_and_gets_the_marks(client, scene, google):
    do(client, "link", scene, course="c1")
    do(client, "link", scene, course="c1")
    worked()
    assert google.calls.count("courses.courseWork.create") == 1
    assert google.works["w2"]["maxPoints"] == 20
    do(client, "send", scene)
    do(client, "send", scene)
    worked()
    points = {work.enrolment.student.user.username: float(work.mark.points) for work in Work.objects.all()}
    assert google.grades == {"u1": points["s0"], "u2": points["s1"]}
    assert states() == {"s0": "sent", "s1": "sent"}
    link = CourseLink.objects.get()
    assert (link.work_id, link.next_try_at, link.problem) == ("w2", None, "")
    assert link.ended_at
    told = Entry.objects.get(action="classroom_marks_sent")
    assert told.content["sent"] == 2
    page = client.get(reverse("classroom:exam", args=[scene.written.exam.uuid])).content.decode()
    assert "s0@example.org" in page
    saved = client.get(reverse("classroom:exam", args=[scene.written.exam.uuid]), {"export": "csv"})
    assert "s0@example.org" in saved.content.decode()


def linked(scene, google, most=20):
    google.works["w2"] = {"id": "w2", "title": "T", "maxPoints": most, "associatedWithDeveloper": True}
    told = {"course": ("c1", "Algebra"), "work": ("w2", "T")}
    return services.link(exam=scene.written.exam, by=scene.head, **told)


def test_sending_again_sends_only_what_differs(client, scene, google):
    linked(scene, google)
    do(client, "send", scene)
    worked()
    assert len(google.patched) == 2
    google.grades["u1"] = 1.0
    do(client, "send", scene)
    worked()
    assert [one["id"] for one in google.patched[2:]] == ["of-u1"]
    assert states() == {"s0": "sent", "s1": "sent"}


def test_who_is_not_in_the_course_or_refused_is_named(client, scene, google):
    del google.people["u2"]
    google.failures[PATCH] = [(403, "PERMISSION_DENIED")]
    linked(scene, google)
    do(client, "send", scene)
    worked()
    assert states() == {"s0": "refused", "s1": "absent"}
    assert SentMark.objects.get(state="refused").reason == "PERMISSION_DENIED"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_it_tries_again_where_it_stopped(client, scene, google, status):
    google.failures[PATCH] = [(status, "RESOURCE_EXHAUSTED")]
    linked(scene, google)
    do(client, "send", scene)
    assert sending.send_next()
    link = CourseLink.objects.get()
    assert timedelta(0) < link.next_try_at - timezone.now() <= pause_after(1)
    assert not sending.send_next()
    worked()
    assert states() == {"s0": "sent", "s1": "sent"}
    assert len(google.patched) == 2


def test_it_gives_up_in_the_end_and_says_so(client, scene, google):
    linked(scene, google)
    do(client, "send", scene)
    google.failures["courses.courseWork.get"] = [(503, "busy")] * MOST_TRIES
    for _ in range(MOST_TRIES):
        CourseLink.objects.update(next_try_at=timezone.now())
        sending.send_next()
    link = CourseLink.objects.get()
    assert (link.next_try_at, link.problem) == (None, "busy")
    assert set(states().values()) == {"waiting"}
    do(client, "send", scene)
    worked()
    assert set(states().values()) == {"sent"}


def test_a_connection_that_was_taken_back_ends_it(client, scene, google):
    linked(scene, google)
    google.failures["refresh_token"] = [(400, "invalid_grant")]
    do(client, "send", scene)
    worked()
    link = CourseLink.objects.get()
    assert link.next_try_at is None
    assert "invalid_grant" in link.problem


def test_a_worker_that_died_after_making_the_course_work_makes_no_second(client, scene, google):
    do(client, "link", scene, course="c1")
    worked()
    CourseLink.objects.update(work_id="", next_try_at=timezone.now())
    worked()
    assert CourseLink.objects.get().work_id == "w2"
    assert google.calls.count("courses.courseWork.create") == 1


def test_marks_wait_for_their_release(client, organisation, registrar, connected, google):
    scene = make_scene(organisation, registrar)
    linked(scene, google)
    do(client, "send", scene)
    assert not SentMark.objects.exists()
    assert not sending.send_next()


def test_course_work_of_others_takes_no_marks(client, scene, google):
    page = client.get(reverse("classroom:exam", args=[scene.written.exam.uuid]), {"course": "c1"})
    assert (page.context["works"], page.context["others"]) == ([], 1)
    do(client, "link", scene, course="c1", work="w1")
    assert not CourseLink.objects.exists()


def test_a_link_can_be_undone_while_marks_are_sent(client, scene, google, monkeypatch):
    linked(scene, google)
    do(client, "send", scene)
    give = sending.google.Classroom.give_grade

    def given(*told):
        CourseLink.objects.all().delete()
        give(*told)

    monkeypatch.setattr(sending.google.Classroom, "give_grade", given)
    assert sending.send_next()
    assert not SentMark.objects.exists()


def test_two_with_one_address_get_no_mark(client, scene, google):
    for work in Work.objects.select_related("enrolment__student__user"):
        work.enrolment.student.user.email = "s0@example.org"
        work.enrolment.student.user.save()
    linked(scene, google)
    do(client, "send", scene)
    worked()
    assert set(states().values()) == {"shared"}
    assert google.patched == []


def test_points_become_points_of_the_course_work():
    assert grade_of(Decimal("13.5"), whole=Decimal(20), most=Decimal(100)) == Decimal("67.50")
    assert grade_of(Decimal(1), whole=Decimal(3), most=Decimal(1)) == Decimal("0.33")
    assert pause_after(1) < pause_after(2) <= timedelta(hours=1)
    assert pause_after(MOST_TRIES) is None


def test_a_wish_while_the_course_work_is_made_is_not_lost(client, scene, google, monkeypatch):
    do(client, "link", scene, course="c1")
    make = sending.google.Classroom.make_work

    def made(*told):
        do(client, "send", scene)
        return make(*told)

    monkeypatch.setattr(sending.google.Classroom, "make_work", made)
    worked()
    assert states() == {"s0": "sent", "s1": "sent"}


def test_the_page_asks_the_same_for_one_student_and_for_more(client, scene, google, django_assert_max_num_queries):
    link = linked(scene, google)
    services.ask_to_send(link=link, by=scene.head)
    page = reverse("classroom:exam", args=[scene.written.exam.uuid])
    with django_assert_max_num_queries(100) as two:
        client.get(page)
    link.marks.first().delete()
    with django_assert_max_num_queries(100) as one:
        client.get(page)
    assert len(one) == len(two)
