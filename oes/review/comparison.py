"""The pages on which a person compares pictures of an exam with the reference photo."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from oes.accounts.exports import exported
from oes.accounts.links import links_of
from oes.attempts.models import Attempt
from oes.review import comparison_queries, services, tables
from oes.review.forms import ComparisonForm
from oes.review.views import attempt_or_404, reviewers


@require_safe
@reviewers
def waiting(request: HttpRequest) -> HttpResponse:
    attempts = comparison_queries.waiting_attempts(request.organisation)
    if file := exported(request, **tables.comparisons(attempts)):
        return file
    return render(request, "review/comparisons.html", {"attempts": attempts[:100]})


@require_http_methods(["GET", "HEAD", "POST"])
@reviewers
def compare(request: HttpRequest, uuid: UUID) -> HttpResponse:
    attempt = attempt_or_404(request, uuid)
    shown = comparison_queries.comparison_of(attempt)
    if request.method == "POST":
        return _decide(request, attempt, shown)
    links = links_of(request, noted=services.note_pictures_seen(attempt=attempt, by=request.user))
    return render(request, "review/comparison.html", {"shown": shown, "attempt": attempt, "links": links})


def _decide(request: HttpRequest, attempt: Attempt, shown: comparison_queries.Comparison) -> HttpResponse:
    form = ComparisonForm(request.POST)
    if not form.is_valid() or shown.reference is None:
        messages.error(request, _("Nothing was recorded: choose one of the three answers."))
        return redirect("review:compare", attempt.uuid)
    check = get_object_or_404(attempt.identitychecks.exclude(blob_key=""), pk=form.cleaned_data["check"])
    services.compare_photos(check=check, reference=shown.reference, result=form.cleaned_data["result"], by=request.user)
    messages.success(request, _("The answer is recorded."))
    return redirect("review:compare", attempt.uuid)
