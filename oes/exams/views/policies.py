"""The versions of the rules."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from oes.exams import queries, services
from oes.exams.forms.policy import PolicyForm
from oes.exams.models import ProctoringPolicy
from oes.exams.views.common import administration, saved
from oes.lib import proposals
from oes.lib.extensions import chromium_ids


@require_safe
@administration
def policies(request: Any) -> HttpResponse:
    services.current_policy(request.organisation)
    return render(request, "exams/policies.html", {"versions": queries.policy_versions(request.organisation)})


@require_http_methods(["GET", "HEAD", "POST"])
@administration
def policy_new(request: Any) -> HttpResponse:
    newest = services.current_policy(request.organisation)
    form = PolicyForm(request.POST or None, policy=newest.value(), base=newest.version)
    if request.method == "POST" and form.is_valid() and is_new(form, newest) and _save(request, form):
        return redirect("exams:policies")
    return form_page(request, form, newest)


def form_page(request: Any, form: PolicyForm, newest: ProctoringPolicy) -> HttpResponse:
    """Show the form of a new version, wherever its rules come from."""
    given_out = {"extension": bool(chromium_ids()), "guard": bool(settings.OES_GUARD_URL)}
    context = {
        "form": form,
        "newest": newest,
        "given_out": given_out,
        "proposals": proposals.told(request.organisation),
    }
    return render(request, "exams/policy_form.html", context)


def is_new(form: PolicyForm, newest: ProctoringPolicy) -> bool:
    """Return whether the rules differ from the newest version, on which they are based; else the form says so."""
    if form.cleaned_data["base"] != newest.version:
        text = gettext("Version %(version)s was written meanwhile. Look at it, then open this form anew.")
        form.add_error(None, text % {"version": newest.version})
    elif form.policy() == newest.value():
        form.add_error(None, gettext("No rule differs from version %(version)s.") % {"version": newest.version})
    return form.is_valid()


def _save(request: Any, form: PolicyForm) -> bool:
    note = form.cleaned_data["note"]
    if not saved(
        form,
        lambda: services.add_policy(
            organisation=request.organisation, policy=form.policy(), by=request.user, note=note
        ),
    ):
        return False
    messages.success(request, gettext("The new rules hold for attempts that are opened from now on."))
    return True
