"""Drawing up the protocol: the case is closed, and student and faculty have it."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import User
from oes.appeals.models import Appeal, AppealMail, Protocol
from oes.appeals.moving import AppealRefused, chain_of, locked, move
from oes.appeals.protocol_documents import protocol_document
from oes.appeals.protocol_mails import FOR_FACULTY
from oes.appeals.protocol_pdf import protocol_pdf
from oes.appeals.protocol_queries import LANGUAGES, may_keep, undecided, with_papers
from oes.domain.appeal_state import AppealState
from oes.journal import services as journal
from oes.lib import blobs
from oes.lib.canonical import digest
from oes.notices.services import notify

_TITLE = _("Appeal %(number)d is decided")
_TEXT = _("The commission has considered the appeal on the exam “%(exam)s”. The protocol is attached.")
_FACULTY_TEXT = _("%(name)s (%(group)s), exam “%(exam)s”. The protocol of the appeal commission is attached.")
_NOTICE_TEXT = _("The commission has considered your appeal on the exam “%(exam)s”. Read the protocol.")


def draw_up(*, appeal: Appeal, by: User) -> list[Protocol]:
    """Draw up the protocol in all languages, seal it, close the case, and send it to student and faculty.

    Raises AppealRefused: right (not the secretary, chair or office of the case, or a conflict), state, undecided.
    The papers are made before anything is locked: a decided case changes no more.
    """
    row = with_papers(Appeal.objects.all()).get(pk=appeal.pk)
    if not may_keep(by, row):
        raise AppealRefused("right")
    if row.state != AppealState.DECIDED:
        raise AppealRefused("state")
    if undecided(row):
        raise AppealRefused("undecided")
    now = timezone.now()
    return _stored(row, {code: _paper(row, code, now) for code in LANGUAGES}, by, now)


def _paper(appeal: Appeal, language: str, now: datetime) -> bytes:
    with translation.override(language):
        return protocol_pdf(appeal, now)


@transaction.atomic
def _stored(appeal: Appeal, papers: dict[str, bytes], by: User, now: datetime) -> list[Protocol]:
    row = locked(appeal)
    move(row, AppealState.CLOSED, by=by)
    rows = [_kept(row, language, body, by, now) for language, body in papers.items()]
    journal.append(
        subject=chain_of(row), action="protocol_drawn_up", actor=by.uuid, part=str(row.uuid), number=row.number,
        sha256=digest(protocol_document(row, rows)), papers={paper.language: paper.sha256 for paper in rows},
    )  # fmt: skip
    _send_out(row)
    return rows


def _kept(appeal: Appeal, language: str, body: bytes, by: User, now: datetime) -> Protocol:
    uuid = uuid4()
    key = paper_key(appeal.uuid, uuid)
    blobs.put(key, body)
    return Protocol.objects.create(
        uuid=uuid, appeal=appeal, language=language, sha256=sha256(body).hexdigest(), blob_key=key, drawn_up_by=by,
        at=now,
    )  # fmt: skip


def paper_key(appeal: UUID, paper: UUID) -> str:
    """Return where a protocol lies: among the files of its appeal, which go together."""
    return f"appeals/{appeal}/{paper}.pdf"


def _send_out(appeal: Appeal) -> None:
    """Leave notice and mails. A mail waits for the worker: the papers go with it."""
    student = appeal.student
    values = {
        "number": appeal.number, "exam": appeal.exam.title, "name": student.full_name,
        "group": student.study_group.code,
    }  # fmt: skip
    language = student.user.language if student.user.language in LANGUAGES else settings.LANGUAGE_CODE
    path = reverse("appeals:protocol_pdf", args=[appeal.uuid, language])
    notify(users=[student.user], kind="appeal", title=_TITLE, text=_NOTICE_TEXT, path=path, mail=False, **values)
    letters = [(student.user.email, language, (language,), _TEXT)]
    if appeal.faculty:
        letters.append((appeal.faculty.mail, settings.LANGUAGE_CODE, FOR_FACULTY, _FACULTY_TEXT))
    for to, written_in, languages, text in letters:
        if to:
            with translation.override(written_in):
                told = {"title": (str(_TITLE) % values)[:200], "text": str(text) % values}
            AppealMail.objects.create(appeal=appeal, to=to, languages=list(languages), **told)
