"""What people decide about the account: late segments, and minutes that our own server had cost."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from oes.recordings import late
from oes.recordings.server_time import give_back
from oes.review.forms import UnannouncedForm
from oes.review.views import attempt_or_404, back_to, reviewers, staff_only


@require_POST
@reviewers
def unannounced(request: HttpRequest, uuid: UUID) -> HttpResponse:
    attempt, form = attempt_or_404(request, uuid), UnannouncedForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was decided: tick at least one part of the recording."))
        return back_to(request, attempt)
    accept = form.cleaned_data["answer"]
    try:
        count = late.decide(attempt=attempt, segments=form.cleaned_data["segments"], accept=accept, by=request.user)
    except late.AttemptEmptied:
        messages.error(request, _("Something of this session is deleted already: nothing more can count as recorded."))
        return back_to(request, attempt)
    if not count:
        messages.info(request, _("These parts were decided about before."))
    elif accept:
        messages.success(
            request, ngettext("%(n)d part is accepted.", "%(n)d parts are accepted.", count) % {"n": count}
        )
    else:
        messages.success(request, ngettext("%(n)d part is refused.", "%(n)d parts are refused.", count) % {"n": count})
    return back_to(request, attempt)


@require_POST
@staff_only
def server_time(request: HttpRequest, uuid: UUID) -> HttpResponse:
    attempt = attempt_or_404(request, uuid)
    given = give_back(attempt=attempt, by=request.user)
    if given:
        said = ngettext("%(n)d minute is given back.", "%(n)d minutes are given back.", given) % {"n": given}
        messages.success(request, said)
    else:
        messages.info(request, _("There is nothing to give back, or the attempt does not run."))
    return back_to(request, attempt)
