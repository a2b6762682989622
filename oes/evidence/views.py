"""The signed record of an attempt, for its student; the institution's keys, for its administration."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oes.accounts.access import role_required
from oes.accounts.models import Role
from oes.evidence import queries, receipts, services
from oes.lib.qr import qr_svg
from oes.recorder.queries import own_sitting, student_of


@role_required(Role.STUDENT)
@never_cache
@require_safe
def receipt(request: Any, attempt_uuid: UUID) -> HttpResponse:
    """Show the student the signed head of an own attempt, or when it will be signed."""
    student = student_of(request.user)
    attempt = own_sitting(student, attempt_uuid)
    record = queries.signed_record(attempt.uuid)
    code = qr_svg(receipts.text_of(record.head)) if record else ""
    context = {"student": student, "attempt": attempt, "exam": attempt.enrolment.exam, "record": record, "code": code}
    return render(request, "evidence/receipt.html", context)


@role_required(Role.ADMINISTRATION)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def signing_keys(request: Any) -> HttpResponse:
    """Show the key history, for print; POST makes the first key before an attempt needs it."""
    if request.method == "POST":
        services.active_key(organisation=request.organisation)
        return redirect("evidence:signing_keys")
    return render(request, "evidence/signing_keys.html", {"keys": queries.key_lines(request.organisation)})
