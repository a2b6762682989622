"""The lines of the access table about commissions, and a commission with a member."""

from typing import Any

from django.utils import timezone

from oes.accounts.models import User
from oes.appeals.models import Commission, CommissionMember, MemberRole
from oes.exams.models import ExamPeriod
from oes.lib import blobs
from tests.access import roles
from tests.access.place import rows as _rows
from tests.access.roles import OFFICE, OWN_OFFICE

COMMISSIONS = [
    *_rows(
        OWN_OFFICE,
        """
        appeals:rules GET 200 POST 200
        appeals:holidays GET 200 POST 200
        appeals:holidays_take POST 302
        appeals:holiday_remove POST 302
        appeals:commissions GET 200
        appeals:commission_new GET 200 POST 200
        """,
    ),
    *_rows(
        OFFICE,
        """
        appeals:commission GET 200
        appeals:commission_edit GET 200 POST 200
        appeals:commission_order GET 200
        appeals:commission_appoint POST 302
        appeals:commission_member_add POST 302
        appeals:commission_member_remove POST 302
        """,
    ),
]


def commission_values(users: dict[str, User]) -> dict[str, Any]:
    """Return what stands in the addresses of a commission's pages."""
    admin, day = users[roles.ADMINISTRATOR], timezone.localdate()
    period = ExamPeriod.objects.create(organisation=admin.organisation, title="Appeals", starts_on=day, ends_on=day)
    row = Commission.objects.create(organisation=admin.organisation, period=period)
    row.order_blob = f"commissions/{row.uuid}/order.pdf"
    row.save()
    blobs.put(row.order_blob, b"%PDF-1.4")
    member = CommissionMember.objects.create(
        commission=row, user=users[roles.COMMISSION], role=MemberRole.TEACHER, added_by=admin
    )
    return {"commission": row.uuid, "appeals:commission_member_remove:member": member.uuid}
