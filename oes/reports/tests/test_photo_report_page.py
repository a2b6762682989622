"""The photo report's page and PDF: who may see them, and what is in them (G16-G18)."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from oes.attempts.models import Attempt
from oes.evidence.services import sign_head
from oes.journal.models import Entry
from oes.journal.services import append
from oes.lib import blobs
from oes.reports.pdf import photo_report_pdf
from oes.reports.queries import photo_report, started_attempt
from oes.violations.models import Evidence

ADDRESSES = ("reports:photo", "reports:photo_pdf", "reports:photo_mail")


@pytest.mark.parametrize("name", ADDRESSES)
def test_strangers_are_sent_to_the_sign_in(name, client, judged, settings):
    settings.LOGIN_URL = "/sign-in/"
    assert client.get(reverse(name, args=(judged.uuid,))).url.startswith("/sign-in/")


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("who", ["proctor", "aigerim", "outsider"])
def test_other_roles_and_institutions_are_refused(name, who, signed_in, request, judged):
    client, address = signed_in(request.getfixturevalue(who)), reverse(name, args=(judged.uuid,))
    answer = client.post(address) if name.endswith("mail") else client.get(address)
    assert answer.status_code == 403


@pytest.mark.parametrize("name", ADDRESSES)
def test_another_institution_does_not_find_it_on_its_own_address(name, signed_in, outsider, judged, settings):
    settings.ALLOWED_HOSTS = ["elsewhere.example"]
    client, address = signed_in(outsider), reverse(name, args=(judged.uuid,))
    send = client.post if name.endswith("mail") else client.get
    assert send(address, headers={"host": "elsewhere.example"}).status_code == 404


def test_an_attempt_that_never_started_has_no_report(english_client, judged):
    Attempt.objects.filter(pk=judged.pk).update(started_at=None, ended_at=None)
    assert english_client.get(reverse("reports:photo", args=(judged.uuid,))).status_code == 404


def test_the_page_shows_entries_with_boxes_and_times(english_client, judged):
    shown = english_client.get(reverse("reports:photo", args=(judged.uuid,))).content.decode()
    assert "Examinee turned away from the screen" in shown
    assert "02-03-2026 10:25:21 - 10:27:01" in shown
    entry = shown.split("Second person")[0].rpartition("<li")[2]
    box = re.search(r'class="box"\s+style="([^"]*)"', entry).group(1)
    assert re.findall(r"[\d.]+%", box) == ["70.00%", "10.00%", "20.00%", "40.00%"]
    assert "2 (40% of all)" in shown
    assert "attempts/" + judged.uuid.hex not in shown  # no place in the store


def test_boxes_keep_their_dots_in_languages_with_commas(english_client, judged):
    english_client.cookies["django_language"] = "ru"
    shown = english_client.get(reverse("reports:photo", args=(judged.uuid,))).content.decode()
    assert re.search(r"--x: ?70\.00%", shown)


def test_each_look_is_in_the_journal(english_client, judged, admin):
    english_client.get(reverse("reports:photo", args=(judged.uuid,)))
    english_client.get(reverse("reports:photo_pdf", args=(judged.uuid,)))
    entries = Entry.objects.filter(chain__subject=judged.uuid, action="photo_report_viewed")
    assert [(entry.actor, entry.content["form"]) for entry in entries] == [(admin.uuid, "page"), (admin.uuid, "pdf")]


def test_the_pdf_is_a_file_that_no_cache_keeps(english_client, judged):
    answer = english_client.get(reverse("reports:photo_pdf", args=(judged.uuid,)))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.startswith(b"%PDF-")


def pdf_of(judged, organisation) -> bytes:
    attempt = started_attempt(judged.uuid, organisation)
    now = timezone.now()
    return photo_report_pdf(photo_report(attempt=attempt, organisation=organisation, now=now), now)


def test_names_that_look_like_typst_are_only_shown(judged, organisation, aigerim):
    aigerim.full_name = '#panic("run") #read("/etc/passwd") $x$ ] } \\ "'
    aigerim.save()
    assert pdf_of(judged, organisation).startswith(b"%PDF-")


def test_a_missing_or_damaged_picture_does_not_stop_the_pdf(judged, organisation):
    first, second = Evidence.objects.all()[:2]
    blobs.delete(first.blob_key)
    blobs.put(second.blob_key, b"\xff\xd8\xff not a picture")
    assert pdf_of(judged, organisation).startswith(b"%PDF-")


def test_the_file_in_the_store_is_never_changed(judged, organisation, english_client):
    before = {row.blob_key: blobs.read(row.blob_key) for row in Evidence.objects.all()}
    pdf_of(judged, organisation)
    english_client.get(reverse("reports:photo", args=(judged.uuid,)))
    assert {key: BytesIO(blobs.read(key)).getvalue() for key in before} == before


def test_the_pdf_ends_with_the_signed_record(judged, organisation):
    append(subject=judged.uuid, action="recording_viewed")
    assert "Fingerprint" not in text_of(pdf_of(judged, organisation))
    head = sign_head(subject=judged.uuid, organisation=organisation)
    text = text_of(pdf_of(judged, organisation)).replace(" ", "").replace("\n", "")
    assert head.key.fingerprint in text
    assert head.head in text


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
