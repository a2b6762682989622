"""Marking from the distribution to the released mark."""

from decimal import Decimal

import pytest
from django.utils import timezone

from oes.journal.models import Entry
from oes.notices.models import Notice
from oes.written.marking import distribution, release, services, setup
from oes.written.marking.models import FinalMark, GivenPoints, Marking, Remark
from oes.written.models import Work, WrittenExam
from oes.written.tests.marking_scene import add_work, make_scene, make_teacher, make_written

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(organisation, registrar):
    return make_scene(organisation, registrar)


@pytest.fixture
def given(scene):
    scene.give_out()
    return scene


def refused(code):
    return pytest.raises(Exception, match=f"^{code}$")


def departments(work):
    return [m.marker.teacher.department.name for m in work.markings.order_by("turn")]


def test_every_work_gets_two_markers_of_different_departments(given):
    for work in given.works:
        assert sorted(departments(work)) == ["Algebra", "Physics"]
    assert Notice.objects.filter(kind="works_given").count() == 3
    assert Entry.objects.filter(action="works_given_out").get().content["works"] == 2


def test_nobody_who_has_left_gets_works(scene):
    gone = scene.markers[0]
    gone.is_active = False
    gone.save()
    scene.give_out()
    assert Marking.objects.count() == 4 and not gone.markings.exists()


def test_giving_out_again_gives_nothing_twice(given):
    given.give_out()
    assert Marking.objects.count() == 4


def test_it_needs_criteria_and_markers(organisation, registrar):
    written = make_written(organisation)
    with refused("criteria"):
        distribution.give_out(written=written, by=registrar)
    scene_criteria = [setup.Wanted(None, "All", Decimal(10))]
    setup.save_plan(written=written, changes={}, criteria=scene_criteria, by=registrar)
    add_work(written, "s9", 9)
    with refused("markers"):
        distribution.give_out(written=written, by=registrar)
    setup.add_marker(written=written, user=make_teacher(organisation, "solo", "Algebra"), by=registrar)
    with refused("markers"):  # a cross-check needs another department
        distribution.give_out(written=written, by=registrar)
    assert not Marking.objects.exists()


def test_a_late_work_is_given_out_by_itself(given):
    assert not distribution.give_out_next()
    late = add_work(given.written, "late", 777)
    assert distribution.give_out_next()
    assert late.markings.count() == 2
    assert not distribution.give_out_next()


def test_rules_and_criteria_stand_once_works_are_given_out(given):
    with refused("stands"):
        setup.save_plan(written=given.written, changes={"threshold_percent": 5}, criteria=None, by=given.head)
    with refused("stands"):
        other = [setup.Wanted(None, "Other", Decimal(1))]
        setup.save_plan(written=given.written, changes={}, criteria=other, by=given.head)
    same = setup.current(given.written)
    setup.save_plan(written=given.written, changes={"opens_works": True}, criteria=same, by=given.head)
    assert WrittenExam.objects.get(pk=given.written.pk).plan.opens_works


def test_criteria_are_kept_by_their_identifier(scene):
    one, two = setup.current(scene.written)
    new = [two, setup.Wanted(one.uuid, "Solution, changed", one.points), setup.Wanted(None, "Third", Decimal(3))]
    setup.save_plan(written=scene.written, changes={}, criteria=new, by=scene.head)
    assert [c.title for c in scene.written.criteria.all()] == ["Proof", "Solution, changed", "Third"]
    assert scene.written.criteria.get(title="Proof").uuid == two.uuid


def test_two_close_marks_give_their_mean(given):
    work = given.works[0]
    given.mark(work, 1, 15)
    assert not FinalMark.objects.exists()
    given.mark(work, 2, 16)
    assert (work.mark.points, work.mark.basis) == (Decimal("15.50"), "mean")
    assert [e.action for e in Entry.objects.filter(chain__subject=work.uuid)] == [
        "work_marked", "work_marked", "mark_settled",
    ]  # fmt: skip


def test_two_distant_marks_call_a_third_who_decides(given):
    work = given.works[0]
    given.mark(work, 1, 8)
    given.mark(work, 2, 15)
    third = work.markings.get(turn=3)
    assert third.marker not in {m.marker for m in work.markings.exclude(turn=3)}
    assert not FinalMark.objects.filter(work=work).exists()
    assert Notice.objects.filter(user=third.marker, kind="works_given").exists()
    given.mark(work, 3, 14)
    work.refresh_from_db()
    assert (work.mark.points, work.mark.basis) == (Decimal("14.50"), "closest")


