"""The student's pages of a written exam."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from oes.exams.models import Enrolment
from oes.written.closing import close_work
from oes.written.models import Piece, Work
from oes.written.tests.conftest import jpeg

pytestmark = pytest.mark.django_db
PAGE = str(uuid4())


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def client(signed_in, aigerim):
    return signed_in(aigerim)


@pytest.fixture
def at(written):
    """Return a function: the address of one of the exam's pages."""
    return lambda name, *more: reverse(f"written:{name}", args=[written.exam.uuid, *more])


def tell(client, address, **content):
    return client.post(address, json.dumps(content), "application/json")


def text_told(**more):
    return {"text": "Жауап", "page": PAGE, "turn": 1, "revision": 0, **more}


def test_the_tasks_are_taken_written_and_handed_in(client, at, written, aigerim):
    Enrolment.objects.create(exam=written.exam, student=aigerim)
    assert b"Show me the tasks" in client.get(at("sit")).content
    assert client.post(at("take")).status_code == 302
    work = Work.objects.get()
    page = client.get(at("sit")).content.decode()
    assert f"Есеп {work.variant}" in page and f"Есеп {3 - work.variant}" not in page
    assert tell(client, at("text"), **text_told()).json() == {"revision": 1}
    assert client.get(at("receipt")).status_code == 302
    assert tell(client, at("hand_in")).json() == {"state": "handed_in"}
    assert client.get(at("sit"))["Location"] == at("receipt")
    work.refresh_from_db()
    told = client.get(at("receipt")).content.decode()
    assert work.receipt_sha256 in told and work.receipt_link in told and "Жауап" in told


def test_it_takes_few_queries_however_much_there_is(client, at, work, django_assert_num_queries):
    for place in range(3):
        Piece.objects.create(
            kind="file", work=work, position=place, name="a.pdf", media_type="application/pdf", size=1, sha256="0" * 64
        )
    client.get(at("sit"))
    with django_assert_num_queries(12):
        client.get(at("sit"))
    with django_assert_num_queries(8):
        client.get(at("state"))


def test_bad_messages_change_nothing(client, at, work):
    bad = [
        text_told(text=5), text_told(turn="1"), text_told(turn=-1), text_told(turn=True), text_told(page="x"),
        text_told(revision=10**9), {}, [],
    ]  # fmt: skip
    assert [client.post(at("text"), json.dumps(one), "application/json").status_code for one in bad] == [400] * len(bad)
    assert client.post(at("text"), b"\xff", "application/json").status_code == 400
    assert client.post(at("order"), '{"pieces": ["x"]}', "application/json").status_code == 400
    assert client.post(at("pieces"), {"kind": "task"}).status_code == 400
    work.refresh_from_db()
    assert (work.text, work.revision) == ("", 0)


def test_a_newer_text_of_another_page_comes_back(client, at, work):
    tell(client, at("text"), **text_told())
    answer = tell(client, at("text"), **text_told(page=str(uuid4()), text="old"))
    assert answer.status_code == 409
    assert {key: answer.json()[key] for key in ("code", "text", "revision")} == {
        "code": "conflict", "text": "Жауап", "revision": 1,
    }  # fmt: skip


def test_photos_are_sent_turned_and_opened_by_link_only(client, at, work, signed_in, daniyar):
    told = {"uuid": str(uuid4()), "kind": "photo", "file": SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")}
    kept = client.post(at("pieces"), told).json()
    assert client.get(kept["link"])["Content-Type"] == "image/jpeg"
    assert client.get(kept["small"])["Content-Type"] == "image/jpeg"
    assert client.get(kept["link"].partition("?")[0]).status_code == 403
    assert signed_in(daniyar).get(kept["link"]).status_code == 403
    assert tell(client, kept["page"], turned=90, crop=[0, 0, 1, 0.5]).json()["turned"] == 90
    assert tell(client, kept["page"], turned=45, crop=[0, 0, 1, 1]).json()["code"] == "page"
    assert signed_in(daniyar).post(kept["remove"]).status_code == 404
    assert client.post(kept["remove"]).status_code == 200
    assert client.get(kept["link"]).status_code == 404


def test_a_file_is_given_out_as_a_download(client, at, work):
    told = {
        "uuid": str(uuid4()),
        "kind": "file",
        "file": SimpleUploadedFile("жауап.html", b"<script>alert(1)</script>"),
    }
    answer = client.get(client.post(at("pieces"), told).json()["link"])
    assert answer["Content-Type"].startswith("text/plain") and answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_broken_pictures_and_programs_are_refused(client, at, work):
    for kind, body, status in (("photo", b"\xff\xd8\xff", 422), ("file", b"MZ", 409)):
        told = {"uuid": str(uuid4()), "kind": kind, "file": SimpleUploadedFile("a.jpg", body)}
        assert client.post(at("pieces"), told).status_code == status
    assert not Piece.objects.exists()


def test_before_and_after_there_are_no_tasks(client, at, written, aigerim):
    Enrolment.objects.create(exam=written.exam, student=aigerim)
    exam = written.exam
    for opens, closes, words in ((1, 2, b"not handed out yet"), (-3, -2, b"time of this exam is over")):
        exam.opens_at = timezone.now() + timedelta(hours=opens)
        exam.closes_at = timezone.now() + timedelta(hours=closes)
        exam.save()
        page = client.get(at("sit")).content
        assert words in page and "Есеп".encode() not in page
        assert client.post(at("take"), follow=True).status_code == 200
        assert tell(client, at("text"), **text_told()).json()["code"] == "not_handed_out"
    assert not Work.objects.exists()


def test_who_comes_too_late_says_why(client, at, work, exam):
    tell(client, at("text"), **text_told())
    exam.closes_at = timezone.now() - timedelta(minutes=5)
    exam.save()
    close_work(work=work, at=timezone.now())
    page = client.get(at("sit"))
    assert page.status_code == 200 and b'"phase": "late"' in page.content
    assert tell(client, at("text"), **text_told(turn=2, text="all")).status_code == 409
    assert tell(client, at("late"), reason="The network").json()["has_reason"] is True
    assert tell(client, at("text"), **text_told(turn=3, text="all")).status_code == 200
    assert tell(client, at("hand_in")).status_code == 200
    assert "The network" in client.get(at("receipt")).content.decode()


def test_a_work_that_nobody_closed_yet_is_closed_when_it_is_looked_at(client, at, work, exam):
    tell(client, at("text"), **text_told())
    exam.closes_at = timezone.now() - timedelta(minutes=16)
    exam.save()
    assert client.get(at("sit"), follow=True).redirect_chain == [(at("receipt"), 302)]
    work.refresh_from_db()
    assert work.is_automatic and work.state == "handed_in"


def test_letters_that_no_database_takes_are_replaced(client, at, work):
    body = json.dumps(text_told(text="a\ud800\x00b"))
    assert client.post(at("text"), body, "application/json").status_code == 200
    work.refresh_from_db()
    assert work.text == "a?b"
    work.written.exam.closes_at = timezone.now() - timedelta(minutes=1)
    work.written.exam.save()
    assert client.post(at("late"), '{"reason": "\\udfff"}', "application/json").status_code == 200


def test_the_link_to_a_cut_page_does_not_open_the_whole_photo(client, at, work):
    told = {"uuid": str(uuid4()), "kind": "photo", "file": SimpleUploadedFile("p.jpg", jpeg())}
    links = client.post(at("pieces"), told).json()
    cut = links["small"]
    assert client.get(cut).status_code == client.get(links["link"]).status_code == 200
    assert client.get(cut.replace("/page.jpg", "")).status_code == 403
