"""Planning by the machine: exams for the subjects that have none yet, and proctors for the exams that lack them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from oes.accounts.models import User
from oes.domain.clashes import Load, Times, proctors_needed
from oes.domain.planning import PlanExam, PlanSlot, Post, posted, proposed
from oes.exams.duty_services import able, give_duties
from oes.exams.models import (
    Enrolment,
    Exam,
    ExamDuty,
    ExamPeriod,
    ExamSlot,
    Format,
    PeriodPlatform,
    Student,
    Subject,
    Teaching,
)
from oes.journal import services as journal
from oes.lib.names import search_name
from oes.portal.conflicts import conflicts_of
from oes.portal.planning import Move, lock, move_exams
from oes.portal.session import ExamLine, Session, not_planned, room_of, rules_of, session_of


@dataclass(frozen=True, slots=True)
class Planned:
    """What a proposal did: exams made, exams moved, and the titles of what no slot was found for."""

    made: int = 0
    moved: int = 0
    left: tuple[str, ...] = ()


@transaction.atomic
def plan_rest(*, period: ExamPeriod, by: User, move: bool = False, at: datetime | None = None) -> Planned:
    """Plan an exam for each subject that needs one and has none; with `move`, also move exams that clash.

    Exams that have opened by `at` (None: now) stay. The students are those of the groups that the subject is taught to.
    """
    lock(period)
    now, session = at or timezone.now(), session_of(period)
    subjects = {f"new-{row.pk}": row for row in not_planned(period).select_related("department__faculty")}
    people = _people([row.pk for row in subjects.values()])
    slots = {str(slot.pk): slot for slot in session.slots}
    loose = _loose(session, now) if move else frozenset()
    wanted = [_of_subject(key, row, people, session) for key, row in subjects.items()]
    wanted += [_of_exam(exam, session) for exam in session.exams.values()]
    own, fixed = _own_times(session, loose)
    plan = proposed(wanted, [*(_slot(slot, session, now) for slot in slots.values()), *own], fixed)
    made = _make(period, {subjects[key]: slots[plan.slots[key]] for key in subjects if key in plan.slots}, people, by)
    moves = [(session.exams[pk], slots[plan.slots[str(pk)]]) for pk in loose if str(pk) in plan.slots]
    moved = move_exams(period=period, moves=list(_moves(moves)), by=by, at=now)
    titles = tuple(sorted(_title(key, subjects, session) for key in plan.left))
    return Planned(made, len(moved.done), titles)


def _title(key: str, subjects: dict[str, Subject], session: Session) -> str:
    return subjects[key].title if key in subjects else session.exams[int(key)].title


def _moves(moves: Iterable[tuple[ExamLine, ExamSlot]]) -> Iterable[Move]:
    for line, slot in moves:
        yield Move(Exam(pk=line.pk), slot, line.times.start)


def _loose(session: Session, now: datetime) -> frozenset[int]:
    """Return the exams that something is wrong with and that have not opened yet."""
    wrong = conflicts_of(session).of_exam
    bad = (pk for pk, rows in wrong.items() if any(row.is_hard for row in rows))
    return frozenset(pk for pk in bad if session.exams[pk].times.start > now)


def _own_times(session: Session, loose: frozenset[int]) -> tuple[list[PlanSlot], dict[str, str]]:
    """Return where the exams that stay are; one outside the slots has a time of its own, where nothing else fits."""
    own, fixed = [], {}
    for exam in session.exams.values():
        slot = session.slot_of(exam)
        if exam.pk in loose:
            continue
        fixed[str(exam.pk)] = str(slot.pk) if slot else f"own-{exam.pk}"
        if slot is None:
            own.append(PlanSlot(f"own-{exam.pk}", exam.times, session.day_of(exam.times.start), is_open=False))
    return own, fixed


def _slot(slot: ExamSlot, session: Session, now: datetime) -> PlanSlot:
    """Return a slot; one that has begun takes no exam any more."""
    day = session.day_of(slot.starts_at)
    return PlanSlot(str(slot.pk), Times(slot.starts_at, slot.ends_at), day, room_of(slot), slot.starts_at > now)


def _of_exam(exam: ExamLine, session: Session) -> PlanExam:
    people = frozenset(str(person) for person in session.people_at(exam.pk))
    return PlanExam(str(exam.pk), people, exam.minutes, Load(1, exam.students, exam.needed))


@dataclass(frozen=True, slots=True)
class _People:
    students: dict[int, list[tuple[int, int]]]
    """By subject: the students (pk) with their accounts."""
    teachers: dict[int, list[int]]


def _people(subjects: Sequence[int]) -> _People:
    """Return who is taught and who teaches each subject. Two queries."""
    taught = Teaching.objects.filter(subject__in=subjects)
    groups: dict[int, set[int]] = {}
    teachers: dict[int, list[int]] = {}
    for subject, teacher, group in taught.values_list("subject_id", "teacher_id", "study_group_id"):
        groups.setdefault(subject, set()).add(group)
        teachers.setdefault(subject, []).append(teacher)
    inside: dict[int, list[tuple[int, int]]] = {}
    rows = Student.objects.filter(study_group__in=set().union(*groups.values()), user__is_active=True)
    for student, user, group in rows.order_by("pk").values_list("pk", "user_id", "study_group_id"):
        inside.setdefault(group, []).append((student, user))
    students = {key: [row for group in sorted(of) for row in inside.get(group, ())] for key, of in groups.items()}
    return _People(students, teachers)


def _of_subject(key: str, subject: Subject, people: _People, session: Session) -> PlanExam:
    students = people.students.get(subject.pk, [])
    present = {str(user) for _, user in students} | {str(user) for user in people.teachers.get(subject.pk, [])}
    needed = proctors_needed(len(students), session.rules.students_per_proctor)
    return PlanExam(key, frozenset(present), session.rules.minutes, Load(1, len(students), needed))


def _make(period: ExamPeriod, slots: dict[Subject, ExamSlot], people: _People, by: User) -> int:
    platform = PeriodPlatform.objects.filter(period=period, format=Format.TEST).exclude(address="").first()
    minutes = rules_of(period).minutes
    exams = []
    for subject, slot in slots.items():
        exam = Exam(
            organisation=period.organisation, period=period, subject=subject, format=subject.format,
            title=subject.title, faculty=subject.department.faculty if subject.department else None,
            planned_minutes=minutes, opens_at=slot.starts_at, closes_at=slot.ends_at,
            address=platform.address if platform and subject.format == Format.TEST else "",
            search_title=search_name(subject.title),
        )  # fmt: skip
        exams.append(exam)
    Exam.objects.bulk_create(exams, batch_size=50)
    sitting = [
        Enrolment(exam=exam, student_id=student)
        for exam in exams
        for student, _ in people.students.get(exam.subject_id or 0, ())
    ]
    Enrolment.objects.bulk_create(sitting, batch_size=400)
    if exams:
        journal.append(
            subject=period.organisation.uuid, action="exams_planned", actor=by.uuid, period=str(period.uuid),
            exams=[str(exam.uuid) for exam in exams], students=len(sitting),
        )  # fmt: skip
    return len(exams)


@transaction.atomic
def give_proctors(*, period: ExamPeriod, by: User, at: datetime | None = None) -> tuple[int, int]:
    """Give proctors to the exams that lack them, nobody at two at once; return how many, and how many still lack."""
    lock(period)
    now, session = at or timezone.now(), session_of(period)
    proctors = {str(user.pk): user for user in able(period.organisation, ExamDuty.Duty.PROCTOR).values()}
    busy = {key: [session.times[exam] for exam in session.staff.get(user.pk, ())] for key, user in proctors.items()}
    posts = [
        Post(str(exam.pk), exam.times, exam.needed - exam.proctors, session.barred(exam.pk))
        for exam in session.exams.values()
        if exam.proctors < exam.needed and exam.times.end > now
    ]
    given, missing = posted(posts, busy)
    rows = Exam.objects.real().select_related("organisation").in_bulk([int(key) for key in given])
    people = {rows[int(key)]: [proctors[who] for who in keys] for key, keys in given.items()}
    return give_duties(duty=ExamDuty.Duty.PROCTOR, people=people, by=by), sum(missing.values())
