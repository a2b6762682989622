"""Who may take a pack along from the detailed report, and that anybody gets the page that checks it."""

import io
import subprocess
import zipfile
from datetime import timedelta

import pytest

from oes.attempts.models import Attempt
from oes.attempts.services import end_attempt
from oes.evidence.models import SigningKey
from oes.evidence.page import _script, verifier_page
from oes.evidence.verify import verify
from oes.ingest.tests.test_segment import WEBM, Sender
from oes.journal.models import Entry


@pytest.fixture
def ended(attempt):
    return end_attempt(attempt=attempt, source="student")


@pytest.fixture
def address(ended) -> str:
    return f"/attempts/{ended.uuid}/evidence-pack/"


def test_the_administration_gets_a_pack_that_is_clean(signed_in, admin, ended, address):
    answer = signed_in(admin).post(address)
    assert (answer.status_code, answer["Content-Type"], answer.streaming) == (200, "application/zip", True)
    assert "attachment" in answer["Content-Disposition"]
    body = b"".join(answer.streaming_content)
    assert verify(io.BytesIO(body)).outcome == "unsigned"
    link = Entry.objects.filter(chain__subject=ended.uuid).last()
    assert (link.action, link.actor) == ("evidence_packed", admin.uuid)


def test_what_was_uploaded_is_in_it_and_the_receipt_of_the_answer_holds(signed_in, admin, attempt):
    sender = Sender(attempt)
    Attempt.objects.filter(pk=attempt.pk).update(started_at=attempt.started_at - timedelta(seconds=20))
    receipt = sender.put().json()["link"]
    end_attempt(attempt=attempt, source="student")
    late = sender.put(WEBM + b"late", sequence=2, start=8.0, end=16.0).json()["link"]
    answer = signed_in(admin).post(f"/attempts/{attempt.uuid}/evidence-pack/")
    body = io.BytesIO(b"".join(answer.streaming_content))
    key = SigningKey.objects.get().fingerprint
    assert [verify(body, keys=[key], receipt=one).outcome for one in (receipt, late)] == ["clean"] * 2
    assert zipfile.ZipFile(body).read("media/camera/1-1.webm") == WEBM
    assert zipfile.ZipFile(body).read("media/camera/1-2.webm") == WEBM + b"late"


def test_nobody_else_gets_it(signed_in, client, aigerim, daniyar, outsider, address):
    assert client.post(address).status_code == 302
    assert [signed_in(who).post(address).status_code for who in (aigerim.user, daniyar.user)] == [403] * 2
    assert signed_in(outsider).post(address).status_code in (403, 404)
    assert not Entry.objects.filter(action="evidence_packed").exists()


def test_looking_at_its_address_packs_nothing(signed_in, admin, address):
    assert signed_in(admin).get(address).status_code == 405


def test_a_running_attempt_is_put_off_with_a_sentence(signed_in, admin, attempt):
    answer = signed_in(admin).post(f"/attempts/{attempt.uuid}/evidence-pack/")
    assert answer.url == f"/attempts/{attempt.uuid}/detailed/"
    assert not Entry.objects.filter(action="evidence_packed").exists()


def test_without_its_key_the_institution_packs_nothing(signed_in, admin, ended, address, settings, tmp_path):
    signed_in(admin).post(address)
    packed = Entry.objects.filter(action="evidence_packed").count()
    settings.OES_KEYS_DIR = tmp_path / "elsewhere"
    assert signed_in(admin).post(address).status_code == 302
    assert Entry.objects.filter(action="evidence_packed").count() == packed == 1


def test_the_detailed_report_offers_it_once_the_attempt_has_ended(signed_in, admin, attempt, address):
    assert address in signed_in(admin).get(f"/attempts/{attempt.uuid}/detailed/").content.decode()


def test_anybody_gets_the_page_that_checks_packs(client, organisation):
    answer = client.get("/verify.html")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert answer.content.decode() == verifier_page()


def test_the_page_is_one_file_that_asks_nobody(tmp_path):
    page = verifier_page()
    assert "default-src 'none'" in page
    assert "<script src" not in page
    assert "import " not in _script().split("// The page around")[0].replace("subtle.importKey", "")
    (tmp_path / "script.mjs").write_text(_script())
    subprocess.run(["node", "--check", str(tmp_path / "script.mjs")], check=True)
