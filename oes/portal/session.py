"""What a period holds, read once in a fixed number of queries: exams, who must be there, slots. The board, the plan and
the open states are computed from it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from oes.domain.clashes import Load, Room, Times, exams_of, proctors_needed
from oes.exams.models import (
    Enrolment,
    Exam,
    ExamDuty,
    ExamPeriod,
    ExamSlot,
    Format,
    PlanningRules,
    ProctoringPolicy,
    SeatBooking,
    Subject,
    Teaching,
)
from oes.written.models import Task


@dataclass(frozen=True, slots=True)
class ExamLine:
    """One exam of the period, as the board knows it."""

    pk: int
    uuid: UUID
    title: str
    subject: int | None
    faculty: str
    format: str
    minutes: int
    times: Times
    room: str
    has_rules: bool
    has_tasks: bool
    students: int = 0
    proctors: int = 0
    observers: int = 0
    needed: int = 0
    booked: int = 0
    """Students with a seat of their own."""

    @property
    def lacks(self) -> tuple[str, ...]:
        """Return what is not ready yet, as keys of open states."""
        ready = {
            "no_roster": self.students > 0,
            "no_rules": self.has_rules,
            "no_tasks": self.has_tasks,
            "no_proctors": self.proctors >= self.needed,
            "no_place": bool(self.room) or self.format == Format.TEST or 0 < self.students <= self.booked,
        }
        return tuple(key for key, is_ready in ready.items() if not is_ready)


PARTS = ("no_roster", "no_rules", "no_tasks", "no_proctors", "no_place")
"""What must be ready before an exam, in the order of the page."""


@dataclass(frozen=True)
class Session:
    """A period with all its rows. `students` sit and `teachers` teach exams: exams by the keys of accounts."""

    period: ExamPeriod
    rules: PlanningRules
    zone: ZoneInfo
    exams: dict[int, ExamLine]
    students: dict[int, list[int]]
    teachers: dict[int, list[int]]
    duties: dict[int, list[ExamDuty]]
    """By exam."""
    slots: list[ExamSlot] = field(default_factory=list)

    @cached_property
    def staff(self) -> dict[int, list[int]]:
        """Return who of the staff must be at which exams: teachers, proctors, observers."""
        pairs = [(person, exam) for person, exams in self.teachers.items() for exam in exams]
        pairs += [(duty.user_id, exam) for exam, rows in self.duties.items() for duty in rows]
        return exams_of(pairs)

    @cached_property
    def slot_at(self) -> dict[datetime, ExamSlot]:
        return {slot.starts_at: slot for slot in self.slots}

    @cached_property
    def times(self) -> dict[int, Times]:
        return {exam.pk: exam.times for exam in self.exams.values()}

    def slot_of(self, exam: ExamLine) -> ExamSlot | None:
        """Return the slot that an exam is in; None where it opens at a time of its own."""
        return self.slot_at.get(exam.times.start)

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    @cached_property
    def _people(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for attendance in (self.students, self.staff):
            for person, exams in attendance.items():
                for exam in exams:
                    found.setdefault(exam, set()).add(person)
        return found

    def people_at(self, exam: int) -> set[int]:
        """Return the accounts of all who must be at an exam (pk)."""
        return self._people.get(exam, set())

    def barred(self, exam: int) -> frozenset[str]:
        """Return who may get no duty at an exam: who sits, teaches or has one there. Keys as text."""
        return frozenset(str(person) for person in self.people_at(exam))

    def loads(self) -> dict[int, Load]:
        """Return what the exams of each slot take, by the slot's pk."""
        found = {slot.pk: Load() for slot in self.slots}
        for exam in self.exams.values():
            slot = self.slot_of(exam)
            if slot:
                found[slot.pk] += Load(1, exam.students, exam.needed)
        return found

    def moved(self, slots: Mapping[int, ExamSlot]) -> "Session":
        """Return the same period as it would be with these exams (by pk) in other slots."""
        exams = dict(self.exams)
        for pk, slot in slots.items():
            exams[pk] = replace(exams[pk], times=Times(slot.starts_at, slot.ends_at))
        return replace(self, exams=exams)

    def with_duties(self, duties: Mapping[int, list[ExamDuty]]) -> "Session":
        """Return the same period as it would be with these duties, by the exam's pk."""
        exams = dict(self.exams)
        for pk, rows in duties.items():
            held = Counter(duty.duty for duty in rows)
            exams[pk] = replace(exams[pk], proctors=held[ExamDuty.Duty.PROCTOR], observers=held[ExamDuty.Duty.OBSERVER])
        return replace(self, exams=exams, duties=self.duties | duties)


