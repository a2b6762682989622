"""A finished marking is opened again."""

import pytest
from django.urls import reverse

from oes.journal.models import Entry
from oes.notices.models import Notice
from oes.written.marking import release
from oes.written.marking.models import FinalMark, Marking, MarkingReturn
from oes.written.marking.taking_back import TakingBackRefused, take_back
from oes.written.tests.marking_scene import make_scene


@pytest.fixture
def scene(organisation, registrar):
    made = make_scene(organisation, registrar)
    made.give_out()
    return made


def refused(code):
    return pytest.raises(TakingBackRefused, match=code)


def back(marking, by=None, **more):
    row = Marking.objects.get(pk=marking.pk)
    return take_back(marking=row, by=by or row.marker, **more)


def test_a_marker_opens_the_own_one_until_the_other_is_done(scene):
    work = scene.works[0]
    first = scene.mark(work, 1, 12)
    back(first)
    with refused("open"):
        back(first)
    row = Marking.objects.get(pk=first.pk)
    assert (row.points, row.finished_at, row.given.count()) == (None, None, 2)
    assert MarkingReturn.objects.get().points == 12
    assert Entry.objects.get(action="marking_taken_back").content["points"] == "12.00"
    scene.mark(work, 1, 13)
    scene.mark(work, 2, 14)
    with refused("settled"):
        back(first)
    assert FinalMark.objects.get(work=work).points == 13.5


def test_one_marker_alone_opens_it_until_the_release(organisation, registrar):
    scene = make_scene(organisation, registrar, works=1, cross_check=False)
    scene.give_out()
    row = scene.mark(scene.works[0], 1, 12)
    back(row)
    assert not FinalMark.objects.exists()
    with pytest.raises(release.ReleaseRefused, match="open"):
        release.release_marks(written=scene.written, by=registrar)
    scene.mark(scene.works[0], 1, 17)
    assert FinalMark.objects.get().points == 17
    release.release_marks(written=scene.written, by=registrar)
    with refused("released"):
        back(row)
    with refused("released"):
        back(row, by=registrar, reason="a sum")


def test_the_office_opens_one_with_a_reason_and_its_marker_is_told(scene):
    work = scene.works[0]
    first, _second = scene.mark(work, 1, 12), scene.mark(work, 2, 13)
    with refused("reason"):
        back(first, by=scene.head)
    Notice.objects.all().delete()
    back(first, by=scene.head, reason="the sum is wrong")
    assert Notice.objects.get().user == first.marker
    assert not FinalMark.objects.filter(work=work).exists()
    entry = Entry.objects.get(action="marking_taken_back")
    assert (entry.actor, "sum" in str(entry.content)) == (scene.head.uuid, False)
    scene.mark(work, 1, 13)
    assert FinalMark.objects.get(work=work).points == 13


def test_a_third_marker_who_waits_is_not_needed_any_more(scene):
    work = scene.works[0]
    first, _second = scene.mark(work, 1, 0), scene.mark(work, 2, 20)
    with refused("settled"):
        back(first)
    back(first, by=scene.head, reason="points of another work")
    assert set(work.markings.values_list("turn", flat=True)) == {1, 2}
    scene.mark(work, 1, 20)
    assert FinalMark.objects.get(work=work).points == 20


def test_a_third_marking_that_is_finished_stays(scene):
    work = scene.works[0]
    second = (scene.mark(work, 1, 0), scene.mark(work, 2, 20))[1]
    scene.mark(work, 3, 4)
    back(second, by=scene.head, reason="points of another work")
    scene.mark(work, 2, 5)
    assert FinalMark.objects.get(work=work).points == 4.5


def test_pages_open_it_again(scene, signed_in):
    work = scene.works[0]
    row = scene.mark(work, 1, 12)
    own, head = signed_in(row.marker), signed_in(scene.head)
    address = reverse("written:take_back", args=[row.uuid])
    assert address in own.get(reverse("written:marking", args=[row.uuid])).content.decode()
    own.post(address)
    assert Marking.objects.get(pk=row.pk).finished_at is None
    assert address not in own.get(reverse("written:marking", args=[row.uuid])).content.decode()
    scene.mark(work, 1, 12)
    again = reverse("written:open_again", args=[scene.written.exam.uuid, row.uuid])
    assert again in head.get(reverse("written:board", args=[scene.written.exam.uuid])).content.decode()
    head.post(again, {"reason": " "})
    assert Marking.objects.get(pk=row.pk).finished_at is not None
    head.post(again, {"reason": "a sum"})
    assert Marking.objects.get(pk=row.pk).finished_at is None
    assert signed_in(scene.markers[2]).post(address).status_code == 404
