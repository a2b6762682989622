"""Pages around Safe Exam Browser: its settings, its file, the way into it, and the check by its own words."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oes.accounts.access import role_required
from oes.domain.safe_exam_browser import config_key
from oes.exams.models import Exam, SafeBrowserUse
from oes.exams.views.common import administration
from oes.integrations.seb import services
from oes.integrations.seb.checks import checked, remember, root_of
from oes.integrations.seb.file import encrypted_file, plain_file
from oes.integrations.seb.forms import PasswordForm, SettingsForm
from oes.lib.problems import problem
from oes.recorder.forms import BadBody, json_body
from oes.recorder.queries import student_of

SALT = "oes.seb.file"
PASS_SECONDS = 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
@administration
def settings(request: Any, exam: UUID) -> HttpResponse:
    """Choose how an exam looks in Safe Exam Browser."""
    row = get_object_or_404(Exam.objects.real(), uuid=exam, organisation=request.organisation)
    initial = {"use": row.safe_exam_browser}
    form = SettingsForm(request.POST or None, instance=services.settings_of(row), initial=initial)
    if request.method == "POST" and form.is_valid():
        before = _key(request, row)
        services.save_settings(exam=row, use=form.cleaned_data["use"], row=form.row(), by=request.user)
        if _key(request, row) == before:
            messages.success(request, gettext("Saved."))
        else:
            messages.success(request, gettext("Saved. The settings file has a new key now: hand it out again."))
        return redirect("seb:settings", row.uuid)
    return render(request, "seb/settings.html", {**_shown(request, row), "form": form, "password": PasswordForm()})


def _shown(request: Any, exam: Exam) -> dict[str, Any]:
    return {
        "exam": exam,
        "key": _key(request, exam),
        "has_password": bool(services.settings_of(exam).quit_password_hash),
    }


def _key(request: Any, exam: Exam) -> str:
    return config_key(services.file_settings(exam, root=root_of(request)))


@require_POST
@administration
def administrators_file(request: Any, exam: UUID) -> HttpResponse:
    """Hand out the file, with a password or without."""
    row = get_object_or_404(Exam.objects.real(), uuid=exam, organisation=request.organisation)
    chosen = services.file_settings(row, root=root_of(request))
    if "plain" in request.POST:
        return _file(plain_file(chosen))
    form = PasswordForm(request.POST)
    if not form.is_valid():
        own = SettingsForm(instance=services.settings_of(row), initial={"use": row.safe_exam_browser})
        return render(request, "seb/settings.html", {**_shown(request, row), "form": own, "password": form}, status=400)
    return _file(encrypted_file(chosen, form.cleaned_data["password"]))


def _file(body: bytes) -> HttpResponse:
    response = HttpResponse(body, content_type="application/seb")
    response["Content-Disposition"] = 'attachment; filename="exam.seb"'
    response["Cache-Control"] = "no-store"
    return response


@login_not_required
@never_cache
@require_safe
def students_file(request: HttpRequest, pass_: str) -> HttpResponse:
    """The file for the browser itself, which has no session yet: the address is the right, for a day."""
    try:
        uuid = signing.loads(pass_, salt=SALT, max_age=PASS_SECONDS)
    except signing.BadSignature as error:
        raise Http404("the address is old or was changed") from error
    used = Exam.objects.exclude(safe_exam_browser=SafeBrowserUse.OFF)
    exam = get_object_or_404(used, uuid=uuid, organisation=request.organisation)  # type: ignore[attr-defined]
    return _file(plain_file(services.file_settings(exam, root=root_of(request))))


def way_in(request: HttpRequest, exam: Exam, *, other_settings: bool) -> HttpResponse:
    """The page that stands before an exam which is sat in Safe Exam Browser."""
    address = request.build_absolute_uri(reverse("seb:students_file", args=[signing.dumps(str(exam.uuid), salt=SALT)]))
    scheme = "sebs" if request.is_secure() else "seb"
    context = {
        "student": student_of(request.user),
        "exam": exam,
        "file": address,
        "opens": f"{scheme}://{address.partition('://')[2]}",
        "other_settings": other_settings,
        "check": reverse("seb:check", args=[exam.uuid]),
    }
    response = render(request, "seb/way_in.html", context, status=403)
    response["Cache-Control"] = "no-store"
    return response


@role_required("student")
@require_POST
def check(request: Any, exam: UUID) -> HttpResponse:
    """Take the hashes that the browser's own script interface gives, where it sends no headers."""
    row = get_object_or_404(Exam, uuid=exam, enrolments__student__user=request.user)
    try:
        data = json_body(request)
    except BadBody as error:
        return problem(400, "bad_body", str(error))
    address, config, program = (data.get(name, "") for name in ("address", "config_key", "exam_key"))
    if not all(isinstance(value, str) and len(value) <= 2000 for value in (address, config, program)):
        return problem(400, "bad_body", "address, config_key and exam_key are not short texts")
    if not _is_ours(request, address):
        return problem(400, "bad_body", "address is not one of ours")
    result = checked(request, row, address=address, config=config, program=program)
    remember(request, row, result)
    return JsonResponse({"matched": result.settings and result.program is not False})


def _is_ours(request: HttpRequest, address: str) -> bool:
    try:
        return urlsplit(address)[:2] == urlsplit(root_of(request))[:2]
    except ValueError:  # such as a bracket that is not closed
        return False
