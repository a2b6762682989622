import re

import pytest
from django.urls import reverse

from conftest import make_user
from oes.exams.duty_services import give_duties
from oes.exams.models import Exam, ExamDuty, ExamSlot, PlanningRules
from oes.journal.models import Entry
from oes.notices.models import Notice
from oes.portal.conflicts import conflicts_of
from oes.portal.planning import Move, move_exams, remove_slot
from oes.portal.proposal import give_proctors, plan_rest
from oes.portal.session import session_of
from oes.portal.tests.scenes import make_scene, make_slot


@pytest.fixture
def scene(organisation, registrar):
    return make_scene(organisation, registrar)


@pytest.fixture
def client(signed_in, registrar, settings):
    settings.LANGUAGE_CODE = "en"
    return signed_in(registrar)


def planned(scene):
    plan_rest(period=scene.period, by=scene.registrar)
    return list(Exam.objects.order_by("title"))


def test_every_subject_gets_an_exam_at_a_time_of_its_own(scene):
    done = plan_rest(period=scene.period, by=scene.registrar)
    assert (done.made, done.left) == (3, ())
    exams = Exam.objects.order_by("title")
    assert [exam.enrolments.count() for exam in exams] == [2, 2, 4]
    assert len({exam.opens_at for exam in exams}) == 3
    assert not conflicts_of(session_of(scene.period)).of_exam
    assert plan_rest(period=scene.period, by=scene.registrar).made == 0


def test_what_does_not_fit_is_told(organisation, registrar):
    scene = make_scene(organisation, registrar, slots=2)
    done = plan_rest(period=scene.period, by=registrar)
    assert done.made == 2
    assert len(done.left) == 1


def test_exams_that_clash_are_moved_and_the_others_stay(scene):
    exams = planned(scene)
    stays = exams[2].opens_at
    Exam.objects.filter(pk=exams[0].pk).update(opens_at=exams[1].opens_at, closes_at=exams[1].closes_at)
    wrong = conflicts_of(session_of(scene.period))
    assert wrong.clashing_students == 2
    assert wrong.clashing_staff == 1
    assert plan_rest(period=scene.period, by=scene.registrar, move=True).moved == 1
    assert not conflicts_of(session_of(scene.period)).of_exam
    assert Exam.objects.get(pk=exams[2].pk).opens_at == stays


def test_too_few_seats_and_too_many_exams_a_day_are_told(scene):
    exams = planned(scene)
    ExamSlot.objects.update(seats=2)
    late = make_slot(scene.period, 0, 3, seats=4)
    first = min(exams, key=lambda exam: exam.opens_at)
    other = next(exam for exam in exams[:2] if exam.pk != first.pk)
    move_exams(period=scene.period, moves=[Move(other, late, other.opens_at)], by=scene.registrar)
    found = conflicts_of(session_of(scene.period))
    kinds = {pk: {row.kind for row in rows} for pk, rows in found.of_exam.items()}
    assert kinds[other.pk] == {"crowded"}
    assert "seats" in kinds[exams[2].pk]
    PlanningRules.objects.create(period=scene.period, most_a_day=2)
    assert other.pk not in conflicts_of(session_of(scene.period)).of_exam


def test_students_are_told_of_a_move_once_the_session_is_public(scene):
    exams = planned(scene)
    free = make_slot(scene.period, 5)
    move_exams(period=scene.period, moves=[Move(exams[0], free, exams[0].opens_at)], by=scene.registrar)
    assert not Notice.objects.exists()
    scene.period.is_published = True
    exam = Exam.objects.get(pk=exams[0].pk)
    back = Move(exam, scene.slots[0], exam.opens_at)
    assert move_exams(period=scene.period, moves=[back], by=scene.registrar).done == (exam,)
    assert Notice.objects.filter(kind="exam_moved").count() == 2
    assert Entry.objects.filter(action="exams_moved").count() == 2


def test_proctors_are_given_without_a_clash(scene):
    exams = planned(scene)
    assert give_proctors(period=scene.period, by=scene.registrar) == (3, 0)
    assert give_proctors(period=scene.period, by=scene.registrar) == (0, 0)
    assert set(ExamDuty.objects.values_list("exam_id", flat=True)) == {exam.pk for exam in exams}
    assert not conflicts_of(session_of(scene.period)).staff


def test_a_proctor_at_two_exams_at_once_is_a_clash(scene):
    exams = planned(scene)
    Exam.objects.filter(pk=exams[0].pk).update(opens_at=exams[1].opens_at, closes_at=exams[1].closes_at)
    both = {exams[0]: [scene.proctors[0]], exams[1]: [scene.proctors[0]]}
    give_duties(duty=ExamDuty.Duty.PROCTOR, people=both, by=scene.registrar)
    assert conflicts_of(session_of(scene.period)).clashing_staff == 2


def test_a_slot_with_exams_stays(scene):
    planned(scene)
    assert not remove_slot(slot=scene.slots[0], by=scene.registrar)
    assert remove_slot(slot=make_slot(scene.period, 6), by=scene.registrar)
    assert ExamSlot.objects.count() == 3


def form_of(exams, **changed):
    data = {"exam": [str(exam.uuid) for exam in exams]}
    for exam in exams:
        data[f"seen-{exam.uuid}"] = exam.opens_at.isoformat()
        slot = ExamSlot.objects.get(starts_at=exam.opens_at)
        data[f"slot-{exam.uuid}"] = str(slot.uuid)
    return data | changed


