"""Pages of what-if questions: ask from the form of the rules, look at the outcome, go on from it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oes.accounts.exports import exported
from oes.domain.policy import policy_from_dict
from oes.exams.forms.policy import PolicyForm
from oes.exams.services import current_policy
from oes.exams.views.policies import form_page, is_new
from oes.review import tables, what_if
from oes.review.forms import LineForm
from oes.review.models import WhatIf
from oes.review.views import staff_only
from oes.review.what_if_queries import outcome, questions


@require_POST
@staff_only
def asked(request: Any) -> HttpResponse:
    """Take the rules of the form as a question. Nothing is saved as a version; a faulty form comes back as it was."""
    newest = current_policy(request.organisation)
    form = PolicyForm(request.POST, policy=newest.value(), base=newest.version)
    form.fields["note"].required = False
    if not form.is_valid() or not is_new(form, newest):
        return form_page(request, form, newest)
    note = form.cleaned_data["note"]
    row = what_if.ask(
        organisation=request.organisation, policy=form.policy(), note=note, base=newest.version, by=request.user
    )
    return redirect("review:what_if", row.uuid)


@require_safe
@staff_only
def shown(request: Any, uuid: UUID) -> HttpResponse:
    row = get_object_or_404(WhatIf.objects.select_related("organisation"), organisation=request.organisation, uuid=uuid)
    form = LineForm(request.GET)
    if file := exported(request, **tables.what_if(lambda: outcome(row, form.line(), most=None))):
        return file
    others = [one for one in questions(request.organisation) if one.pk != row.pk]
    context = {"outcome": outcome(row, form.line()), "line": form.line(), "others": others}
    return render(request, "review/what_if.html", context)


@require_safe
@staff_only
def goes_on(request: Any, uuid: UUID) -> HttpResponse:
    """The form of the rules, filled with those of a question: to change them further, or to save them."""
    row = get_object_or_404(WhatIf, organisation=request.organisation, uuid=uuid)
    newest = current_policy(request.organisation)
    if row.base != newest.version:
        told = {"base": row.base, "newest": newest.version}
        messages.warning(request, _("The question started from version %(base)s; version %(newest)s holds now.") % told)
    form = PolicyForm(policy=policy_from_dict(row.rules), base=newest.version)
    form.initial["note"] = row.note
    return form_page(request, form, newest)
