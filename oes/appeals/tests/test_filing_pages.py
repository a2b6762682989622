"""The pages of filing: what the form offers, what it keeps, who sees what."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from conftest import make_student, make_user
from oes.appeals.filing import Contested
from oes.appeals.filing_basis import basis_of
from oes.appeals.filing_files import File
from oes.appeals.filing_lines import choices_of, key_of
from oes.appeals.models import Appeal, AppealLine, AppealRules, Commission
from oes.appeals.tests.scenes import WORDS, commission_with, filed_appeal, period_of
from oes.domain.appeal_state import AppealState
from oes.domain.carrying import Event
from oes.domain.spans import Span
from oes.exams.models import Enrolment, Faculty
from oes.journal.models import Entry
from oes.notices.models import Notice
from oes.violations.models import LedgerLine

pytestmark = pytest.mark.usefixtures("in_english")

CONDUCT = [Contested("conduct", "Noise.")]
PROCEDURE = replace(WORDS, topics=("procedure",))
PDF = File("letter.pdf", b"%PDF-1.7 hello")
PHONE = key_of(Event("phone", Span(2400.0, 2412.0)))


@pytest.fixture
def commission(release, exam, organisation, admin) -> Commission:
    return commission_with(organisation, period_of(exam), by=admin)


@pytest.fixture
def secretary(commission):
    return commission.members.get(role="secretary").user


def form_of(page, **more):
    """Return what a browser would send back of a page's form."""
    uuid = re.search(r'name="uuid" value="([^"]+)"', page.content.decode())[1]
    told = {
        "uuid": uuid, "course": "3", "programme": "6B06101", "iin": "", "contacts": "+7 701", "topics": ["violation"],
        "text": "I was alone.", "lines": ["verdict", PHONE], f"why_{PHONE}": "A calculator.",
    }  # fmt: skip
    return told | more


def test_the_form_offers_verdict_and_each_event_that_was_told_with_its_moment(signed_in, aigerim, exam, release):
    page = signed_in(aigerim).get(reverse("appeals:file", args=[exam.uuid])).content.decode()
    for told in ("Verdict: not honest", "Phone", "\N{MINUS SIGN}", aigerim.full_name, "aigerim@example.org"):
        assert told in page
    phone = release.verdict.attempt.violations.get(kind="phone")
    assert f"#event-{phone.uuid}" in page
    kinds = [one.kind for one in choices_of(basis_of(aigerim, exam.uuid, timezone.now()), timezone.now())]
    assert kinds == ["verdict", "conduct", "event", "event", "event"]


def test_an_event_that_was_never_weighed_can_be_contested(signed_in, aigerim, exam, release):
    release.told["events"][0]["deduction"] = None
    release.save(update_fields=["told"])
    LedgerLine.objects.filter(trust__attempt=release.verdict.attempt).delete()
    client, address = signed_in(aigerim), reverse("appeals:file", args=[exam.uuid])
    events = [one for one in choices_of(basis_of(aigerim, exam.uuid, timezone.now()), timezone.now()) if one.event]
    assert [(one.deduction, one.weight) for one in events][0] == (None, "")
    client.post(address, form_of(client.get(address), lines=[events[0].key]))
    assert AppealLine.objects.get().deduction is None


def test_it_is_sent_once_and_leads_to_the_receipt(signed_in, aigerim, exam, release):
    client, address = signed_in(aigerim), reverse("appeals:file", args=[exam.uuid])
    form = form_of(client.get(address), files=[SimpleUploadedFile(n, b"%PDF-1.7 x") for n in ("a.pdf", "b.pdf")])
    answer = client.post(address, form)
    row = Appeal.objects.get()
    state = reverse("appeals:state", args=[row.uuid])
    assert answer.url == state
    assert [(line.kind, line.text) for line in row.lines.all()] == [("verdict", ""), ("event", "A calculator.")]
    assert row.attachments.count() == 2
    again = client.post(address, form | {"files": []}, headers={"Accept": "application/json, text/html"})
    assert (again.json(), Appeal.objects.count()) == ({"to": state}, 1)
    assert client.get(address).url == state
    page = client.get(state).content.decode()
    assert "Appeal 1" in page and "a.pdf" in page and "the secretary of the commission" in page
    assert Entry.objects.filter(action="appeal_viewed", actor=aigerim.user.uuid).count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": ""}, "This field is required"),
        ({"topics": []}, "Choose at least one topic"),
        ({"lines": []}, "Choose what you contest"),
        ({"iin": "123456789012"}, "not the twelve digits"),
        ({"topics": ["technical"]}, "choose the topic"),
        ({"uuid": "x"}, "Some fields"),
        ({"lines": ["verdict", "event-0000000000000000"], "why_event-0000000000000000": "Not me"}, "has changed"),
    ],
)
def test_a_form_that_is_not_taken_keeps_what_was_typed(signed_in, aigerim, exam, release, wrong, words):
    client, address = signed_in(aigerim), reverse("appeals:file", args=[exam.uuid])
    answer = client.post(address, form_of(client.get(address), **wrong))
    page = answer.content.decode()
    assert (answer.status_code, Appeal.objects.count()) == (422, 0)
    assert words in page and "A calculator." in page
    if "why_event-0000000000000000" in wrong:
        assert "I was alone.\n\nNot me" in page


