"""Papers of an appeal: the application as a form, the protocol as a draft and as it was drawn up."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oes.accounts.access import role_required
from oes.accounts.models import Role
from oes.appeals import protocol_queries as queries
from oes.appeals.line_words import line_caption
from oes.appeals.models import Appeal
from oes.appeals.moving import AppealRefused, chain_of
from oes.appeals.panel import CaseAccess
from oes.appeals.protocol_mails import PDF, mail_again, paper_name
from oes.appeals.protocol_pdf import application_pdf, protocol_pdf
from oes.appeals.protocol_services import draw_up
from oes.appeals.protocol_words import refusal_words
from oes.domain.appeal_state import AppealState
from oes.journal import services as journal
from oes.lib import blobs

keepers = role_required(Role.ADMINISTRATION, Role.REGISTRAR, Role.SECRETARY, Role.COMMISSION)
readers = role_required(Role.ADMINISTRATION, Role.REGISTRAR, Role.SECRETARY, Role.COMMISSION, Role.STUDENT)
METHODS = ["GET", "HEAD", "POST"]


@keepers
@require_http_methods(METHODS)
def protocol(request: Any, appeal: uuid.UUID) -> HttpResponse:
    """What the protocol will say, its drafts, and the button that draws it up and closes the case."""
    row = _kept_or_404(request, appeal)
    if request.method == "POST":
        try:
            draw_up(appeal=row, by=request.user)
        except AppealRefused as error:
            messages.error(request, refusal_words(error.code))
        else:
            messages.success(request, gettext("The protocol is drawn up. Student and faculty get it."))
        return redirect("appeals:protocol", row.uuid)
    lines = [
        (number, line_caption(line), getattr(line, "decision", None)) for number, line in enumerate(row.lines.all(), 1)
    ]  # type: ignore[attr-defined]
    context = {
        "appeal": row, "lines": lines, "papers": queries.protocols_of(row), "drafts": queries.LANGUAGES,
        "is_drawable": queries.is_drawable(row), "has_draft": row.state == AppealState.DECIDED,
        "mails": row.mails.order_by("pk"),  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "appeals/protocol.html", context)


@keepers
@require_POST
def protocol_mail(request: Any, appeal: uuid.UUID, mail: uuid.UUID) -> HttpResponse:
    """Let a mail that was refused be sent again."""
    row = _kept_or_404(request, appeal)
    sent = mail_again(mail=get_object_or_404(row.mails, uuid=mail), by=request.user)  # type: ignore[attr-defined]
    if sent.mailed_at is None:
        messages.success(request, gettext("The mail to %(to)s is sent again in a moment.") % {"to": sent.to})
    return redirect("appeals:protocol", row.uuid)


@keepers
@require_safe
def protocol_draft(request: Any, appeal: uuid.UUID, language: str) -> HttpResponse:
    """The protocol as it would be drawn up now, marked as a draft: to be read and signed from."""
    row, access = _opened_or_404(request, appeal)
    if not queries.keeps(access) or row.state != AppealState.DECIDED or language not in queries.LANGUAGES:
        raise Http404
    _note(request, row, access, f"draft-{language}")
    with translation.override(language):
        body = protocol_pdf(row, timezone.now(), draft=True)
    return _pdf(body, f"appeal-{row.number}-draft-{language}.pdf")


@readers
@require_safe
def protocol_paper(request: Any, appeal: uuid.UUID, language: str) -> HttpResponse:
    """The protocol as it was drawn up: for the student, and for who may know IIN and contacts."""
    row, access = _read_or_404(request, appeal)
    paper = row.protocols.filter(language=language).first()  # type: ignore[attr-defined]
    if paper is None or (access and not access.contacts_shown):
        raise Http404
    _note(request, row, access, f"protocol-{language}")
    try:
        body = blobs.read(paper.blob_key)
    except OSError as error:
        raise Http404 from error
    return _pdf(body, paper_name(row.number, language))


@readers
@require_safe
def application_paper(request: Any, appeal: uuid.UUID) -> HttpResponse:
    """The application as a form. Members see of the student what the rules let."""
    row, access = _read_or_404(request, appeal)
    _note(request, row, access, "application")
    shown = {"shows_contacts": access.contacts_shown, "shows_name": access.names_shown} if access else {}
    return _pdf(application_pdf(row, timezone.now(), **shown), f"appeal-{row.number}.pdf")


def _note(request: Any, row: Appeal, access: CaseAccess | None, paper: str) -> None:
    if access is not None:
        journal.append(
            subject=chain_of(row), action="appeal_paper_taken", actor=request.user.uuid, appeal=str(row.uuid),
            paper=paper,
        )  # fmt: skip


def _kept_or_404(request: Any, appeal: uuid.UUID) -> Appeal:
    row, access = _opened_or_404(request, appeal)
    if not queries.keeps(access):
        raise Http404
    return row


def _read_or_404(request: Any, appeal: uuid.UUID) -> tuple[Appeal, CaseAccess | None]:
    """Return the own appeal (None beside it), or one that opens to a member of its commission or the office."""
    row = queries.appeal_of(request.user, appeal)
    if row is not None and queries.is_own(request.user, row):
        return row, None
    return _opened_or_404(request, appeal)


def _opened_or_404(request: Any, appeal: uuid.UUID) -> tuple[Appeal, CaseAccess]:
    row = queries.appeal_of(request.user, appeal)
    access = queries.paper_access(request.user, row) if row else None
    if row is None or access is None:
        raise Http404
    return row, access


def _pdf(body: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(body, PDF, headers=headers)
