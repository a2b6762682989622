"""The own data of a written work without a recording."""

import io
import json
import zipfile
from uuid import uuid4

import pytest
from django.urls import reverse

from oes.exams.models import Student
from oes.journal.models import Entry
from oes.lib import blobs
from oes.portal.problem_services import report_problem
from oes.written.marking import release
from oes.written.models import Piece, Work
from oes.written.tests.marking_scene import make_scene


@pytest.fixture
def scene(organisation, registrar):
    made = make_scene(organisation, registrar)
    made.give_out()
    made.mark_all()
    return made


@pytest.fixture
def student(scene):
    return Student.objects.get(user__username="s0")


def address(scene):
    return reverse("owndata:export_work", args=[scene.works[0].uuid])


def taken(client, scene):
    answer = client.post(address(scene))
    assert answer["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    return archive, json.loads(archive.read("data.json"))


def test_it_holds_the_work_and_no_mark_before_the_release(scene, student, signed_in):
    work = scene.works[0]
    key = f"works/{work.uuid}/1.pdf"
    blobs.put(key, b"%PDF-1.4")
    Piece.objects.create(work=work, kind="file", name="a.pdf", media_type="application/pdf", blob_key=key, size=8)
    report_problem(uuid=uuid4(), student=student, exam=scene.written.exam, kind="other", text="It was dark")
    archive, told = taken(signed_in(student), scene)
    assert told["work"]["text"] == work.text
    assert "mark" not in told["work"]
    assert told["student"]["full_name"] == student.full_name
    assert told["problems"][0]["messages"][0]["text"] == "It was dark"
    assert [name for name in archive.namelist() if name.startswith("work/")]
    assert Entry.objects.get(action="own_data_exported").actor == student.user.uuid
    assert (
        address(scene)
        in signed_in(student).get(reverse("written:receipt", args=[scene.written.exam.uuid])).content.decode()
    )


def test_it_holds_the_mark_after_the_release_and_nobody_elses_name(scene, student, signed_in):
    release.release_marks(written=scene.written, by=scene.head)
    _archive, told = taken(signed_in(student), scene)
    assert told["work"]["mark"]["points"] == "15.00"
    names = [scene.markers[0].username, "s1", scene.head.username]
    assert not any(name in json.dumps(told) for name in names)
    assert signed_in(student).post(address(scene)).status_code == 302  # ten minutes lie between two


def test_it_is_the_own_and_ended_one_only(scene, student, signed_in):
    other = Student.objects.get(user__username="s1")
    assert signed_in(other).post(address(scene)).status_code == 404
    assert signed_in(scene.head).post(address(scene)).status_code == 403
    Work.objects.update(state=Work.State.HANDED_OUT)
    assert signed_in(student).post(address(scene)).status_code == 404
