"""The student's pages of a written exam: taking the tasks, writing, the receipt."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oes.accounts.access import role_required
from oes.accounts.links import Links
from oes.domain.written import MOST_LETTERS, Phase
from oes.lib.middleware import let_be_framed
from oes.recorder.queries import student_of
from oes.written import services
from oes.written.closing import close_work
from oes.written.file_types import TAKEN
from oes.written.links import student_links
from oes.written.models import Piece, Work
from oes.written.queries import Sitting, own_sitting, pieces_of, tasks_of, work_of
from oes.written.shown import piece_told, state_told
from oes.written.texts import REFUSED, sentences


@role_required("student")
@never_cache
@require_safe
def sit(request: HttpRequest, exam: UUID) -> HttpResponse:
    """The page that a student writes on; before the tasks are handed out, what is needed for that."""
    student, now = student_of(request.user), timezone.now()
    sitting = own_sitting(student, exam, now)
    work = work_of(sitting.enrolment)
    phase = sitting.window.phase(now)
    if work is not None and not _goes_on(work, sitting, phase):
        return redirect("written:receipt", exam)
    context = {"student": student, "exam": sitting.enrolment.exam, "sitting": sitting, "phase": phase, "work": work}
    if work is None or not sitting.records:
        left = (sitting.window.opens_at - now).total_seconds()
        return _answer(render(request, "written/begin.html", {**context, "seconds_to_open": max(0, left)}))
    links = student_links(request, work)
    more = {
        "tasks": tasks_of(work),
        "links": links,
        "config": _config(request, work, sitting, links),
        "file_types": ",".join(f".{ending}" for ending in TAKEN),
    }
    return _answer(render(request, "written/work.html", {**context, **more}))


def _goes_on(work: Work, sitting: Sitting, phase: Phase) -> bool:
    """Return whether the page to write on is of any use: also late, where a reason may still be given."""
    if phase == Phase.OVER or work.state in (Work.State.RELEASED, Work.State.MISSED):
        return False
    if work.is_open:
        return True
    again = sitting.written.is_proctored and sitting.records and phase == Phase.WRITING
    return work.is_automatic and (phase == Phase.LATE or again)


def _answer(response: HttpResponse) -> HttpResponse:
    """Let the recorder's page hold on to this one: the strict default would cut the tie between the two tabs."""
    let_be_framed(response)
    response["Cross-Origin-Opener-Policy"] = "same-origin-allow-popups"
    return response


def _config(request: HttpRequest, work: Work, sitting: Sitting, links: Links) -> dict[str, Any]:
    exam = [work.enrolment.exam.uuid]
    return {
        "work": str(work.uuid),
        "csrf": get_token(request),
        "text": work.text,
        "mostLetters": MOST_LETTERS,
        "takes": {
            "text": work.written.takes_text, "file": work.written.takes_files, "photo": work.written.takes_photos,
        },
        "state": state_told(request, work, sitting),
        "pieces": [piece_told(piece, links) for piece in pieces_of(work)],
        "urls": {
            "text": reverse("written:text", args=exam), "state": reverse("written:state", args=exam),
            "handIn": reverse("written:hand_in", args=exam), "late": reverse("written:late", args=exam),
            "receipt": reverse("written:receipt", args=exam), "pieces": reverse("written:pieces", args=exam),
            "order": reverse("written:order", args=exam), "signIn": reverse("accounts:sign_in"),
        },
        "words": {key: str(text) for key, text in sentences().items()},
    }  # fmt: skip


@role_required("student")
@require_POST
def take(request: HttpRequest, exam: UUID) -> HttpResponse:
    """Hand the tasks out to the student who asks for them."""
    sitting = own_sitting(student_of(request.user), exam, timezone.now())
    try:
        services.hand_out(enrolment=sitting.enrolment)
    except services.WorkRefused as refused:
        messages.error(request, REFUSED[refused.code])
    return redirect("written:sit", exam)


@role_required("student")
@never_cache
@require_safe
def receipt(request: HttpRequest, exam: UUID) -> HttpResponse:
    """What was handed in, when, with which hashes."""
    student, now = student_of(request.user), timezone.now()
    sitting = own_sitting(student, exam, now)
    work = work_of(sitting.enrolment)
    if work is not None and work.is_open and sitting.window.phase(now) == Phase.OVER:
        close_work(work=work, at=now)  # the worker has not come to it yet
        work.refresh_from_db()
    if work is None or work.is_open:
        return redirect("written:sit", exam)
    pieces = pieces_of(work)
    context = {
        "student": student,
        "exam": sitting.enrolment.exam,
        "sitting": sitting,
        "work": work,
        "pieces": pieces,
        "links": student_links(request, work),
        "has_pages": any(piece.kind == Piece.Kind.PHOTO for piece in pieces),
        "may_be_late": work.is_automatic and sitting.window.phase(now) == Phase.LATE,
    }
    return _answer(render(request, "written/receipt.html", context))