def test_nonsense_is_refused_without_a_row(signed_in, aigerim, exam, release):
    client, address = signed_in(aigerim), reverse("appeals:file", args=[exam.uuid])
    for told in ({}, {"course": "\x00", "lines": "\ud800".encode("utf-8", "ignore")}, {"uuid": "1", "files": "x"}):
        assert client.post(address, told).status_code == 422
    form = form_of(client.get(address), files=[SimpleUploadedFile("a.exe", b"MZ\x00")])
    assert client.post(address, form).status_code == 422
    assert not Appeal.objects.exists()


def test_other_students_see_nothing_of_it(signed_in, aigerim, daniyar, exam, release):
    row = filed_appeal(aigerim, exam, release=release)
    for name, key in (("state", row.uuid), ("file", exam.uuid)):
        assert signed_in(daniyar).get(reverse(f"appeals:{name}", args=[key])).status_code == 404


def test_after_the_deadline_the_page_says_so(signed_in, aigerim, exam, release):
    release.appeal_until = timezone.now() - timedelta(days=30)
    release.save()
    attempt = release.verdict.attempt
    attempt.ended_at = timezone.now() - timedelta(days=30)
    attempt.save()
    client = signed_in(aigerim)
    assert "The time to appeal ended" in client.get(reverse("appeals:file", args=[exam.uuid])).content.decode()
    assert "nothing to appeal against" in client.get(reverse("appeals:mine")).content.decode()


def test_the_list_costs_the_same_for_any_number_of_exams(
    signed_in, aigerim, exam, release, django_assert_max_num_queries, django_assert_num_queries
):
    client, address = signed_in(aigerim), reverse("appeals:mine")
    client.get(address)
    with django_assert_max_num_queries(16) as first:
        client.get(address)
    for n in range(4):
        exam.pk, exam.uuid, exam.title, exam._state.adding = None, None, f"Exam {n}", True
        exam.uuid = Appeal._meta.get_field("uuid").get_default()
        exam.closes_at = timezone.now() - timedelta(minutes=5)
        exam.save()
        Enrolment.objects.create(exam=exam, student=aigerim)
        filed_appeal(aigerim, exam, release=release, lines=CONDUCT, words=PROCEDURE) if n % 2 else None
    with django_assert_num_queries(len(first) + 4):  # steps, lines and files of what was filed
        client.get(address)


def test_the_instruction_is_open_and_follows_the_rules(client, organisation):
    page = client.get(reverse("appeals:instruction")).content.decode()
    assert "1 working day after" in page and "Saturdays, Sundays" in page
    AppealRules.objects.create(organisation=organisation, filing_days=3, works_on_saturday=True)
    page = client.get(reverse("appeals:instruction")).content.decode()
    assert "3 working days after" in page and "Saturdays, Sundays" not in page


