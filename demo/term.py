"""The demo's exam session: faculties with offices, subjects, exams, places with bookings, what waits for somebody.

Made once, through the services; later starts only move the days on.
"""

from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from demo.people import OPEN_DAYS, OTHERS, VISITOR, Institution
from demo.screen import EXAM_TITLE
from demo.staff import HELPDESK, MEMBER, OBSERVER, REGISTRAR, SUBSTITUTE, TAUGHT
from oes.accounts.models import User
from oes.domain.seats import Hours
from oes.exams.duty_services import give_duties
from oes.exams.models import (
    Department,
    Enrolment,
    Exam,
    ExamDuty,
    ExamPeriod,
    ExamSlot,
    Faculty,
    FacultyOffice,
    Format,
    PeriodPlatform,
    Place,
    PlaceKind,
    Student,
    StudyGroup,
    Subject,
    TeacherProfile,
)
from oes.exams.period_services import save_period
from oes.exams.seat_queries import slots_for
from oes.exams.seat_services import book_seat, save_place
from oes.exams.subject_services import add_teaching, save_department, save_subject
from oes.portal.application_services import apply
from oes.portal.models import ProblemKind
from oes.portal.planning import add_slots
from oes.portal.problem_services import report_problem
from oes.written.marking.setup import Wanted, add_marker, save_plan
from oes.written.preparing import save_task, save_written

TITLE = "Қысқы емтихан сессиясы"
DEPARTMENTS = {TAUGHT: "Дерекқор кафедрасы", MEMBER: "Алгоритмдер кафедрасы", SUBSTITUTE: "Физика кафедрасы"}
SUBJECTS = (
    ("ДҚ-201", "Дерекқор негіздері", Format.TEST, TAUGHT),
    ("АЛГ-202", "Алгоритмдер", Format.WRITTEN, MEMBER),
    ("ФИЗ-103", "Физика", Format.TEST, SUBSTITUTE),
    ("ФИЛ-104", "Философия", Format.CUMULATIVE, SUBSTITUTE),
)
"""Code, title, format, who teaches it."""
ROOM, SEATS = "312", 12
PLANNED_IN_DAYS = 3
SUNDAY = 6


def make_term(institution: Institution) -> ExamPeriod:
    """Make the session with all that belongs to it, or let the one that is there go on."""
    organisation = institution.administrator.organisation
    until = timezone.localdate() + timedelta(days=OPEN_DAYS)
    period = ExamPeriod.objects.filter(organisation=organisation, title=TITLE).first()
    if period:
        ExamPeriod.objects.filter(pk=period.pk).update(ends_on=until, applications_until=until)
        written = Exam.objects.filter(period=period, format=Format.WRITTEN)
        written.update(closes_at=timezone.now() + timedelta(days=OPEN_DAYS))
        return period
    with transaction.atomic():
        return _Term(institution.administrator).make(until)


