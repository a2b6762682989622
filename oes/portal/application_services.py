"""Writes about applications for cumulative assessment: sent, returned, decided, withdrawn."""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation, Role, User
from oes.domain.application_state import ApplicationState, due_on, may_apply, may_follow
from oes.exams.models import Enrolment, Student, Subject
from oes.exams.services import remove_enrolment
from oes.journal import services as journal
from oes.notices.services import notify
from oes.portal.models import Application, ApplicationStep, OfficeMail

MOST_TRIES = 3
"""So often a student may apply in one subject: each time the dean's office gets a mail."""


class ApplicationRefused(Exception):
    """It cannot be sent or moved. `code`: closed, twice, often, faculty, state, own."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def apply(*, uuid: UUID, student: Student, subject: Subject, course: int, contact: str, reason: str) -> Application:
    """Store an application and tell the dean's office. A stored uuid is a form sent twice. ApplicationRefused.

    The institution's row is locked, so that numbers follow each other.
    """
    organisation = Organisation.objects.select_for_update().get(pk=student.organisation_id)
    known = Application.objects.filter(uuid=uuid, student=student).first()
    if known:
        return known
    now, period, faculty = timezone.now(), subject.period, student.study_group.faculty
    today = organisation.today(now)
    if not may_apply(today, first=None, until=period.applications_until, last=period.ends_on):
        raise ApplicationRefused("closed")
    if faculty is None:
        raise ApplicationRefused("faculty")
    mine = student.applications.filter(subject=subject).exclude(state=ApplicationState.WITHDRAWN)
    if mine.exists():
        raise ApplicationRefused("twice")
    if student.applications.filter(subject=subject).count() >= MOST_TRIES:
        raise ApplicationRefused("often")
    if Application.objects.filter(uuid=uuid).exists():  # another student's: nobody's form made it
        uuid = uuid4()
    newest = Application.objects.filter(organisation=organisation).aggregate(Max("number"))["number__max"] or 0
    row = Application.objects.create(
        uuid=uuid, number=newest + 1, organisation=organisation, student=student, subject=subject, faculty=faculty,
        course=course, contact=contact, reason=reason, submitted_at=now, changed_at=now,
        due_on=due_on(ApplicationState.SUBMITTED, today),
    )  # fmt: skip
    _step(row, student.user, "")
    _tell(row, student.user, "application_submitted")
    _tell_office(row, _("Application %(number)d for cumulative assessment"))
    return row


@transaction.atomic
def send_again(*, application: Application, contact: str, reason: str) -> Application:
    """The student has added what was missing. ApplicationRefused: state."""
    row = _move(application, ApplicationState.SUBMITTED, contact=contact, reason=reason)
    _step(row, row.student.user, "")
    _tell(row, row.student.user, "application_submitted")
    _tell_office(row, _("Application %(number)d was sent again"))
    return row


@transaction.atomic
def withdraw(*, application: Application) -> Application:
    """The student takes it back. ApplicationRefused: state."""
    row = _move(application, ApplicationState.WITHDRAWN)
    _step(row, row.student.user, "")
    _tell(row, row.student.user, "application_withdrawn")
    _tell_office(row, _("Application %(number)d was withdrawn"))
    return row


@transaction.atomic
def decide(*, application: Application, decision: ApplicationState, reason: str, by: User) -> Application:
    """Grant, refuse or return it, with a reason that the student reads. ApplicationRefused: state, own.

    Who is granted it is taken off the lists of the subject's exams where there is no attempt.
    """
    if application.student.user_id == by.pk:
        raise ApplicationRefused("own")
    row = _move(application, decision)
    _step(row, by, reason)
    _tell(row, by, "application_decided")
    if decision is ApplicationState.GRANTED:
        for enrolment in enrolments_of(row):
            remove_enrolment(enrolment=enrolment, by=by)
    _tell_student(row, reason)
    return row


def enrolments_of(application: Application) -> list[Enrolment]:
    """Return where the student may sit an exam of the subject now. One query."""
    rows = Enrolment.objects.real().filter(student=application.student_id, exam__subject=application.subject_id)
    return list(rows.select_related("exam__organisation", "student"))


def _move(application: Application, state: ApplicationState, **fields: Any) -> Application:
    rows = Application.objects.select_for_update(of=("self",))
    row = rows.select_related("student__user", "student__study_group", "subject", "faculty", "organisation").get(
        pk=application.pk
    )
    if not may_follow(ApplicationState(row.state), state):
        raise ApplicationRefused("state")
    now = timezone.now()
    fields |= {"state": state, "due_on": due_on(state, row.organisation.today(now)), "changed_at": now}
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    return row


def _step(application: Application, by: User, reason: str) -> None:
    ApplicationStep.objects.create(application=application, state=application.state, by=by, reason=reason)


def _tell(application: Application, by: User, action: str) -> None:
    journal.append(
        subject=application.student.uuid, action=action, actor=by.uuid, application=str(application.uuid),
        state=str(application.state), subject_code=application.subject.code,
    )  # fmt: skip


def _tell_office(application: Application, title: Promise) -> None:
    """Tell who works in the dean's office, the registrar where nobody does, and write to the official mail."""
    staff = User.objects.filter(organisation=application.organisation, is_active=True)
    office = staff.filter(faculty_offices__faculty=application.faculty, roles__role=Role.DEAN)
    users = list(office) or list(staff.filter(roles__role=Role.REGISTRAR))
    path = f"/applications/{application.uuid}/"
    values = {
        "number": application.number, "name": application.student.full_name,
        "group": application.student.study_group.code, "subject": application.subject.title,
    }  # fmt: skip
    notify(users=users, kind="application", title=title, text=_TEXT, path=path, **values)
    if application.faculty.mail:
        with translation.override(settings.LANGUAGE_CODE):
            told = {"title": str(title) % values, "text": str(_TEXT) % values}
        OfficeMail.objects.create(application=application, to=application.faculty.mail, **told)


_TEXT = _("%(name)s (%(group)s), subject “%(subject)s”.")
_DECIDED: dict[str, Promise] = {
    ApplicationState.GRANTED: _("Your application %(number)d is granted: %(subject)s"),
    ApplicationState.REFUSED: _("Your application %(number)d is refused: %(subject)s"),
    ApplicationState.RETURNED: _("Your application %(number)d is returned, please add to it: %(subject)s"),
}


def _tell_student(application: Application, reason: str) -> None:
    notify(
        users=[application.student.user], kind="application", title=_DECIDED[application.state], text="%(reason)s",
        path=f"/help/applications/{application.uuid}/", number=application.number, subject=application.subject.title,
        reason=reason,
    )  # fmt: skip
