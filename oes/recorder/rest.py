"""The page that sends what a closed recorder left in a browser: it needs the upload tokens there, and no sign-in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from oes.recorder.texts import REST


@login_not_required
@require_safe
def rest(request: HttpRequest) -> HttpResponse:
    """Answer the same page to everybody: what it finds lies in the browser, and is not shown."""
    config = {"text": {key: str(sentence) for key, sentence in REST.items()}}
    return render(request, "recorder/rest.html", {"config": config})
