"""The detailed report: two players on one clock, and the small answer that keeps a running one up to date."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from oes.attempts.models import Attempt
from oes.journal import services as journal
from oes.review.account import AccountPage, account_page
from oes.review.detailed_data import report_data, strings
from oes.review.detailed_queries import Report, after_of, attempts_of, cursor_of, report_of, version_of
from oes.review.forms import VerdictForm
from oes.review.views import staff_only


@require_safe
@staff_only
def detailed(request: HttpRequest, uuid: UUID) -> HttpResponse:
    attempt = get_object_or_404(attempts_of(request.organisation), uuid=uuid)
    report = report_of(attempt, user=request.user, now=timezone.now())
    journal.append(subject=attempt.uuid, action="recording_viewed", actor=request.user.uuid)
    context = {
        "row": report,
        "attempt": attempt,
        "exam": attempt.enrolment.exam,
        "verdict_form": VerdictForm(),
        "account": _account(request, attempt),
    }
    return render(request, "review/detailed.html", {**context, "data": report_data(report), "strings": strings()})


@require_safe
@staff_only
def poll(request: HttpRequest, uuid: UUID) -> HttpResponse:
    attempt, now = get_object_or_404(attempts_of(request.organisation), uuid=uuid), timezone.now()
    etag = quote_etag(version_of(attempt, now))
    response = get_conditional_response(request, etag=etag)
    if response is None:
        after = after_of(request.GET.get("after", ""), now)
        report = report_of(attempt, user=request.user, now=now, after=after)
        told = {"cursor": cursor_of(now), "partial": after is not None}
        response = JsonResponse({**report_data(report), **_pieces(request, report), **told})
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response


def _account(request: HttpRequest, attempt: Attempt) -> AccountPage:
    zone = ZoneInfo(request.organisation.time_zone)
    return account_page(attempt, user=request.user, zone=zone, now=timezone.now())


def _pieces(request: HttpRequest, report: Report) -> dict[str, Any]:
    """Return the parts of the page that a running report puts in anew."""
    attempt = report.attempt
    context = {"row": report, "attempt": attempt, "account": _account(request, attempt)}
    names = {
        "trust_html": "figure", "carousel_html": "carousel", "ledger_html": "ledger", "facts_html": "facts",
        "account_html": "account",
    }  # fmt: skip
    return {key: render_to_string(f"review/detailed/{name}.html", context, request) for key, name in names.items()}