class _Term:
    """What is made one after the other."""

    def __init__(self, administrator: User) -> None:
        self.organisation = administrator.organisation
        self.people = {user.username: user for user in User.objects.filter(organisation=self.organisation)}
        self.students = {row.user.username: row for row in Student.objects.select_related("user", "study_group")}
        self.registrar = self.people[REGISTRAR]
        self.zone = ZoneInfo(self.organisation.time_zone)

    def make(self, until: object) -> ExamPeriod:
        today = timezone.now().astimezone(self.zone).date()
        self.period = save_period(
            period=ExamPeriod(
                organisation=self.organisation, title=TITLE, title_ru="Зимняя экзаменационная сессия",
                title_en="Winter exam session", starts_on=today - timedelta(days=7), ends_on=until,
                applications_until=until, is_published=True, call_centre="+7 7262 00-00-00, 9:00–18:00",
                conference_id="000 000 0000", conference_code="demo", conference_link="https://meet.example.org/office",
                registrar_mail="registrar@example.org", commission_mail="appeals@example.org",
            ),
            keep=[PeriodPlatform(format=Format.TEST, name="Демонстрационное тестирование")],
            by=self.registrar,
        )  # fmt: skip
        self.faculties()
        self.subjects()
        self.written()
        self.planned()
        self.waiting()
        return self.period

    def faculties(self) -> None:
        self.faculty = Faculty.objects.get(organisation=self.organisation, name__startswith="Ақпараттық")
        Faculty.objects.filter(pk=self.faculty.pk).update(mail="it@example.org", dean_office="208, +7 7262 00-00-01")
        Faculty.objects.create(
            organisation=self.organisation, name="Экономика және құқық факультеті", mail="economics@example.org",
            dean_office="115, +7 7262 00-00-02",
        )  # fmt: skip
        FacultyOffice.objects.create(faculty=self.faculty, user=self.people["dean"])
        for login, name in DEPARTMENTS.items():
            department = Department(organisation=self.organisation, faculty=self.faculty, name=name)
            save_department(department=department, by=self.registrar)
            TeacherProfile.objects.create(user=self.people[login], department=department)

    def subjects(self) -> None:
        """Enter what is taught; one teacher alone teaches the group of who appeals. What was sat is of the session."""
        groups = StudyGroup.objects.filter(organisation=self.organisation)
        self.subject: dict[str, Subject] = {}
        for code, title, form, login in SUBJECTS:
            teacher = self.people[login]
            subject = Subject(
                organisation=self.organisation, period=self.period, department=teacher.teacher.department, code=code,
                title=title, format=form, has_exam=form != Format.CUMULATIVE,
            )  # fmt: skip
            self.subject[form if form != Format.TEST else code] = save_subject(subject=subject, by=self.registrar)
            taught = groups if login == TAUGHT else groups.filter(code=VISITOR[2])
            add_teaching(subject=subject, teacher=teacher, groups=taught, by=self.registrar)
        sat = Exam.objects.get(organisation=self.organisation, title=EXAM_TITLE)
        sat.period, sat.subject = self.period, self.subject["ДҚ-201"]
        sat.save(update_fields=["period", "subject"])
        self._watched(sat)
        self.address = sat.address

    def written(self) -> None:
        """A written exam that is open now, watched by the observer, marked by two departments."""
        now = timezone.now()
        exam = self._exam(
            self.subject[Format.WRITTEN],
            now - timedelta(hours=1),
            now + timedelta(days=OPEN_DAYS),
            (VISITOR, OTHERS[0]),
        )
        written = save_written(exam=exam, values={"check_until": exam.closes_at + timedelta(days=7)}, by=self.registrar)
        for variant, text in enumerate(("Жылдам сұрыптауды түсіндіріңіз.", "Екілік іздеуді түсіндіріңіз."), start=1):
            save_task(written=written, uuid=uuid4(), variant=variant, text=text, by=self.registrar)
        criteria = [Wanted(None, "Мазмұны", Decimal(60)), Wanted(None, "Дәлелдеу", Decimal(40))]
        save_plan(written=written, changes={}, criteria=criteria, by=self.registrar)
        for login in DEPARTMENTS:
            add_marker(written=written, user=self.people[login], by=self.registrar)
        give_duties(duty=ExamDuty.Duty.OBSERVER, people={exam: [self.people[OBSERVER]]}, by=self.registrar)

    def planned(self) -> None:
        """An exam in some days, in a slot, with seats booked in a room that has computers with cameras."""
        day = timezone.now().astimezone(self.zone).date() + timedelta(days=PLANNED_IN_DAYS)
        day += timedelta(days=day.weekday() == SUNDAY)
        start, end = (datetime.combine(day, time(hour), self.zone) for hour in (10, 12))
        add_slots(
            period=self.period, slots=[ExamSlot(period=self.period, starts_at=start, ends_at=end, seats=SEATS)],
            by=self.registrar,
        )  # fmt: skip
        exam = self._exam(self.subject["ФИЗ-103"], start, end, OTHERS[1:])
        hours = [Hours(weekday, time(8), time(20)) for weekday in range(SUNDAY)]
        place = Place(
            organisation=self.organisation, name=ROOM, kind=PlaceKind.CAMERAS, address="1-корпус, 3-қабат",
            note="Жеке куәлігіңізді алып келіңіз.",
        )  # fmt: skip
        save_place(place=place, hours=hours, seats=SEATS, by=self.people[HELPDESK])
        for enrolment in Enrolment.objects.filter(exam=exam).select_related("exam", "student"):
            book_seat(enrolment=enrolment, place=place, slot=slots_for(enrolment, timezone.now())[0])

    def _exam(self, subject: Subject, opens: datetime, closes: datetime, who: tuple[tuple[str, str, str], ...]) -> Exam:
        exam = Exam.objects.create(
            organisation=self.organisation, period=self.period, subject=subject, faculty=self.faculty,
            title=f"{subject.title} · емтихан", format=subject.format, opens_at=opens, closes_at=closes,
            planned_minutes=60, room=ROOM, address="" if subject.format == Format.WRITTEN else self.address,
        )  # fmt: skip
        self._watched(exam)
        for login, *_ in who:
            Enrolment.objects.create(exam=exam, student=self.students[login])
        return exam

    def _watched(self, exam: Exam) -> None:
        people = {exam: [self.people["proctor2" if exam.format == Format.WRITTEN else "proctor"]]}
        give_duties(duty=ExamDuty.Duty.PROCTOR, people=people, by=self.registrar)

    def waiting(self) -> None:
        """An application that waits for the dean's office, and a problem that waits for the helpdesk."""
        apply(
            uuid=uuid4(), student=self.students[OTHERS[1][0]], subject=self.subject[Format.CUMULATIVE], course=3,
            contact="+7 700 000-00-00", reason="Халықаралық олимпиадаға қатысамын.",
        )  # fmt: skip
        report_problem(
            uuid=uuid4(), student=self.students[OTHERS[2][0]], kind=ProblemKind.CAMERA,
            text="Камера тексеру бетінде көрінбейді.",
        )  # fmt: skip
