"""Applications for cumulative assessment: who decides, until when, and what follows."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone, translation

from conftest import make_user
from oes.domain.application_state import ApplicationState as State
from oes.exams.models import Enrolment, ExamPeriod, Faculty, FacultyOffice, Format, Student, Subject, Teaching
from oes.journal.models import Entry
from oes.notices.models import Notice
from oes.portal import application_queries as queries
from oes.portal import application_services as services
from oes.portal.application_pdf import application_pdf
from oes.portal.models import Application, OfficeMail

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def faculty(organisation, aigerim):
    row = Faculty.objects.create(organisation=organisation, name="Law", mail="law@example.org")
    aigerim.study_group.faculty = row
    aigerim.study_group.save()
    return row


@pytest.fixture
def dean(organisation, faculty):
    user = make_user(organisation, "dean", "dean")
    FacultyOffice.objects.create(faculty=faculty, user=user)
    return user


@pytest.fixture
def subject(organisation, aigerim, teacher):
    today = timezone.localdate()
    period = ExamPeriod.objects.create(
        organisation=organisation, title="Winter", starts_on=today, ends_on=today + timedelta(days=20)
    )
    row = Subject.objects.create(organisation=organisation, period=period, code="LAW-1", title="Roman law")
    Teaching.objects.create(subject=row, teacher=teacher, study_group=aigerim.study_group)
    return row


def send(student, subject, **values):
    told = {"uuid": uuid4(), "course": 2, "contact": "+7 701 000 00 00", "reason": "I worked abroad."} | values
    return services.apply(student=student, subject=subject, **told)


def refused(code, call, *told, **values):
    with pytest.raises(services.ApplicationRefused) as caught:
        call(*told, **values)
    assert caught.value.code == code


def test_it_goes_to_the_office_and_to_its_mail(aigerim, subject, dean):
    row = send(aigerim, subject)
    assert (row.number, row.state, row.faculty.name) == (1, State.SUBMITTED, "Law") and row.due_on
    notice, mail = Notice.objects.get(user=dean), OfficeMail.objects.get()
    assert aigerim.full_name in notice.text and notice.path == f"/applications/{row.uuid}/"
    assert mail.to == "law@example.org" and "Application 1" in mail.title and "Roman law" in mail.text
    assert Entry.objects.filter(action="application_submitted", chain__subject=aigerim.uuid).exists()


def test_the_registrar_is_told_where_nobody_works_in_the_office(aigerim, subject, faculty, registrar):
    send(aigerim, subject)
    assert Notice.objects.get().user == registrar


def test_one_form_makes_one_application_and_a_second_is_refused(aigerim, subject, dean):
    key = uuid4()
    assert send(aigerim, subject, uuid=key) == send(aigerim, subject, uuid=key)
    refused("twice", send, aigerim, subject)
    services.withdraw(application=Application.objects.get())
    assert send(aigerim, subject).number == 2


def test_it_is_refused_after_the_last_day_and_without_a_faculty(aigerim, subject):
    refused("faculty", send, aigerim, subject)
    subject.period.applications_until = timezone.localdate() - timedelta(days=1)
    subject.period.save()
    refused("closed", send, aigerim, subject)
    assert not Application.objects.exists() and not OfficeMail.objects.exists()


def test_a_grant_is_told_and_takes_the_student_off_the_exams(aigerim, subject, dean, exam, enrolment):
    exam.subject = subject
    exam.save()
    row = services.decide(application=send(aigerim, subject), decision=State.GRANTED, reason="Good marks", by=dean)
    assert (row.state, row.due_on) == (State.GRANTED, None)
    assert not Enrolment.objects.exists()
    notice = Notice.objects.get(user=aigerim.user)
    assert "granted" in notice.title and notice.text == "Good marks"


def test_who_has_an_attempt_stays_on_the_list(aigerim, subject, dean, exam, attempt):
    exam.subject = subject
    exam.save()
    services.decide(application=send(aigerim, subject), decision=State.GRANTED, reason="Yes", by=dean)
    assert Enrolment.objects.exists()


def test_a_returned_one_is_sent_again(aigerim, subject, dean):
    row = services.decide(application=send(aigerim, subject), decision=State.RETURNED, reason="Which year?", by=dean)
    assert row.due_on
    again = services.send_again(application=row, contact="a@example.org", reason="I worked abroad in 2026.")
    assert (again.state, again.contact) == (State.SUBMITTED, "a@example.org")
    refused("state", services.send_again, application=row, contact="", reason="")
    assert [step.state for step in again.steps.all()] == ["submitted", "returned", "submitted"]


def test_a_refusal_may_become_a_grant_and_nothing_else(aigerim, subject, dean):
    row = services.decide(application=send(aigerim, subject), decision=State.REFUSED, reason="No", by=dean)
    refused("state", services.withdraw, application=row)
    row = services.decide(application=row, decision=State.GRANTED, reason="After all", by=dean)
    refused("state", services.decide, application=row, decision=State.REFUSED, reason="No", by=dean)
    assert Application.objects.get().state == State.GRANTED
    assert [step.state for step in row.steps.order_by("pk")] == [State.SUBMITTED, State.REFUSED, State.GRANTED]


def test_nobody_decides_the_own_application(aigerim, subject, faculty):
    FacultyOffice.objects.create(faculty=faculty, user=aigerim.user)
    row = send(aigerim, subject)
    refused("own", services.decide, application=row, decision=State.GRANTED, reason="Mine", by=aigerim.user)
    assert Application.objects.get().state == State.SUBMITTED


def test_only_own_subjects_of_open_periods_can_be_chosen(aigerim, daniyar, subject, organisation):
    today = timezone.localdate()
    assert list(queries.subjects_for(aigerim, today)) == [subject]
    assert not queries.subjects_for(daniyar, today).exists()
    assert not queries.subjects_for(aigerim, today + timedelta(days=21)).exists()
    Subject.objects.update(format=Format.CUMULATIVE)
    assert not queries.subjects_for(aigerim, today).exists()


def test_an_office_sees_its_own_faculty(aigerim, subject, dean, organisation, registrar):
    row = send(aigerim, subject)
    other = make_user(organisation, "dean2", "dean")
    assert list(queries.queue(queries.faculties_of(dean, organisation), view="open")) == [row]
    assert not queries.queue(queries.faculties_of(other, organisation), view="open")
    assert list(queries.queue(queries.faculties_of(registrar, organisation), view="all")) == [row]
    assert queries.late_count(queries.faculties_of(dean, organisation), row.due_on + timedelta(days=1)) == 1


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_form_is_a_pdf_in_each_language(aigerim, subject, dean, language):
    row = send(aigerim, subject, reason="#let x = 1; \\ $a$ *b* " * 40)
    services.decide(application=row, decision=State.REFUSED, reason="No", by=dean)
    row = queries.own_applications(aigerim).get()
    with translation.override(language):
        assert application_pdf(row, timezone.now()).startswith(b"%PDF-")


def test_nobody_fills_the_mailbox_of_the_office(aigerim, subject, dean):
    for _ in range(services.MOST_TRIES):
        services.withdraw(application=send(aigerim, subject))
    mails = OfficeMail.objects.count()
    refused("often", send, aigerim, subject)
    assert (Application.objects.count(), OfficeMail.objects.count()) == (services.MOST_TRIES, mails)


def test_a_form_with_the_uuid_of_another_student_makes_a_row_of_its_own(aigerim, daniyar, subject, dean):
    first = send(aigerim, subject)
    Student.objects.filter(pk=daniyar.pk).update(study_group=aigerim.study_group)
    daniyar.refresh_from_db()
    assert send(daniyar, subject, uuid=first.uuid).uuid != first.uuid