def test_a_missing_third_marker_is_found_when_one_is_added(organisation, registrar):
    scene = make_scene(organisation, registrar, works=1)
    setup.remove_marker(marker=scene.written.markers.get(user=scene.markers[1]), by=registrar)
    scene.give_out()
    work = scene.works[0]
    scene.mark(work, 1, 0)
    scene.mark(work, 2, 20)
    assert distribution.works_without_third(scene.written) == [work]
    setup.add_marker(written=scene.written, user=scene.markers[1], by=registrar)
    assert work.markings.get(turn=3).marker == scene.markers[1]


def test_a_marking_without_all_points_is_not_finished(given):
    row = given.works[0].markings.get(turn=1)
    criterion = given.written.criteria.first()
    services.save_points(marking=row, points={criterion.pk: Decimal(3)}, words="x")
    with refused("missing"):
        services.finish(marking=row)
    services.save_points(marking=row, points={criterion.pk: None}, words="x")
    assert not GivenPoints.objects.exists()


def test_a_finished_marking_stands(given):
    row = given.mark(given.works[0], 1, 10)
    for change in (
        lambda: services.finish(marking=row),
        lambda: services.save_points(marking=row, points={}, words=""),
        lambda: services.add_remark(marking=row, text="late"),
    ):
        with refused("finished"):
            change()


def test_the_same_remark_is_kept_once(given):
    row = given.works[0].markings.get(turn=1)
    for _ in range(2):
        services.add_remark(marking=row, text="Where from?")
    remark = Remark.objects.get()
    services.remove_remark(marking=row, remark=remark.uuid)
    services.remove_remark(marking=row, remark=remark.uuid)
    assert not Remark.objects.exists()
    told = Entry.objects.filter(action__startswith="remark_").order_by("pk")
    assert [(one.action, one.actor) for one in told] == [
        ("remark_added", row.marker.uuid), ("remark_removed", row.marker.uuid),
    ]  # fmt: skip
    assert "Where" not in str(told[0].content)


def test_an_unfinished_marking_moves_to_another_of_the_same_side(given):
    beka, saule, olga = given.markers
    row = Marking.objects.filter(marker=beka).first()
    with refused("department"):
        distribution.move(marking=row, to=olga, by=given.head)
    services.add_remark(marking=row, text="of beka")
    distribution.move(marking=row, to=saule, by=given.head)
    row.refresh_from_db()
    assert row.marker == saule
    assert not row.remarks.exists()


def test_who_is_taken_off_leaves_the_open_works_to_others(given):
    beka, saule, olga = given.markers
    setup.remove_marker(marker=given.written.markers.get(user=beka), by=given.head)
    assert not Marking.objects.filter(marker=beka).exists()
    with refused("waiting"):
        setup.remove_marker(marker=given.written.markers.get(user=olga), by=given.head)
    assert given.written.markers.get(user=olga).removed_at is None


def test_marks_are_released_when_every_work_has_one(given):
    with refused("open"):
        release.release_marks(written=given.written, by=given.head)
    assert not given.written.works.filter(state=Work.State.RELEASED).exists()
    given.mark_all()
    at = release.release_marks(written=given.written, by=given.head)
    assert release.release_marks(written=given.written, by=given.head) == at
    assert set(Work.objects.values_list("state", flat=True)) == {Work.State.RELEASED}
    told = Notice.objects.filter(kind="mark_released")
    assert {notice.user.username for notice in told} == {"s0", "s1"}
    assert "15" in told.first().text
    assert Entry.objects.get(action="marks_released").content["marks"] == 2


def test_a_work_that_is_still_written_keeps_the_marks_back(given):
    given.mark_all()
    add_work(given.written, "slow", 5, state=Work.State.HANDED_OUT)
    with refused("open"):
        release.release_marks(written=given.written, by=given.head)


def test_a_missed_work_does_not(given):
    given.mark_all()
    missed = add_work(given.written, "away", 6, state=Work.State.MISSED)
    release.release_marks(written=given.written, by=given.head)
    missed.refresh_from_db()
    assert missed.state == Work.State.MISSED


def test_works_open_only_after_the_marks_and_where_the_exam_says_so(given):
    with refused("policy"):
        release.open_works(written=given.written, by=given.head, is_open=True)
    setup.save_plan(written=given.written, changes={"opens_works": True}, criteria=None, by=given.head)
    written = WrittenExam.objects.get(pk=given.written.pk)
    with refused("marks"):
        release.open_works(written=written, by=given.head, is_open=True)
    given.mark_all()
    release.release_marks(written=written, by=given.head)
    release.open_works(written=written, by=given.head, is_open=True)
    written.refresh_from_db()
    assert written.opened_at <= timezone.now()
