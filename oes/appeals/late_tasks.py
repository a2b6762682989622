"""Late tasks of the registrar: who has to do them and the next above are told, once each."""

from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation, Role, User
from oes.appeals.models import RegistrarTask
from oes.appeals.moving import chain_of
from oes.appeals.office import office_staff
from oes.domain.appeal_state import tells_of_task
from oes.journal import services as journal
from oes.lib.later import Later
from oes.notices.services import notify

_TITLE = _("Appeal %(number)d: a decision is not carried out in time")
_TEXT = _("“%(exam)s”: %(task)s. It was due on %(due)s.")


def tell_next() -> bool:
    """Tell of one late task that was not told yet; return False where there is none."""
    now = timezone.now()
    rows = RegistrarTask.objects.filter(done_at=None, late_told_at=None, due_at__lte=now).order_by("due_at", "pk")
    waiting = rows.first()
    if waiting is None:
        return False
    with transaction.atomic():
        locked = RegistrarTask.objects.select_for_update(of=("self",))
        row = locked.select_related("decision__line__appeal__organisation").get(pk=waiting.pk)
        if tells_of_task(row.due_at, done=row.done_at is not None, told=row.late_told_at is not None, now=now):
            _tell_of(row)
    return True


def _tell_of(row: RegistrarTask) -> None:
    row.late_told_at = timezone.now()
    row.save(update_fields=["late_told_at"])
    appeal = row.decision.line.appeal
    due = f"{row.due_at.astimezone(ZoneInfo(appeal.organisation.time_zone)):%d.%m.%Y %H:%M}"
    notify(
        users=_users(appeal.organisation, appeal.student.user_id), kind="appeal_late", title=_TITLE, text=_TEXT,
        urgent=True, path=reverse("appeals:task", args=[row.uuid]), number=appeal.number, exam=appeal.exam.title,
        task=Later(RegistrarTask.Kind(row.kind).label), due=due,
    )  # fmt: skip
    journal.append(subject=chain_of(appeal), action="appeal_task_late", appeal=str(appeal.uuid), task=str(row.uuid))


def _users(organisation: Organisation, appellant: int) -> list[User]:
    """Return owner and next above: the registrars and the administration, each person once, never the appellant."""
    above = User.objects.filter(organisation=organisation, is_active=True, roles__role=Role.ADMINISTRATION)
    found = {user.pk: user for user in (*office_staff(organisation), *above)}
    found.pop(appellant, None)
    return list(found.values())