def room_of(slot: ExamSlot) -> Room:
    return Room(slot.seats, slot.proctors)


def rules_of(period: ExamPeriod) -> PlanningRules:
    """Return what the plan goes by; the defaults where nobody has set them."""
    return PlanningRules.objects.filter(period=period).first() or PlanningRules(period=period)


def session_of(period: ExamPeriod) -> Session:
    """Return the whole period. Seven queries."""
    rules = rules_of(period)
    students = Enrolment.objects.real().filter(exam__period=period)
    pairs = list(students.values_list("student__user_id", "exam_id"))
    seats = Counter(exam for _, exam in pairs)
    duties = _duties(period)
    exams = _exams(period, seats, duties, rules)
    taught = Teaching.objects.filter(subject__exams__period=period, subject__exams__is_rehearsal=False)
    teachers = exams_of(taught.values_list("teacher_id", "subject__exams").distinct())
    return Session(
        period, rules, ZoneInfo(period.organisation.time_zone), exams, exams_of(pairs), teachers, duties,
        list(period.slots.all()),
    )  # fmt: skip


def _duties(period: ExamPeriod) -> dict[int, list[ExamDuty]]:
    found: dict[int, list[ExamDuty]] = {}
    rows = ExamDuty.objects.filter(exam__period=period, exam__is_rehearsal=False).select_related("user")
    shown = ("uuid", "exam", "duty", "user__username", "user__first_name", "user__last_name")
    for duty in rows.only(*shown).order_by("duty", "user__last_name", "user__username"):
        found.setdefault(duty.exam_id, []).append(duty)
    return found


def _rows(period: ExamPeriod) -> QuerySet[Exam]:
    tasks = Task.objects.filter(written__exam=OuterRef("pk"))
    live = SeatBooking.objects.filter(enrolment__exam=OuterRef("pk"), cancelled_at=None).order_by()
    booked = live.values("enrolment__exam").annotate(n=Count("enrolment", distinct=True)).values("n")
    rows = Exam.objects.real().filter(period=period).annotate(tasks=Exists(tasks), booked=Subquery(booked))
    return rows.order_by("opens_at", "title", "pk")


def _exams(
    period: ExamPeriod, seats: Counter[int], duties: dict[int, list[ExamDuty]], rules: PlanningRules
) -> dict[int, ExamLine]:
    has_rules = ProctoringPolicy.objects.filter(organisation=period.organisation_id).exists()
    found = {}
    for row in _rows(period).values_list(
        "pk", "uuid", "title", "subject_id", "faculty__name", "format", "planned_minutes", "opens_at", "closes_at",
        "room", "policy_id", "address", "tasks", "booked",
    ):  # fmt: skip
        pk, uuid, title, subject, faculty, form, minutes, opens, closes, room, policy, address, tasks, booked = row
        held = Counter(duty.duty for duty in duties.get(pk, ()))
        found[pk] = ExamLine(
            pk, uuid, title, subject, faculty or "", form, minutes, Times(opens, closes), room,
            has_rules or policy is not None, tasks or bool(address), seats[pk], held[ExamDuty.Duty.PROCTOR],
            held[ExamDuty.Duty.OBSERVER], proctors_needed(seats[pk], rules.students_per_proctor),
            booked or 0,
        )  # fmt: skip
    return found


def not_planned(period: ExamPeriod) -> QuerySet[Subject]:
    """Return the subjects with an obligatory exam that none is planned for."""
    planned = Exam.objects.real().filter(subject=OuterRef("pk"))
    wanted = period.subjects.filter(has_exam=True).exclude(format=Format.CUMULATIVE)
    return wanted.filter(~Exists(planned))
