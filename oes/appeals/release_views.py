"""The staff's pages: verdicts that wait to be released, what each would tell, and the release itself."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oes.accounts.exports import exported
from oes.appeals import release_queries as queries
from oes.appeals.release_facts import with_facts
from oes.appeals.release_words import EXPORT_HEADER, code_words, export_cells
from oes.appeals.releasing import MOST_AT_ONCE, ReleaseRefused, release_verdict, release_verdicts
from oes.exams.models import Exam
from oes.exams.views.common import office, page_of, uuid_or_none
from oes.review.models import Verdict

PAGE_SIZE = 50


@require_safe
@office
def releases(request: Any) -> HttpResponse:
    """All verdicts that wait; `exam` chooses."""
    organisation, now = request.organisation, timezone.now()
    exam = uuid_or_none(request.GET.get("exam", ""))
    rows = queries.waiting_of(organisation, exam)
    table = {"name": "verdicts-to-release", "header": EXPORT_HEADER}
    if file := exported(
        request, **table, rows=lambda: map(export_cells, queries.prepared_page(rows, organisation, now))
    ):
        return file
    page = page_of(request, rows, PAGE_SIZE)
    lines = queries.prepared_page(page.object_list, organisation, now)
    context = {
        "page": page,
        "lines": lines,
        "markable": any(not line.code for line in lines),
        "changed": queries.changed_by(lines),
        "exams": queries.waiting_exams(organisation),
        "exam": exam,
    }
    return render(request, "appeals/releases.html", context)


@require_POST
@office
def preview(request: Any) -> HttpResponse:
    """What a release of the chosen verdicts, or of all of an exam (`all`), would do."""
    exam = _exam_asked(request)
    told = queries.preview_of(
        request.organisation, exam=exam, chosen=_chosen(request), now=timezone.now(), most=MOST_AT_ONCE
    )
    if not told.ready and not told.left_out:
        messages.info(request, _("Nothing was chosen: mark the verdicts that are to be released."))
        return redirect(_back(request))
    return render(request, "appeals/release_preview.html", {"preview": told, "exam": exam, "back": _back(request)})


@require_POST
@office
def release_many(request: Any) -> HttpResponse:
    """Release the verdicts that the preview named."""
    mine = Verdict.objects.filter(attempt__enrolment__student__organisation=request.organisation)
    outcome = release_verdicts(verdicts=mine.filter(uuid__in=_chosen(request)), by=request.user)
    count = len(outcome.told)
    said = ngettext("%(count)d verdict is released.", "%(count)d verdicts are released.", count) % {"count": count}
    messages.success(request, said)
    for verdict, code in outcome.left_out:
        name = verdict.attempt.enrolment.student.full_name
        messages.error(request, _("Not released: %(name)s (%(why)s).") % {"name": name, "why": code_words(code)})
    return redirect(_back(request))


@require_http_methods(["GET", "HEAD", "POST"])
@office
def release(request: Any, verdict: UUID) -> HttpResponse:
    """What the student is told with one verdict, or was told; POST tells it."""
    mine = Verdict.objects.filter(attempt__enrolment__student__organisation=request.organisation)
    row: Any = get_object_or_404(with_facts(mine), uuid=verdict)
    if request.method == "POST":
        try:
            release_verdict(verdict=row, by=request.user)
            messages.success(request, _("The verdict is released: the student is told."))
        except ReleaseRefused as error:
            messages.error(request, _("Not released: %(why)s.") % {"why": code_words(error.code)})
        return redirect(_back(request))
    ready = queries.prepared_page([row], request.organisation, timezone.now())[0]
    told = getattr(row, "release", None)
    context = {
        "verdict": row,
        "attempt": row.attempt,
        "release": told,
        "told": told.told if told else ready.told,
        "lines": queries.told_lines(told.told if told else ready.told),
        "why_not": "" if told else code_words(ready.code),
        "until": queries.deadlines_shown(row, told, timezone.now()),
        "back": _back(request),
    }
    return render(request, "appeals/release.html", context)


def _exam_asked(request: Any) -> Exam | None:
    exam = uuid_or_none(request.POST.get("exam", ""))
    if exam is None or "all" not in request.POST:
        return None
    return get_object_or_404(Exam.objects.real(), organisation=request.organisation, uuid=exam)


def _chosen(request: Any) -> list[UUID]:
    """Return the verdicts that a form names; what is no identifier is passed over."""
    named = (uuid_or_none(text) for text in request.POST.getlist("verdict")[:MOST_AT_ONCE])
    return [uuid for uuid in named if uuid]


def _back(request: Any) -> str:
    """Return the page that asked, which says so in `next`; else the list."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    if is_ours and asked.startswith("/"):  # a bare word would be looked up as a view's name
        return str(asked)
    return reverse("appeals:releases")
