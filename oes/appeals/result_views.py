"""The student's pages of a released verdict: the result, and answers to its events."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oes.accounts.access import role_required
from oes.accounts.links import links_of
from oes.accounts.models import Role
from oes.appeals.release_queries import releases_of
from oes.appeals.releasing import note_result_seen
from oes.appeals.result_queries import result_of
from oes.attempts.models import Attempt
from oes.owndata.answering import refused_words
from oes.owndata.forms import AnswerForm
from oes.owndata.queries import own_ended
from oes.recorder.queries import student_of
from oes.review.services import AnswerRefused, give_answer
from oes.violations.models import Violation

student_only = role_required(Role.STUDENT)


@student_only
@never_cache
@require_safe
def result(request: Any, attempt_uuid: UUID) -> HttpResponse:
    """What the student was told: verdict, events, rules, weights, deadlines, and how to appeal."""
    return _page(request, _own(request, attempt_uuid))


@student_only
@require_POST
def answer(request: Any, attempt_uuid: UUID) -> HttpResponse:
    """Take the student's answer to one event; what was not taken stays in the form."""
    attempt, form = _own(request, attempt_uuid), AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The answer was not kept: write at most 1000 letters."))
        return _page(request, attempt, form, 422)
    event = get_object_or_404(Violation, attempt=attempt, uuid=form.cleaned_data["event"])
    try:
        give_answer(violation=event, text=form.cleaned_data["text"], by=request.user)
    except AnswerRefused as error:
        messages.error(request, refused_words(error))
        return _page(request, attempt, form, 409)
    messages.success(request, _("Your answer is kept. Whoever looks at this event sees it."))
    return redirect(reverse("appeals:result", args=[attempt.uuid]) + f"#event-{event.uuid}")


def _own(request: Any, attempt_uuid: UUID) -> Attempt:
    """Return the student's own ended attempt of which something was told, or 404."""
    attempt = own_ended(student_of(request.user), attempt_uuid)
    if not releases_of(attempt).exists():
        raise Http404
    return attempt


def _page(request: Any, attempt: Attempt, form: AnswerForm | None = None, status: int = 200) -> HttpResponse:
    student = attempt.enrolment.student
    links = links_of(request, noted=note_result_seen(attempt=attempt, by=request.user))
    shown = result_of(attempt, list(releases_of(attempt)), links, timezone.now())
    context = {"student": student, "attempt": attempt, "exam": attempt.enrolment.exam, "result": shown, "form": form}
    return render(request, "appeals/result.html", context, status=status)
