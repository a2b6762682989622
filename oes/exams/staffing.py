"""Writes about the staff that concern exams, too: where somebody works, and what ends when somebody leaves."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from oes.accounts import invitations, staffing
from oes.accounts.models import Role, User
from oes.exams.duty_services import end_duties
from oes.exams.models import Department, ExamDuty, Faculty, FacultyOffice, TeacherProfile
from oes.journal import services as journal
from oes.lib.leaving import Handed, hand_on


@transaction.atomic
def invite(
    *,
    person: User,
    roles: Collection[str],
    faculties: Iterable[Faculty],
    department: Department | None,
    by: User,
    origin: str,
) -> User:
    """Make an account and mail its link; see invitations.invite. Raises staffing.Refused."""
    user = invitations.invite(person=person, roles=roles, by=by, origin=origin)
    _place(user, roles, faculties, department, by)
    return user


@transaction.atomic
def set_work(
    *, user: User, roles: Collection[str], faculties: Iterable[Faculty], department: Department | None, by: User
) -> None:
    """Give somebody these roles and places of work and no others. Raises staffing.Refused.

    Faculties are those of a dean's office, a department is a teacher's: without the role they end.
    """
    staffing.set_roles(user=user, roles=roles, by=by)
    _place(user, roles, faculties, department, by)


@transaction.atomic
def close_account(*, user: User, by: User) -> tuple[int, Handed]:
    """Let nobody in by this account; return how many duties at coming exams ended, and what became of open work.

    Raises Refused.
    """
    staffing.close_account(user=user, by=by)
    coming = ExamDuty.objects.filter(user=user, exam__closes_at__gt=timezone.now()).select_related("exam", "user")
    duties = list(coming.select_related("exam__organisation"))
    ended = end_duties(duties=duties, by=by) if duties else 0
    return ended, hand_on(user, by)


def _place(
    user: User, roles: Collection[str], faculties: Iterable[Faculty], department: Department | None, by: User
) -> None:
    _set_offices(user, list(faculties) if Role.DEAN in roles else [], by)
    _set_department(user, department if Role.TEACHER in roles else None, by)


def _set_offices(user: User, faculties: list[Faculty], by: User) -> None:
    mine = FacultyOffice.objects.filter(user=user)
    before, after = set(mine.values_list("faculty_id", flat=True)), {row.pk for row in faculties}
    if before == after:
        return
    mine.exclude(faculty__in=after).delete()
    FacultyOffice.objects.bulk_create(FacultyOffice(user=user, faculty_id=pk) for pk in sorted(after - before))
    _tell(user, by, "faculty_offices_set", faculties=sorted(str(row.uuid) for row in faculties))


def _set_department(user: User, department: Department | None, by: User) -> None:
    before = TeacherProfile.objects.filter(user=user).values_list("department_id", flat=True).first()
    if before == (department.pk if department else None):
        return
    if department is None:
        TeacherProfile.objects.filter(user=user).delete()
    else:
        TeacherProfile.objects.update_or_create(user=user, defaults={"department": department})
    _tell(user, by, "department_set", department=str(department.uuid) if department else None)


def _tell(user: User, by: User, action: str, **content: object) -> None:
    journal.append(subject=user.organisation.uuid, action=action, actor=by.uuid, user=str(user.uuid), **content)