def test_the_secretary_of_the_commission_takes_it(signed_in, aigerim, exam, release, commission, secretary):
    row = filed_appeal(aigerim, exam, release=release)
    client, address = signed_in(secretary), reverse("appeals:office", args=[row.uuid])
    assert aigerim.full_name in client.get(address).content.decode()
    assert aigerim.full_name in client.get(reverse("appeals:queue")).content.decode()
    assert client.post(address, {"decision": "returned"}).status_code == 422  # without a reason
    assert client.post(address, {"decision": "accepted"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.accepted_by, row.commission) == ("accepted", secretary, commission)
    assert Notice.objects.filter(user=aigerim.user, title="Your appeal 1 was accepted").exists()
    again = client.post(address, {"decision": "accepted"})
    assert again.status_code == 422


def test_what_is_returned_is_completed_by_the_student(signed_in, aigerim, exam, release, secretary):
    row = filed_appeal(aigerim, exam, release=release)
    office = reverse("appeals:office", args=[row.uuid])
    signed_in(secretary).post(office, {"decision": "returned", "reason": "The letter is missing."})
    client, address = signed_in(aigerim), reverse("appeals:state", args=[row.uuid])
    page = client.get(address).content.decode()
    assert "The letter is missing." in page and "Send again" in page
    told = {"course": "3", "programme": "6B06101", "contacts": "+7", "topics": ["violation"], "text": "The letter."}
    assert client.post(address, told | {"text": ""}).status_code == 422
    assert client.post(address, told | {"files": [SimpleUploadedFile("letter.pdf", b"%PDF-1.7 x")]}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.text, row.attachments.count()) == ("filed", "The letter.", 1)


def test_a_refusal_has_a_reason_and_can_be_taken_back(signed_in, aigerim, exam, release, secretary):
    row = filed_appeal(aigerim, exam, release=release)
    client, address = signed_in(secretary), reverse("appeals:office", args=[row.uuid])
    client.post(address, {"decision": "refused", "reason": "Empty."})
    row.refresh_from_db()
    assert (row.state, row.due_at) == ("refused", None)
    client.post(address, {"decision": "filed", "reason": "It was not empty."})
    row.refresh_from_db()
    assert row.state == "filed" and row.due_at is not None


def test_a_secretary_sees_the_appeals_of_the_own_commission_only(
    signed_in, organisation, aigerim, exam, release, admin, commission
):
    row = filed_appeal(aigerim, exam, release=release)
    other = Faculty.objects.create(organisation=organisation, name="Law")
    law = commission_with(organisation, period_of(exam), other, by=admin, prefix="law-", student=0)
    client = signed_in(law.members.get(role="secretary").user)
    assert aigerim.full_name not in client.get(reverse("appeals:queue") + "?view=all").content.decode()
    assert client.get(reverse("appeals:office", args=[row.uuid])).status_code == 404
    assert client.get(reverse("appeals:entered", args=[aigerim.uuid, exam.uuid])).status_code == 404


def test_who_has_a_conflict_does_not_take_it(signed_in, aigerim, exam, release, admin):
    row = filed_appeal(aigerim, exam, release=release)  # the administrator judged the attempt
    assert signed_in(admin).get(reverse("appeals:office", args=[row.uuid])).status_code == 404


def test_a_mail_is_entered_with_its_scan(signed_in, aigerim, exam, release, secretary):
    client = signed_in(secretary)
    found = client.get(reverse("appeals:enter"), {"q": "айгерім"}).content.decode()
    assert aigerim.full_name in found
    assert exam.title in client.get(reverse("appeals:enter"), {"student": aigerim.uuid}).content.decode()
    address = reverse("appeals:entered", args=[aigerim.uuid, exam.uuid])
    page = client.get(address)
    came = timezone.localtime(timezone.now() - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M")
    form = form_of(page, came_at=came)
    assert client.post(address, form).status_code == 422  # without the scan
    for wrong in ("0001-01-01T00:00", "9999-12-31T23:59", "x"):
        told = form | {"came_at": wrong, "scan": SimpleUploadedFile("mail.pdf", b"%PDF-1.7 x")}
        assert client.post(address, told).status_code == 422
    answer = client.post(address, form | {"scan": SimpleUploadedFile("mail.pdf", b"%PDF-1.7 x")})
    row = Appeal.objects.get()
    assert answer.url == reverse("appeals:office", args=[row.uuid])
    assert (row.via, row.attachments.get().is_scan, row.steps.get().by) == ("mail", True, secretary)
    assert client.get(reverse("appeals:enter"), {"student": "x"}).status_code == 404


def test_the_queue_costs_the_same_for_any_number(
    signed_in, organisation, aigerim, exam, release, registrar, django_assert_num_queries
):
    filed_appeal(aigerim, exam, release=release)
    client, address = signed_in(registrar), reverse("appeals:queue")
    client.get(address)
    with django_assert_num_queries(7):
        client.get(address)
    for n in range(3):
        student = make_student(organisation, f"more{n}", f"More {n}", "ИС-21-1")
        filed_appeal(student, exam, make_user(organisation, f"judge{n}", "administration"))
    with django_assert_num_queries(7):
        page = client.get(address).content.decode()
    assert "More 2" in page
    assert "More 2" in client.get(address + "?export=csv").content.decode()
    assert client.get(address + "?view=nonsense&page=x").status_code == 200


def test_a_student_withdraws(signed_in, aigerim, exam, release):
    row = filed_appeal(aigerim, exam, release=release)
    client = signed_in(aigerim)
    client.post(reverse("appeals:withdraw", args=[row.uuid]))
    row.refresh_from_db()
    assert row.state == AppealState.WITHDRAWN
    assert client.post(reverse("appeals:withdraw", args=[row.uuid])).status_code == 302
