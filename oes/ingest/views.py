"""The one address of ingest."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from oes.attempts.models import Attempt
from oes.attempts.tokens import upload_token_required
from oes.ingest import services
from oes.ingest.forms import SegmentForm
from oes.lib.disk import DiskLow
from oes.lib.keys import NoKey
from oes.lib.problems import problem
from oes.recordings.models import TrackKind, UnannouncedSegment

LARGEST = 2**31 - 1
log = logging.getLogger(__name__)


@upload_token_required
@require_http_methods(["PUT"])
def segment(request: HttpRequest, attempt: Attempt, track: str, run: int, sequence: int) -> HttpResponse:
    """Accept one segment; see docs/recorder-api.md for every answer."""
    length = request.headers.get("Content-Length", "")
    if not (length.isascii() and length.isdigit()):
        return problem(411, "no_length", "Content-Length is missing")
    if int(length) > settings.OES_SEGMENT_LIMIT_KB * 1024:
        return problem(413, "too_large", f"a segment has at most {settings.OES_SEGMENT_LIMIT_KB} KiB")
    names = {"sha256": "Oes-Sha256", "started_seconds": "Oes-Start", "ended_seconds": "Oes-End"}
    form = SegmentForm({field: request.headers.get(header, "") for field, header in names.items()})
    if track not in TrackKind.values or max(run, sequence) > LARGEST or not form.is_valid():
        return problem(400, "bad_header", "Oes-Sha256, Oes-Start, Oes-End or the track is wrong")
    place = services.Place(track, run, sequence)
    try:
        stored, new = services.accept_segment(attempt=attempt, place=place, body=request.read(), **form.cleaned_data)
    except services.Refused as refused:
        return problem(refused.status, refused.code, refused.detail)
    except DiskLow:
        return problem(503, "disk_low", "the server is short of disk space", retry_after=30)
    except NoKey as error:  # OES_KEYS_DIR names another folder, or its disk is not there: browsers keep their copies
        log.error("the key of an attempt is not there", extra={"owner": str(error)})
        return problem(503, "no_key", "the server cannot reach its keys", retry_after=30)
    late = {"unannounced": True} if isinstance(stored, UnannouncedSegment) else {}
    return JsonResponse({"link": stored.link, **late}, status=201 if new else 200)
