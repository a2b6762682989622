"""The protocol closes a decided case; student and faculty get it, and its hash stands in the chain."""

from hashlib import sha256
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from oes.appeals import protocol_services, protocol_views
from oes.appeals.models import Appeal, AppealMail, Decision, PanelMember, Protocol
from oes.appeals.moving import AppealRefused
from oes.appeals.protocol_mails import mail_again, mail_next
from oes.appeals.protocol_pdf import application_pdf, protocol_pdf, signing
from oes.appeals.protocol_queries import with_papers
from oes.appeals.protocol_services import draw_up
from oes.appeals.tests.decided import add_line, make_case, other_student
from oes.evidence.documents import document_of
from oes.exams.models import Faculty
from oes.journal.models import Entry
from oes.journal.services import first_broken
from oes.lib import blobs
from oes.lib.canonical import digest
from oes.notices.models import Notice


@pytest.fixture
def case(attempt):
    return make_case(attempt)


@pytest.fixture
def quick(monkeypatch):
    """Papers are typeset in a test of their own."""
    monkeypatch.setattr(protocol_services, "protocol_pdf", lambda appeal, now: b"%PDF-" + str(appeal.number).encode())


def test_it_closes_the_case_with_sealed_papers_in_three_languages(case, quick):
    rows = draw_up(appeal=case.appeal, by=case.secretary)
    case.appeal.refresh_from_db()
    assert (case.appeal.state, case.appeal.due_at) == ("closed", None)
    assert [row.language for row in rows] == ["kk", "ru", "en"]
    assert all(sha256(blobs.read(row.blob_key)).hexdigest() == row.sha256 for row in rows)
    assert b"%PDF" not in blobs.path_of(rows[0].blob_key).read_bytes(), "sealed"


def test_the_chain_has_the_hash_and_the_document_can_be_made_again(case, quick):
    draw_up(appeal=case.appeal, by=case.secretary)
    attempt = case.appeal.attempt
    entry = Entry.objects.get(chain__subject=attempt.uuid, action="protocol_drawn_up")
    body = document_of(attempt, action=entry.action, content=entry.content)
    assert digest(body) == entry.content["sha256"]
    assert first_broken(attempt.uuid) is None
    Decision.objects.update(reason="another")
    assert digest(document_of(attempt, action=entry.action, content=entry.content)) != entry.content["sha256"]


def test_student_and_faculty_get_it_by_mail(case, quick, settings):
    settings.OES_MAIL_NOTICES = True
    draw_up(appeal=case.appeal, by=case.secretary)
    while mail_next():
        pass
    sent = {letter.to[0]: [name for name, _, _ in letter.attachments] for letter in mail.outbox}
    assert sent == {
        "aigerim@example.org": ["appeal-7-protocol-ru.pdf"],
        "law@example.org": ["appeal-7-protocol-kk.pdf", "appeal-7-protocol-ru.pdf"],
    }
    assert Notice.objects.filter(user=case.appeal.student.user, path__endswith="/protocol/ru.pdf").count() == 1


def refused_mails(case, monkeypatch, settings):
    """Draw up the protocol with a mail server that takes nothing."""

    def refuse(letter, **more):
        raise SMTPRecipientsRefused({letter.to[0]: (550, b"No such mailbox")})

    settings.OES_MAIL_NOTICES = True
    draw_up(appeal=case.appeal, by=case.secretary)
    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", refuse)
        while mail_next():
            pass
    assert AppealMail.objects.filter(said="550 No such mailbox", refused_at__isnull=False).count() == 2


def test_a_refused_mail_is_sent_again_once_to_the_address_of_today(case, quick, settings, monkeypatch, signed_in):
    refused_mails(case, monkeypatch, settings)
    Faculty.objects.filter(pk=case.appeal.faculty_id).update(mail="right@example.org")
    client, page = signed_in(case.secretary), reverse("appeals:protocol", args=[case.appeal.uuid])
    assert client.get(page).content.decode().count("550 No such mailbox") == 2
    row = AppealMail.objects.get(to="law@example.org")
    for _ in range(2):
        client.post(reverse("appeals:protocol_mail", args=[case.appeal.uuid, row.uuid]))
    assert Entry.objects.get(action="appeal_mail_again").content["mail"] == str(row.uuid)
    while mail_next():
        pass
    assert [letter.to for letter in mail.outbox] == [["right@example.org"]]
    client.post(reverse("appeals:protocol_mail", args=[case.appeal.uuid, row.uuid]))
    assert not mail_next()
    shown = client.get(page).content.decode()
    assert shown.count("550 No such mailbox") == 1


