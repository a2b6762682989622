"""The detailed report: two players on one clock, and the small answer that keeps a running one up to date."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_POST, require_safe

from oes.accounts.exports import exported
from oes.accounts.links import Links, links_of, sign_in_of
from oes.accounts.models import Role
from oes.attempts.models import Attempt
from oes.review import services, tables
from oes.review.account import AccountPage, account_page
from oes.review.detailed_data import report_data, strings
from oes.review.detailed_queries import (
    Report,
    after_of,
    attempts_of,
    attempts_seen_by,
    cursor_of,
    may_judge,
    report_of,
    version_of,
)
from oes.review.forms import VerdictForm, WatchedForm
from oes.review.models import Viewing
from oes.review.viewing_queries import viewings_of
from oes.review.views import reviewers, watchers


@require_safe
@watchers
def detailed(request: HttpRequest, uuid: UUID) -> HttpResponse:
    attempt = get_object_or_404(attempts_seen_by(request.user, request.organisation), uuid=uuid)
    viewing = services.open_viewing(attempt=attempt, by=request.user, sign_in=sign_in_of(request))
    links = links_of(request, noted=viewing.noted)
    report = report_of(attempt, links=links, now=timezone.now())
    context = {
        "row": report,
        "attempt": attempt,
        "exam": attempt.enrolment.exam,
        "verdict_form": VerdictForm(),
        "viewing": viewing,
        "account": _account(request, attempt, links),
        "may_judge": may_judge(request.user),
        "is_administration": request.user.has_role(Role.ADMINISTRATION),
    }
    return render(request, "review/detailed.html", {**context, "data": report_data(report), "strings": strings()})


@require_safe
@watchers
def poll(request: HttpRequest, uuid: UUID) -> HttpResponse:
    seen = attempts_seen_by(request.user, request.organisation)
    attempt, now = get_object_or_404(seen, uuid=uuid), timezone.now()
    etag = quote_etag(version_of(attempt, now))
    response = get_conditional_response(request, etag=etag)
    if response is None:
        after = after_of(request.GET.get("after", ""), now)
        viewing = services.viewing_of(attempt=attempt, by=request.user, sign_in=sign_in_of(request))
        links = links_of(request, noted=viewing.noted)
        report = report_of(attempt, links=links, now=now, after=after)
        told = {"cursor": cursor_of(now), "partial": after is not None}
        response = JsonResponse({**report_data(report), **_pieces(request, report, links), **told})
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response


def _account(request: HttpRequest, attempt: Attempt, links: Links) -> AccountPage:
    zone = ZoneInfo(request.organisation.time_zone)
    return account_page(attempt, links=links, zone=zone, now=timezone.now())


def _pieces(request: HttpRequest, report: Report, links: Links) -> dict[str, Any]:
    """Return the parts of the page that a running report puts in anew."""
    attempt = report.attempt
    context = {"row": report, "attempt": attempt, "account": _account(request, attempt, links)}
    context["may_judge"] = may_judge(request.user)
    context["is_administration"] = request.user.has_role(Role.ADMINISTRATION)
    names = {
        "trust_html": "figure", "carousel_html": "carousel", "ledger_html": "ledger", "facts_html": "facts",
        "account_html": "account",
    }  # fmt: skip
    return {key: render_to_string(f"review/detailed/{name}.html", context, request) for key, name in names.items()}


@require_POST
@watchers
def watched(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Hear from an open page how long its players ran."""
    mine = Viewing.objects.filter(by=request.user, sign_in=sign_in_of(request))
    viewing = get_object_or_404(mine.select_related("attempt", "by"), uuid=uuid)
    form = WatchedForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    services.note_watched(viewing=viewing, **form.cleaned_data)
    return HttpResponse(status=204)


@require_safe
@reviewers
def viewings(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who looked at an attempt's recording and reports, when, and how long the players ran."""
    attempt = get_object_or_404(attempts_of(request.organisation), uuid=uuid)
    if file := exported(request, **tables.viewings(lambda: viewings_of(attempt.uuid))):
        return file
    return render(request, "review/viewings.html", {"attempt": attempt, "rows": viewings_of(attempt.uuid)})
