"""The students page, the student card, verdicts, releases and pictures."""

import logging
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oes.accounts.access import role_required
from oes.accounts.exports import exported
from oes.accounts.links import links_of, may_open
from oes.accounts.models import Role
from oes.attempts.models import Attempt
from oes.attempts.services import release_attempt
from oes.exams.models import Student
from oes.lib.middleware import as_evidence
from oes.review import card_queries, queries, services
from oes.review.exports import students_table
from oes.review.forms import DenialForm, GrantForm, ReleaseForm, StudentFilter, VerdictForm
from oes.review.pictures import NoPicture, PictureRef, read_picture
from oes.violations.models import Violation

staff_only = role_required(Role.ADMINISTRATION)
reviewers = role_required(Role.ADMINISTRATION, Role.REVIEWER)
"""Reviewers judge what was recorded; what an attempt is allowed, and what is kept, stays with the administration."""
watchers = role_required(Role.ADMINISTRATION, Role.REVIEWER, Role.OBSERVER)
"""Observers look at the attempts of their exams and change nothing."""
logger = logging.getLogger(__name__)


@require_safe
@reviewers
def students(request: HttpRequest) -> HttpResponse:
    form = StudentFilter(request.GET, organisation=request.organisation)
    asked = {"organisation": request.organisation, "language": get_language() or "ru", **form.values()}
    if file := exported(request, **students_table(lambda: queries.all_students(**asked))):
        return file
    listing = queries.student_list(page=request.GET.get("page"), **asked)
    return render(request, "review/students.html", {"form": form, "listing": listing, "page": listing.page})


@require_safe
@reviewers
def card(request: HttpRequest, uuid: UUID) -> HttpResponse:
    known = Student.objects.filter(organisation=request.organisation).select_related("study_group", "summary")
    student = get_object_or_404(known, uuid=uuid)
    forms = {"verdict_form": VerdictForm(), "release_form": ReleaseForm(), "grant_form": GrantForm()}
    context = {"card": card_queries.card(student=student, now=timezone.now()), **forms}
    context["is_administration"] = request.user.has_role(Role.ADMINISTRATION)
    context["links"] = links_of(request, noted=services.note_card(student=student, by=request.user))
    return render(request, "review/card.html", context)


@require_POST
@reviewers
def verdicts(request: HttpRequest, uuid: UUID) -> HttpResponse:
    attempt, form = attempt_or_404(request, uuid), VerdictForm(request.POST)
    if not form.is_valid():
        messages.error(
            request, _("The verdict was not recorded: choose yes or no, and keep the reason under 1000 letters.")
        )
        return back_to(request, attempt)
    try:
        services.record_verdict(attempt=attempt, by=request.user, **form.cleaned_data)
        messages.success(request, _("The verdict is recorded."))
    except services.VerdictRefused:
        messages.error(request, _("The attempt is still running: a verdict can be given when it has ended."))
    return back_to(request, attempt)


@require_POST
@reviewers
def denials(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Deny one event of an attempt, or take the denial back."""
    attempt, form = attempt_or_404(request, uuid), DenialForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed: write a reason of at most 1000 letters."))
        return back_to(request, attempt)
    event = get_object_or_404(Violation, attempt=attempt, uuid=form.cleaned_data.pop("violation"))
    try:
        services.judge_event(violation=event, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept. The trust percent of the program has not changed."))
    except services.VerdictRefused:
        messages.error(request, _("The attempt is still running: its events can be judged when it has ended."))
    return back_to(request, attempt)


@require_POST
@staff_only
def releases(request: HttpRequest, uuid: UUID) -> HttpResponse:
    attempt, form = attempt_or_404(request, uuid), ReleaseForm(request.POST)
    enrolment = attempt.enrolment
    if not form.is_valid():
        messages.error(request, _("Write why the student may sit the exam once more."))
    elif enrolment.attempts.count() < enrolment.exam.maximum_attempts + enrolment.extra_attempts:
        messages.info(request, _("One more attempt is already allowed."))
    else:
        release_attempt(enrolment=enrolment, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("One more attempt is allowed."))
    return back_to(request, attempt)


@require_safe
@watchers
def picture(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    ref = PictureRef(kind, key)
    if not may_open(request, ref.thing):
        raise PermissionDenied
    try:
        body, media_type = read_picture(ref, request.organisation)
    except NoPicture as error:
        raise Http404 from error
    logger.info("picture_shown", extra={"kind": kind, "row": key, "user": str(request.user.uuid)})
    return as_evidence(HttpResponse(body, media_type, headers={"Cache-Control": "private, max-age=300"}))


def attempt_or_404(request: HttpRequest, uuid: UUID) -> Attempt:
    """Return an attempt of this institution."""
    known = Attempt.objects.real().filter(enrolment__student__organisation=request.organisation)
    return get_object_or_404(known.select_related("enrolment__student__organisation", "enrolment__exam"), uuid=uuid)


def back_to(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Return to the page that asked, which says so in `next`; else to the student's card."""
    asked = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    if is_ours and asked.startswith("/"):  # a bare word would be looked up as a view's name
        return redirect(asked)
    return redirect(reverse("review:card", args=(attempt.enrolment.student.uuid,)))
