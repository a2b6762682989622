"""The try of an exam on an administrator's phone: a link that works once, a frame as students have it, the result."""

from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from oes.attempts.tokens import bearer
from oes.exams import phones
from oes.exams.models import PhoneTry
from oes.exams.phone_words import all_words
from oes.lib.middleware import let_frame
from oes.lib.problems import problem
from oes.recorder.address import fill
from oes.recorder.forms import BadBody, json_body, whole_of

SENTENCES = {
    "try_wait": _("One moment: the testing system is being opened in the frame."),
    "try_sign_in": _("Now sign in there as a student would, and start the exam."),
    "try_silent": _("No answer from the frame. What do you see in it?"),
    "try_signed": _("Are you signed in there now?"),
    "try_early": _(
        "The first page already said that the exam began, which proves nothing. Are you signed in there now?"
    ),
    "try_over": _("This try is over. Begin another one on the exam’s page."),
    "try_failed": _("The server did not answer. Press the button once more."),
}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone_try(request: HttpRequest, code: str) -> HttpResponse:
    """The link of the QR code. Opening it changes nothing, so that a preview does not use it up; the button does."""
    row = phones.try_of_link(code)
    if row is None or row.exam.organisation_id != request.organisation.pk:  # type: ignore[attr-defined]
        return render(request, "recorder/phone_over.html", status=404)
    if request.method != "POST":
        return render(request, "recorder/phone_begin.html", {"exam": row.exam})
    try:
        row, token = phones.open_try(code=code, browser=request.headers.get("User-Agent", ""))
    except phones.TryRefused:  # somebody else pressed the button at this moment
        return render(request, "recorder/phone_over.html", status=404)
    own = f"{request.scheme}://{request.get_host()}"
    context = {"exam": row.exam, "config": _config(request, row, token), "results": all_words(origin=own)}
    response = render(request, "recorder/phone_try.html", context)
    let_frame(response, *row.exam.origins)
    return response


def _config(request: HttpRequest, row: PhoneTry, token: str) -> dict[str, Any]:
    values = {
        "student": row.by.username,
        "attempt": str(uuid4()),  # of no attempt: nothing may be filed under one that exists
        "return_link": request.build_absolute_uri(reverse("recorder:return", args=["try"])),
    }
    return {
        "address": fill(row.address, values),
        "origins": row.exam.origins,
        "token": token,
        "title": row.exam.title,
        "state": reverse("recorder:phone_state"),
        "finish": reverse("recorder:phone_finish"),
        "ticker": static("recorder/ticker.js"),
        "text": {key: str(text) for key, text in SENTENCES.items()},
    }


@csrf_exempt
@login_not_required
@require_POST
def phone_state(request: HttpRequest) -> HttpResponse:
    """Tell what the server has heard from inside the frame."""
    row = phones.try_of_token(bearer(request))
    if row is None:
        return problem(401, "bad_token", "the try is over")
    return JsonResponse({"heard": row.heard_at is not None, "exam_started": row.exam_started_at is not None})


@csrf_exempt
@login_not_required
@require_POST
def phone_finish(request: HttpRequest) -> HttpResponse:
    """Store how the try ended."""
    try:
        data = json_body(request)
        if data.get("result") not in PhoneTry.Result.values:
            raise BadBody("result is not known")
        told = phones.Conclusion(str(data["result"]), whole_of(data, "loads"), data.get("by_hand") is True)
        row = phones.finish_try(token=bearer(request), conclusion=told)
    except BadBody as error:
        return problem(400, "bad_body", str(error))
    except phones.TryRefused as refused:
        return problem(401 if refused.code == "over" else 409, refused.code)
    return JsonResponse({"result": row.result})
