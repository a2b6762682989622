"""Who proctors and who observes an exam (W10)."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from oes.accounts.models import Organisation, Role, User
from oes.exams.duty_notices import tell_of_duties, tell_of_ended
from oes.exams.models import Exam, ExamDuty
from oes.journal import services as journal

ROLE_FOR = {ExamDuty.Duty.PROCTOR: Role.PROCTOR, ExamDuty.Duty.OBSERVER: Role.OBSERVER}


def able(organisation: Organisation, duty: str) -> dict[str, User]:
    """Return who may have a duty, by login."""
    rows = User.objects.filter(organisation=organisation, is_active=True, roles__role=ROLE_FOR[ExamDuty.Duty(duty)])
    return {user.username: user for user in rows.order_by("last_name", "username")}


@transaction.atomic
def give_duties(*, duty: str, people: Mapping[Exam, Sequence[User]], by: User) -> int:
    """Give people a duty at exams; who has it already keeps it. Return how many are new."""
    there = set(
        ExamDuty.objects.filter(exam__in=list(people), duty=duty).values_list("exam_id", "user_id"),
    )
    new = [
        ExamDuty(exam=exam, user=user, duty=duty, added_by=by)
        for exam, users in people.items()
        for user in dict.fromkeys(users)
        if (exam.pk, user.pk) not in there
    ]
    ExamDuty.objects.bulk_create(new, batch_size=200)
    if new:
        told = [[str(row.exam.uuid), str(row.user.uuid)] for row in new]
        journal.append(
            subject=new[0].exam.organisation.uuid, action="duties_given", actor=by.uuid, duty=str(duty), given=told
        )
        tell_of_duties(new)
    return len(new)


@transaction.atomic
def end_duties(*, duties: Sequence[ExamDuty], by: User) -> int:
    """Take duties away; return how many there were still."""
    told = [[str(row.exam.uuid), str(row.user.uuid), row.duty] for row in duties]
    count, _ = ExamDuty.objects.filter(pk__in=[row.pk for row in duties]).delete()
    if count:
        journal.append(subject=duties[0].exam.organisation.uuid, action="duties_ended", actor=by.uuid, ended=told)
        tell_of_ended(duties)
    return count
