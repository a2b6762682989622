"""What the student's page asks and sends while the student writes. JSON in and out."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from oes.accounts.access import role_required
from oes.domain.written import MOST_FILE_BYTES, Answer, Saving
from oes.exams.pictures import PictureRefused
from oes.lib.confined.room import NoChild
from oes.lib.problems import problem
from oes.recorder.forms import BadBody, json_body, storable, uuid_of
from oes.recorder.queries import student_of
from oes.written import pieces, services
from oes.written.links import student_links
from oes.written.models import Piece, Work
from oes.written.queries import Sitting, own_sitting, work_of
from oes.written.shown import piece_told, state_told

View = Callable[..., HttpResponse]
MOST_TURNS = 10**6


def call(view: View) -> View:
    """Find the student's own work, and turn what may not be into problem answers."""

    @wraps(view)
    def answered(request: HttpRequest, exam: UUID, **more: Any) -> HttpResponse:
        sitting = own_sitting(student_of(request.user), exam, timezone.now())
        work = work_of(sitting.enrolment)
        if work is None:
            return problem(409, "not_handed_out")
        try:
            return view(request, work, sitting, **more)
        except BadBody as error:
            return problem(400, "bad_body", str(error))
        except services.WorkRefused as refused:
            return problem(409, refused.code)
        except PictureRefused as refused:
            return problem(422, refused.code)
        except NoChild:
            return problem(503, "busy", retry_after=10)

    return role_required("student")(answered)


@require_GET
@call
def state(request: HttpRequest, work: Work, sitting: Sitting) -> HttpResponse:
    """Answer the page's poll."""
    return JsonResponse(state_told(request, work, sitting))


@require_POST
@call
def text(request: HttpRequest, work: Work, sitting: Sitting) -> HttpResponse:
    """Keep the text as the page has it now; 409 with the newer one where another page has saved since."""
    told = json_body(request)
    body = told.get("text")
    if not isinstance(body, str):
        raise BadBody("text is no text")
    saving = Saving(str(uuid_of(told.get("page"), "page")), _number(told, "turn"), _number(told, "revision"))
    saved = services.save_text(work=work, text=storable(body).replace("\r\n", "\n"), saving=saving)
    if saved.answer == Answer.CONFLICT:
        return problem(409, "conflict", revision=saved.revision, text=saved.text)
    return JsonResponse({"revision": saved.revision})


def _number(told: dict[str, Any], name: str) -> int:
    value = told.get(name)
    if type(value) is not int or not 0 <= value <= MOST_TURNS:
        raise BadBody(f"{name} is no number")
    return value


@require_POST
@call
def hand_in(request: HttpRequest, work: Work, sitting: Sitting) -> HttpResponse:
    """Take the work in for good."""
    services.hand_in(work=work)
    return JsonResponse({"state": Work.State.HANDED_IN})


@require_POST
@call
def late(request: HttpRequest, work: Work, sitting: Sitting) -> HttpResponse:
    """Keep why the work comes late."""
    reason = json_body(request).get("reason")
    row = services.give_reason(work=work, reason=storable(reason) if isinstance(reason, str) else "")
    return JsonResponse(state_told(request, row, sitting))


@require_POST
@call
def add(request: HttpRequest, work: Work, sitting: Sitting) -> HttpResponse:
    """Take a file or a photographed page; the page gives it its uuid, so that what comes twice is kept once."""
    file, kind = request.FILES.get("file"), request.POST.get("kind", "")
    if file is None or kind not in (Piece.Kind.FILE, Piece.Kind.PHOTO):
        raise BadBody("no file, or of no known kind")
    uuid = uuid_of(request.POST.get("uuid"), "uuid")
    if (file.size or 0) > MOST_FILE_BYTES:
        raise services.WorkRefused("large")
    piece = pieces.add_piece(work=work, uuid=uuid, kind=kind, name=file.name or "", body=file.read())
    return JsonResponse(piece_told(piece, student_links(request, work)), status=201)


@require_POST
@call
def order(request: HttpRequest, work: Work, sitting: Sitting) -> HttpResponse:
    """Put the pieces into the order that the page has."""
    told = json_body(request).get("pieces")
    if not isinstance(told, list) or len(told) > 1000:
        raise BadBody("pieces is no list")
    rows = pieces.put_in_order(work=work, wanted=[uuid_of(one, "pieces") for one in told])
    return JsonResponse({"pieces": [str(row.uuid) for row in rows]})


@require_POST
@call
def page(request: HttpRequest, work: Work, sitting: Sitting, piece: UUID) -> HttpResponse:
    """Turn and cut a photographed page."""
    told = json_body(request)
    turned = told.get("turned")
    row = pieces.set_page(
        piece=_piece(work, piece), turned=turned if type(turned) is int else -1, crop=told.get("crop")
    )
    return JsonResponse(piece_told(row, student_links(request, work)))


@require_POST
@call
def remove(request: HttpRequest, work: Work, sitting: Sitting, piece: UUID) -> HttpResponse:
    """Take a piece away again."""
    pieces.remove_piece(piece=_piece(work, piece))
    return JsonResponse({})


def _piece(work: Work, uuid: UUID) -> Piece:
    rows = Piece.objects.select_related("work__enrolment__exam")
    return get_object_or_404(rows, work=work, uuid=uuid, removed_at=None)
