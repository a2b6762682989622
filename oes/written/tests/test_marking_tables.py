"""What is saved of the pages of marking."""

import pytest
from django.urls import reverse

from oes.written.marking import release, setup
from oes.written.tests.marking_scene import make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(organisation, registrar):
    made = make_scene(organisation, registrar, opens_works=True)
    made.give_out()
    return made


def url(name, *args):
    return reverse(f"written:{name}", args=args)


def saved(client, name, scene, **more):
    return client.get(url(name, scene.written.exam.uuid), {"export": "csv", **more}).content.decode()


def test_saved_tables_hold_no_more_than_the_pages(scene, signed_in):
    scene.give_out()
    scene.mark_all()
    marker, head = signed_in(scene.markers[0]), signed_in(scene.head)
    assert ";15" in saved(head, "board", scene)
    found = [saved(marker, "mine", scene), saved(head, "board", scene), saved(head, "observed", scene, table="works")]
    assert all("100;" in text and "Аты" not in text for text in found)
    setup.add_marker(written=scene.written, user=scene.head, by=scene.head)
    assert ";15" not in saved(head, "board", scene)
    assert "100;" not in saved(head, "observed", scene, table="works")
    release.release_marks(written=scene.written, by=scene.head)
    assert "Аты s0" in saved(head, "board", scene)


def test_works_of_an_observed_exam_come_in_pages(scene, signed_in, monkeypatch):
    monkeypatch.setattr("oes.written.marking.observer_views.PAGE", 1)
    address, client = url("observed", scene.written.exam.uuid), signed_in(scene.head)
    first, second = (client.get(address, {"works": n}).content.decode() for n in (1, 2))
    assert "?works=2" in first
    assert str(scene.works[0].uuid) in first
    assert str(scene.works[0].uuid) not in second
