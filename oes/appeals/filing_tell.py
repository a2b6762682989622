"""Who is told when an appeal is filed, returned, taken, refused or taken back."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oes.appeals.models import Appeal
from oes.appeals.seated import secretaries_of
from oes.notices.services import notify


def tell_filed(row: Appeal, sha256: str) -> None:
    """Give the student a receipt, and tell who has to act."""
    _to_student(row, _("Your appeal %(number)d was received"), _RECEIPT, sha256=sha256)
    tell_office(row, _("Appeal %(number)d was filed"), _FILED)


def tell_withdrawn(row: Appeal) -> None:
    _to_student(row, _("Your appeal %(number)d is withdrawn"), _("It is about the exam “%(exam)s”."))
    tell_office(row, _("Appeal %(number)d was withdrawn"), _FILED)


def tell_student(row: Appeal, title: Promise, reason: str) -> None:
    """Tell the student what the secretary did, with the reason."""
    text = _("It is about the exam “%(exam)s”.\n\n%(reason)s") if reason else _("It is about the exam “%(exam)s”.")
    _to_student(row, title, text, reason=reason)


def _to_student(row: Appeal, title: Promise, text: Promise, **values: object) -> None:
    notify(
        users=[row.student.user], kind="appeal", title=title, text=text, path=reverse("appeals:state", args=[row.uuid]),
        number=row.number, exam=row.exam.title, **values,
    )  # fmt: skip


def tell_office(row: Appeal, title: Promise, text: Promise) -> None:
    """Tell the secretaries of the case, the registrars where it has none."""
    notify(
        users=secretaries_of(row), kind="appeal", title=title, text=text,
        path=reverse("appeals:office", args=[row.uuid]), number=row.number, exam=row.exam.title,
        name=row.student.full_name, group=row.student.study_group.code,
    )  # fmt: skip


_RECEIPT = _(
    "We have your appeal about the results of the exam “%(exam)s”. Its number is %(number)d. On its page you see at "
    "any time who has it and until when they must act.\n\nChecksum of what you filed (SHA-256): %(sha256)s"
)
_FILED = _("%(name)s, group %(group)s: results of the exam “%(exam)s”.")