def test_only_who_draws_up_sends_again(case, quick, settings, monkeypatch, signed_in):
    refused_mails(case, monkeypatch, settings)
    row = AppealMail.objects.get(to="law@example.org")
    with pytest.raises(AppealRefused, match="right"):
        mail_again(mail=row, by=case.users["teacher1"])
    other = reverse("appeals:protocol_mail", args=[case.appeal.uuid, case.appeal.uuid])
    assert signed_in(case.secretary).post(other).status_code == 404
    assert AppealMail.objects.filter(refused_at__isnull=False).count() == 2


OWN = "registrar with the own appeal"


@pytest.mark.parametrize("who", ["teacher1", "student3", OWN, "recused", "undecided", "twice"])
def test_it_is_refused(case, quick, registrar, who):
    by, code = case.users.get(who, case.secretary), "right"
    if who == "recused":
        PanelMember.objects.filter(member__user=by).update(recused_at=case.appeal.filed_at)
    elif who == OWN:
        by = registrar
        case.appeal.student.user = registrar
        case.appeal.student.save()
    elif who == "undecided":
        Decision.objects.first().delete()
        code = "undecided"
    elif who == "twice":
        draw_up(appeal=case.appeal, by=by)
        code = "state"
    before = (Protocol.objects.count(), AppealMail.objects.count())
    with pytest.raises(AppealRefused) as refused:
        draw_up(appeal=case.appeal, by=by)
    assert refused.value.code == code
    assert (Protocol.objects.count(), AppealMail.objects.count()) == before


def test_the_secretary_reads_the_decisions_and_draws_up_with_one_press(case, quick, signed_in):
    client, place = signed_in(case.secretary), reverse("appeals:protocol", args=[case.appeal.uuid])
    page = client.get(place).content.decode()
    assert page.count("The clip shows a book") == 2 and "draft-kk.pdf" in page
    assert client.post(place).url == client.post(place).url == place
    page = client.get(place).content.decode()
    assert Protocol.objects.count() == 3 and "protocol/kk.pdf" in page and "draft-kk.pdf" not in page


def test_the_journal_has_who_took_a_draft(case, quick, signed_in):
    place = reverse("appeals:protocol_draft", args=[case.appeal.uuid, "kk"])
    assert signed_in(case.secretary).get(place).status_code == 200
    assert Entry.objects.get(action="appeal_paper_taken").content["paper"] == "draft-kk"


def test_papers_open_to_the_student_and_to_who_may_know_the_contacts(case, quick, signed_in, registrar):
    draw_up(appeal=case.appeal, by=case.secretary)
    place = reverse("appeals:protocol_pdf", args=[case.appeal.uuid, "kk"])
    organisation = case.appeal.organisation
    asked = {
        "student": case.appeal.student, "secretary": case.secretary, "teacher": case.users["teacher1"],
        "registrar": registrar, "student member": case.users["student3"], "another": other_student(organisation),
    }  # fmt: skip
    found = {name: signed_in(who).get(place).status_code for name, who in asked.items()}
    opens = {"student": 200, "secretary": 200, "teacher": 200, "registrar": 200}
    assert found == opens | {"student member": 404, "another": 404}
    taken = Entry.objects.filter(action="appeal_paper_taken")
    assert {entry.content["paper"] for entry in taken} == {"protocol-kk"} and len(taken) == 3


def test_a_student_member_gets_the_application_without_iin_and_contacts(case, signed_in, monkeypatch):
    shown = {}
    monkeypatch.setattr(protocol_views, "application_pdf", lambda *_, **told: shown.update(told) or b"%PDF")
    place = reverse("appeals:application_pdf", args=[case.appeal.uuid])
    assert signed_in(case.users["student3"]).get(place).status_code == 200
    assert shown == {"shows_contacts": False, "shows_name": True}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_papers_are_typeset(case, language):
    row = with_papers(Appeal.objects.all()).get()
    with translation.override(language):
        for paper in (application_pdf(row, timezone.now()), protocol_pdf(row, timezone.now(), draft=True)):
            assert paper.startswith(b"%PDF") and len(paper) > 10_000


def test_a_signature_line_stands_for_each_member_and_four_at_least(case):
    panel = list(PanelMember.objects.select_related("member__user"))
    assert [name for _, name in signing(panel)] == ["chair0", "teacher1", "teacher2", "student3", "secretary4"]
    assert len(signing(panel[:1])) == 4


def test_the_page_asks_as_often_for_many_lines_as_for_few(attempt, signed_in):
    case = make_case(attempt, lines=1)
    client, place = signed_in(case.secretary), reverse("appeals:protocol", args=[case.appeal.uuid])
    with CaptureQueriesContext(connection) as few:
        client.get(place)
    for position in range(1, 12):
        add_line(case.appeal, position, case.secretary, decided=True)
    with CaptureQueriesContext(connection) as many:
        client.get(place)
    assert len(many) == len(few)
