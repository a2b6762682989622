"""Downloading the evidence pack of an attempt, and the verifier for anybody."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oes.evidence.packing import NotPacked, pack
from oes.evidence.page import verifier_page
from oes.lib.keys import NoKey
from oes.review.detailed_queries import attempts_of
from oes.review.views import staff_only


@require_POST
@staff_only
def evidence_pack(request: Any, uuid: UUID) -> HttpResponseBase:
    """Send the pack of an ended attempt as it is made; whoever may see the detailed report may take it along."""
    attempt = get_object_or_404(attempts_of(request.organisation), uuid=uuid)
    try:
        made = pack(attempt=attempt, by=request.user)
    except NotPacked:
        messages.error(request, _("There is no evidence pack yet: the session runs, or is still being analysed."))
        return redirect("review:detailed", uuid)
    except NoKey:
        messages.error(request, _("The institution's signing key cannot be read. Nothing was packed."))
        return redirect("review:detailed", uuid)
    headers = {
        "Content-Disposition": f'attachment; filename="evidence-{uuid.hex[:12]}.zip"',
        "Cache-Control": "private, no-store",
    }
    return StreamingHttpResponse(made.pieces(), content_type="application/zip", headers=headers)


@require_safe
@login_not_required
def verifier(request: Any) -> HttpResponse:
    """Give anybody the page that checks a pack, to be kept as a file: no page of this server runs inline scripts."""
    headers = {"Content-Disposition": 'attachment; filename="verify.html"', "Cache-Control": "public, max-age=3600"}
    return HttpResponse(verifier_page(), content_type="application/octet-stream", headers=headers)
