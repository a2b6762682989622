"""What somebody was told: the list behind the bell in the header."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oes.notices import queries, services
from oes.notices.forms import MailUseForm

PER_PAGE = 30


@require_safe
def notices(request: Any) -> HttpResponse:
    """The staff get it in their shell, students in theirs: both read the same list."""
    page = Paginator(queries.notices_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    if _is_student(request):
        return render(request, "notices/of_student.html", {"page": page, "student": request.user.student})
    form = MailUseForm(initial={"use": queries.mail_use_of(request.user)})
    return render(request, "notices/of_staff.html", {"page": page, "form": form})


@require_POST
def open_one(request: Any, notice: UUID) -> HttpResponse:
    """Mark it as read and go where it leads."""
    row = get_object_or_404(queries.notices_of(request.user), uuid=notice)
    services.mark_read(rows=queries.notices_of(request.user).filter(pk=row.pk))
    return redirect(row.path or "notices:notices")


@require_POST
def read_all(request: Any) -> HttpResponse:
    services.mark_read(rows=queries.notices_of(request.user))
    return redirect("notices:notices")


@require_POST
def choose(request: Any) -> HttpResponse:
    """Say how to be mailed what is not urgent. Students are always mailed at once."""
    if not request.user.is_employee:
        raise PermissionDenied
    form = MailUseForm(request.POST)
    if form.is_valid():
        services.choose_mails(user=request.user, use=form.cleaned_data["use"])
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Choose one of the three."))
    return redirect("notices:notices")


def _is_student(request: Any) -> bool:
    """Return whether the page is one of a student's: came in by that entrance, or has no other."""
    if not hasattr(request.user, "student"):
        return False
    return request.session.get("entrance") == "student" or not request.user.is_employee