def test_a_check_shows_the_conflict_and_stores_nothing(scene, client):
    exams = planned(scene)
    there = ExamSlot.objects.get(starts_at=exams[1].opens_at)
    data = form_of(exams, **{f"slot-{exams[0].uuid}": str(there.uuid)})
    told = client.post(reverse("portal:plan_check", args=[scene.period.uuid]), data).content.decode()
    assert "2 students also sit" in told
    assert "not saved yet" in told
    assert Exam.objects.get(pk=exams[0].pk).opens_at == exams[0].opens_at


def test_saving_keeps_what_somebody_else_changed_meanwhile(scene, client):
    exams = planned(scene)
    mine, theirs = make_slot(scene.period, 7), make_slot(scene.period, 8)
    data = form_of(exams, **{f"slot-{exams[0].uuid}": str(mine.uuid), f"slot-{exams[1].uuid}": str(mine.uuid)})
    move_exams(period=scene.period, moves=[Move(exams[1], theirs, exams[1].opens_at)], by=scene.registrar)
    move_exams(period=scene.period, moves=[Move(exams[2], theirs, exams[2].opens_at)], by=scene.registrar)
    page = client.post(reverse("portal:plan", args=[scene.period.uuid]), data).content.decode()
    starts = [Exam.objects.get(pk=exam.pk).opens_at for exam in exams]
    assert starts == [mine.starts_at, theirs.starts_at, theirs.starts_at]
    assert page.count("Somebody moved it") == 1
    again = {**data, f"seen-{exams[1].uuid}": theirs.starts_at.isoformat()}
    assert client.post(reverse("portal:plan", args=[scene.period.uuid]), again).status_code == 302
    starts = [Exam.objects.get(pk=exam.pk).opens_at for exam in exams]
    assert starts == [mine.starts_at, mine.starts_at, theirs.starts_at]


def test_duties_are_given_and_taken_on_the_page(scene, client, organisation):
    exams = planned(scene)
    make_user(organisation, "watcher", "observer")
    place = reverse("portal:plan", args=[scene.period.uuid])
    given = {f"proctor-{exams[0].uuid}": "proctor0, proctor1", f"observer-{exams[0].uuid}": "watcher"}
    assert client.post(place, form_of(exams, **given)).status_code == 302
    assert client.post(place, form_of(exams, **given)).status_code == 302
    assert ExamDuty.objects.count() == 3
    gone = str(ExamDuty.objects.get(user__username="proctor0").uuid)
    client.post(place, form_of(exams, **{f"end-{exams[0].uuid}": gone}))
    assert ExamDuty.objects.count() == 2


def test_a_login_that_nobody_has_is_kept_and_nothing_is_stored(scene, client):
    exams = planned(scene)
    other = make_slot(scene.period, 7)
    data = form_of(exams, **{f"proctor-{exams[0].uuid}": "nobody", f"slot-{exams[1].uuid}": str(other.uuid)})
    page = client.post(reverse("portal:plan", args=[scene.period.uuid]), data).content.decode()
    assert "Nobody with this duty has the login nobody." in page
    assert 'value="nobody"' in page
    assert re.search(rf'value="{other.uuid}"\s+selected', page)
    assert Exam.objects.get(pk=exams[1].pk).opens_at == exams[1].opens_at


@pytest.mark.parametrize("broken", ["nonsense", "2031-13-45T99:99", "2031-01-13T04:00:00", ""])
def test_a_broken_form_changes_nothing(scene, client, broken):
    exams = planned(scene)
    data = form_of(
        exams, **{f"seen-{exams[0].uuid}": broken, "exam": [str(exams[0].uuid), "x", str(scene.period.uuid)]}
    )
    assert client.post(reverse("portal:plan", args=[scene.period.uuid]), data).status_code == 200
    assert Exam.objects.get(pk=exams[0].pk).opens_at == exams[0].opens_at


SLOTS = {"first": "2031-01-13", "last": "2031-01-19", "weekdays": ["0", "5"], "times": "09:00-11:00\n12:00–14:00"}


def test_slots_are_days_and_times_in_the_zone_of_the_organisation(organisation, registrar, client):
    scene = make_scene(organisation, registrar, slots=0)
    place = reverse("portal:slots", args=[scene.period.uuid])
    assert client.post(place, {**SLOTS, "seats": "40"}).status_code == 302
    assert client.post(place, SLOTS).status_code == 302
    slots = list(ExamSlot.objects.all())
    assert len(slots) == 4
    assert slots[0].starts_at.isoformat() == "2031-01-13T04:00:00+00:00"
    assert {slot.seats for slot in slots} == {40}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("times", "9 to 11", "This is no time: 9 to 11"),
        ("times", "25:00-26:00", "This is no time"),
        ("times", "11:00-09:00", "ends before it begins"),
        ("last", "2031-02-19", "not within the session"),
        ("first", "2031-01-20", "not within the session"),
    ],
)
def test_slots_that_make_no_sense_are_refused(scene, client, field, value, words):
    page = client.post(reverse("portal:slots", args=[scene.period.uuid]), {**SLOTS, field: value}).content.decode()
    assert words in page
    assert ExamSlot.objects.count() == 3
