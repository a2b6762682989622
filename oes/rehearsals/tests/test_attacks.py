"""What a hostile student, or an unlucky server, does with rehearsals."""

import hashlib
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oes.attempts.models import Attempt
from oes.domain.policy import Policy
from oes.exams.services import add_policy
from oes.lib import blobs
from oes.recordings.models import Segment
from oes.rehearsals import expiry, services
from oes.rehearsals.tests.conftest import TOLD, Page

WEBM = (
    b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm" + b"\0" * 40
)


def put(page: Page, sequence: int, at: float = 0.0, track: str = "camera"):
    body = WEBM + bytes([sequence])
    headers = page.headers | {
        "Oes-Sha256": hashlib.sha256(body).hexdigest(), "Oes-Start": str(at), "Oes-End": str(at + 8),
    }  # fmt: skip
    return Client().put(f"{page.base}/segments/{track}/1/{sequence}", body, headers=headers)


def test_a_rehearsal_is_no_store_of_films(recorded):
    page = Page(recorded)
    assert put(page, 90).status_code == 201
    Attempt.objects.filter(pk=recorded.pk).update(started_at=timezone.now() - timedelta(hours=2))
    answer = put(page, 91, 7000.0)
    assert (answer.status_code, answer.json()["code"]) == (409, "closed")


def test_a_student_rehearses_so_often_a_day(aigerim, signed_in, monkeypatch):
    monkeypatch.setattr(services, "MOST_A_DAY", 2)
    client = signed_in(aigerim)
    version = client.get(reverse("rehearsals:begin")).context["version"]
    told = {"answer": "accept", "version": version}
    assert [client.post(reverse("rehearsals:begin"), told).status_code for _ in range(3)] == [302, 302, 429]
    assert Attempt.objects.count() == 2
    Attempt.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert client.post(reverse("rehearsals:begin"), told).status_code == 302


def test_an_exam_that_needs_the_guard_can_be_rehearsed_without(organisation, aigerim):
    add_policy(organisation=organisation, policy=Policy(guard="required"))
    page = Page(services.open_rehearsal(student=aigerim, text_version="1", language="kk", user_agent=""))
    assert page.post("/ready", {"tier": "A"}).status_code == 200
    assert page.post("/start", {}).json()["state"] == "started"


def test_a_file_that_no_row_names_goes_with_the_others(done, settings):
    stray = f"attempts/{done.attempt.uuid}/camera/1-99-0123456789abcdef.webm"
    blobs.put(stray, b"a server was killed between the file and its row")
    part = blobs.path_of(stray).with_name(".0011223344556677.part")
    part.write_bytes(b"half a face")
    Attempt.objects.filter(pk=done.attempt_id).update(created_at=timezone.now() - timedelta(days=9))
    assert expiry.delete_next()
    assert not part.exists()
    assert not blobs.path_of(stray).exists()


def test_what_comes_after_the_deletion_is_deleted_too(recorded, aigerim, signed_in, settings):
    """The page was left half-way, and the student's tab sends on."""
    Attempt.objects.filter(pk=recorded.pk).update(created_at=timezone.now() - timedelta(days=9))
    old = Page(recorded)
    assert expiry.delete_next()
    assert put(old, 90).status_code == 401
    new = Page(recorded)
    assert put(new, 90).status_code == 400
    assert new.post("/runs", {"take_over": True}).status_code == 201
    assert put(new, 91).status_code == 201
    assert expiry.delete_next()
    assert not Segment.objects.exists()


@pytest.mark.parametrize("who", ["proctor", "admin"])
def test_a_code_of_another_institution_is_unknown(done, outsider, signed_in, who, request, settings):
    settings.ALLOWED_HOSTS = ["*"]
    shown = signed_in(request.getfixturevalue(who)).get(reverse("rehearsals:find"), {"code": done.code})
    assert shown.context["result"].rehearsal == done
    elsewhere = signed_in(outsider).get(reverse("rehearsals:find"), {"code": done.code}, HTTP_HOST="elsewhere.example")
    assert elsewhere.context["result"] is None
    assert signed_in(outsider).get(reverse("rehearsals:find"), {"code": done.code}).status_code in (302, 403)


def test_a_student_cannot_search_and_sees_no_others_result(done, daniyar, signed_in):
    client = signed_in(daniyar)
    assert client.get(reverse("rehearsals:find"), {"code": done.code}).status_code == 403
    assert client.get(reverse("rehearsals:rehearsal", args=[done.attempt.uuid])).status_code == 404
    assert client.post(reverse("recorder:token", args=[done.attempt.uuid])).status_code == 404


def test_a_rehearsal_gives_no_way_into_an_exam(recorded):
    page = Page(recorded)
    for call in ("/start", "/resume"):
        told = page.post(call, {}).json()
        assert not {"address", "access_code", "embed_token"} & set(told), call
    assert page.post("/pause", {}).status_code == 409


def test_odd_codes_find_nothing(done, proctor, signed_in):
    client = signed_in(proctor)
    for code in ("", "%", "______", "\0", "\ud800".encode("utf-8", "surrogatepass"), "x" * 500, "' or 1=1"):
        assert client.get(reverse("rehearsals:find"), {"code": code}).context["result"] is None


def test_a_result_is_told_once(recorded):
    page = Page(recorded)
    first = page.post("/rehearsal", TOLD).json()
    assert page.post("/rehearsal", {**TOLD, "upload_kbps": 1}).json() == first
