"""Rows of the staff and of notices for the access table."""

from typing import Any

from oes.accounts.invitations import invite, link_of
from oes.accounts.models import User
from oes.exams.models import Exam, ExamDuty
from oes.notices.services import notify


def make_staff(exam: Exam, student: User, admin: User) -> dict[str, Any]:
    """Make a duty at the exam, an invitation and a notice of the student; return what stands in addresses."""
    proctor = User.objects.get(organisation=exam.organisation, username="proctor")
    duty = ExamDuty.objects.create(exam=exam, user=proctor, duty="proctor", added_by=admin)
    (notice,) = notify(users=[student], kind="tried", title="a", text="b", path="/exams/")
    return {"duty": duty.uuid, "accounts:invited:token": _invited(admin), "notice": notice.uuid}


def _invited(admin: User) -> str:
    """Return the token of an invitation, as it stands in a mail."""
    person = User(organisation=admin.organisation, username="invited", email="invited@example.org", language="en")
    user = invite(person=person, roles=["teacher"], by=admin, origin="http://testserver")
    return link_of(user.notices.get()).rstrip("/").rpartition("/")[2]
