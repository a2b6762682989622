"""Applications go a year after their exam session."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from oes.exams.models import ExamPeriod, Faculty, Subject
from oes.journal.models import Entry
from oes.portal.models import Application, ApplicationStep, OfficeMail
from oes.retention.expiry import tidy


@pytest.fixture
def made(organisation, aigerim, admin):
    faculty = Faculty.objects.create(organisation=organisation, name="Law")

    def make(number: int, ends_on: date, state: str = "granted") -> Application:
        period = ExamPeriod.objects.create(
            organisation=organisation, title=str(number), starts_on=ends_on - timedelta(days=9), ends_on=ends_on
        )
        subject = Subject.objects.create(organisation=organisation, period=period, code=str(number), title="Law")
        row = Application.objects.create(
            organisation=organisation, student=aigerim, subject=subject, faculty=faculty, number=number, course=1,
            contact="+7", reason="ill", state=state, due_on=ends_on,
        )  # fmt: skip
        ApplicationStep.objects.create(application=row, state=state, by=admin, reason="marks")
        OfficeMail.objects.create(application=row, to="law@example.org", title="t", text="t")
        return row

    return make


def test_they_go_with_steps_and_mails_when_the_days_are_over(made, organisation):
    today = timezone.localtime(timezone.now()).date()
    made(1, today - timedelta(days=368))
    made(2, today - timedelta(days=400), state="submitted")
    new = made(3, today - timedelta(days=363))
    assert new.kept_until == today + timedelta(days=2)
    tidy()
    tidy()
    assert [row.application for row in ApplicationStep.objects.all()] == [Application.objects.get()] == [new]
    assert OfficeMail.objects.count() == 1
    assert Entry.objects.get(action="applications_deleted").content["applications"] == 2
