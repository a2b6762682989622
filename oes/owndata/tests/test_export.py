"""The export: everything own, nothing of others, in pieces."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oes.exams.models import ExamPeriod, Faculty, Subject
from oes.journal.models import Entry
from oes.lib import blobs
from oes.owndata import export
from oes.recordings import late
from oes.recordings.models import FaultLine, Segment
from oes.review.services import give_answer, record_verdict
from oes.written.marking.models import FinalMark, Marking, Remark
from oes.written.models import Work, WrittenExam
from tests.scenes import Seen, add_checks, add_segment, approve_photo, sit


def take(client, attempt):
    return client.post(reverse("owndata:export", args=[attempt.uuid]))


def opened(answer) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


@pytest.fixture
def recorded(sat) -> Segment:
    row = add_segment(sat, 8)
    row.blob_key = f"attempts/{sat.uuid}/camera/1-1.webm"
    row.save()
    blobs.put(row.blob_key, b"\x1a\x45\xdf\xa3" + b"film" * 1000)
    return row


def test_who_may_take_it(sat, signed_in, aigerim, daniyar, admin):
    assert take(Client(), sat).status_code == 302
    assert (take(signed_in(admin), sat).status_code, take(signed_in(daniyar), sat).status_code) == (403, 404)
    assert signed_in(aigerim).get(reverse("owndata:export", args=[sat.uuid])).status_code == 405
    assert not Entry.objects.filter(action="own_data_exported").exists()


def test_it_holds_everything_own_decrypted(sat, recorded, signed_in, aigerim, admin):
    approve_photo(aigerim, admin)
    give_answer(violation=sat.violations.get(kind="phone"), text="Менің сөзім.", by=aigerim.user)
    found = opened(take(signed_in(aigerim), sat))
    assert found.testzip() is None
    data = json.loads(found.read("data.json"))
    assert data["student"]["full_name"] == aigerim.full_name
    assert [row["text"] for row in data["answers"]] == ["Менің сөзім."]
    assert {row["kind"] for row in data["findings"]} == {"nobody_in_frame", "phone"}
    assert blobs.read(recorded.blob_key) in {found.read(name) for name in found.namelist() if "recordings/" in name}
    kinds = {name.split("/")[0] + "/" + name.split("/")[-1].split("-")[0] for name in found.namelist()}
    assert {"pictures/identity", "pictures/screen", "pictures/finding"} <= kinds
    assert any(name.startswith("reference_photos/") for name in found.namelist())


def test_marks_are_in_it_once_they_are_released(sat, signed_in, aigerim, teacher, admin):
    written = WrittenExam.objects.create(exam=sat.enrolment.exam)
    now = timezone.now()
    work = Work.objects.create(written=written, enrolment=sat.enrolment, number=7, text="Жауап", handed_out_at=now)
    marking = Marking.objects.create(work=work, marker=teacher, turn=1, given_at=now, due_at=now, words="Жақсы")
    Remark.objects.create(marking=marking, text="Анық емес")
    FinalMark.objects.create(work=work, points=8, basis="one", settled_at=now)
    before = opened(take(signed_in(aigerim), sat)).read("data.json").decode()
    assert "Жауап" in before and "Жақсы" not in before and "Анық емес" not in before
    WrittenExam.objects.update(released_at=now)
    Entry.objects.filter(action="own_data_exported").delete()
    told = json.loads(opened(take(signed_in(aigerim), sat)).read("data.json"))["work"]
    assert (told["mark"]["points"], told["markings"][0]["words"]) == ("8.00", "Жақсы")
    assert [one["text"] for one in told["comments"]] == ["Анық емес"] and teacher.username not in json.dumps(told)


def test_problems_and_applications_are_in_it(sat, signed_in, aigerim, organisation):
    problem = sat.problems.create(student=aigerim, kind="camera", due_at=timezone.now())
    problem.messages.create(by=aigerim.user, from_student=True, text="Камера өшті")
    today = timezone.localdate()
    period = ExamPeriod.objects.create(organisation=organisation, title="W", starts_on=today, ends_on=today)
    subject = Subject.objects.create(organisation=organisation, period=period, code="A", title="Алгебра")
    faculty = Faculty.objects.create(organisation=organisation, name="Law")
    aigerim.applications.create(
        number=1, organisation=organisation, subject=subject, faculty=faculty, course=2, contact="+7", reason="Сырқат",
        due_on=today,
    )  # fmt: skip
    data = json.loads(opened(take(signed_in(aigerim), sat)).read("data.json"))
    assert [one["text"] for one in data["problems"][0]["messages"]] == ["Камера өшті"]
    assert (data["applications"][0]["subject"], data["applications"][0]["reason"]) == ("Алгебра", "Сырқат")


def test_nothing_of_anybody_else_is_in_it(sat, recorded, over, daniyar, signed_in, aigerim, admin):
    admin.last_name = "Secretov"
    admin.save()
    signed_in(admin).get(reverse("review:detailed", args=[sat.uuid]))
    record_verdict(attempt=sat, honest=False, reason="A private note", by=admin)
    other = sit(daniyar, over, seen=[Seen("phone", 700, 720)])
    add_checks(other)
    text = opened(take(signed_in(aigerim), sat)).read("data.json").decode()
    strangers = ("Secretov", "private note", str(admin.uuid), str(other.uuid), daniyar.full_name, str(daniyar.uuid))
    assert not [word for word in strangers if word in text]
    assert json.loads(text)["seen_by"][0]["who"]
    own = (str(sat.uuid), str(aigerim.uuid))
    staged = [key for _, key in export.files_of(sat, with_findings=True) if not key.endswith("/0.webm")]
    assert staged
    assert all(any(uuid in key for uuid in own) for key in staged)


def test_findings_are_in_it_only_where_they_are_shown(sat, over, signed_in, aigerim):
    over.closes_at = timezone.now() + timedelta(hours=1)
    over.save()
    found = opened(take(signed_in(aigerim), sat))
    data = json.loads(found.read("data.json"))
    assert (data["findings"], data["trust_percent"], data["findings_hidden"]) == ([], None, "exam_open")
    assert not [name for name in found.namelist() if "finding-" in name]


def test_it_is_throttled_and_noted(sat, signed_in, aigerim, monkeypatch):
    client = signed_in(aigerim)
    b"".join(take(client, sat).streaming_content)
    assert take(client, sat).status_code == 429
    assert Entry.objects.filter(action="own_data_exported", actor=aigerim.user.uuid).count() == 1
    monkeypatch.setattr(export, "REST", timedelta(0))
    monkeypatch.setattr(export, "MOST_A_DAY", 2)
    b"".join(take(client, sat).streaming_content)
    assert take(client, sat).status_code == 429


def test_what_cannot_be_read_is_named(sat, recorded, signed_in, aigerim):
    for row in sat.identitychecks.all():
        blobs.delete(row.blob_key)
    found = opened(take(signed_in(aigerim), sat))
    assert "identity-" in found.read("not_readable.txt").decode()


def test_what_was_deleted_by_rule_stops_nothing(sat, recorded, signed_in, aigerim):
    Segment.objects.update(blob_key="")
    found = opened(take(signed_in(aigerim), sat)).namelist()
    assert "data.json" in found
    assert not [name for name in found if name.startswith("recordings/")]


def test_a_lost_key_stops_nothing(sat, recorded, signed_in, aigerim, settings, tmp_path):
    settings.OES_KEYS_DIR = tmp_path / "elsewhere"
    found = opened(take(signed_in(aigerim), sat))
    assert "recordings/camera" in found.read("not_readable.txt").decode()


def test_what_was_deleted_stops_nothing(sat, recorded, signed_in, aigerim):
    Segment.objects.filter(track__attempt=sat).update(blob_key="")  # as `oes.retention.removal` leaves them
    found = opened(take(signed_in(aigerim), sat))
    assert json.loads(found.read("data.json"))["segments"]
    assert not [name for name in found.namelist() if name.startswith("recordings/")]


def test_what_came_unannounced_and_what_failed_are_in_it(sat, recorded, signed_in, aigerim):
    key = f"attempts/{sat.uuid}/camera/1-9.webm"
    blobs.put(key, b"\x1a\x45\xdf\xa3 late")
    late.keep_unannounced(
        attempt=sat, track="camera", run=recorded.run, sequence=9, started_seconds=72, ended_seconds=80,
        sha256="9" * 64, size=9, container="webm", blob_key=key, link="9" * 64, received_at=timezone.now(),
    )  # fmt: skip
    FaultLine.objects.create(
        attempt=sat, cause="server", reason="server_down", start_seconds=5, end_seconds=9, known_by="server"
    )
    found = opened(take(signed_in(aigerim), sat))
    data = json.loads(found.read("data.json"))
    assert [row["state"] for row in data["unannounced_segments"]] == ["waiting"]
    assert [row["reason"] for row in data["technical_faults"]] == ["server_down"]
    assert found.read("recordings/camera/001-00009.webm") == b"\x1a\x45\xdf\xa3 late"


def test_it_is_read_in_pieces_and_one_file_at_a_time(sat, recorded, monkeypatch):
    blobs.put(recorded.blob_key, b"x" * (3 * export.PIECE_BYTES + 5))
    reads, opening = [], blobs.open_blob

    def counted(key):
        file = opening(key)
        reads.append(file)
        assert sum(not one.closed for one in reads) == 1
        return file

    monkeypatch.setattr(blobs, "open_blob", counted)
    pieces = export.export_zip(sat, timezone.now())
    assert max(len(piece) for piece in pieces) < 2 * export.PIECE_BYTES
    assert len(reads) > 3
