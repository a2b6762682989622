"""What the administrator's views share."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from oes.accounts.access import View, role_required
from oes.accounts.models import Role

administration: Callable[[View], View] = role_required(Role.ADMINISTRATION)
office: Callable[[View], View] = role_required(Role.ADMINISTRATION, Role.REGISTRAR)


def page_of(request: HttpRequest, rows: "QuerySet[Any] | list[Any]", size: int, *, name: str = "page") -> Page:
    """Return the page that the address asks for by `name`; the nearest one for a number that is none."""
    return Paginator(rows, size).get_page(request.GET.get(name))


def uuid_or_none(text: str) -> UUID | None:
    """Return the identifier that an address names, or None for nonsense: a filter with it shows all."""
    try:
        return UUID(text)
    except ValueError:
        return None


def saved(form: BaseForm, save: Callable[[], object]) -> bool:
    """Save; False with an error on the form when somebody saved the same name or number a moment before."""
    try:
        with transaction.atomic():
            save()
    except IntegrityError:
        form.add_error(None, gettext("Somebody saved the same name or number at this moment. Look at the list."))
        return False
    return True


def never_kept(response: HttpResponse) -> HttpResponse:
    """Mark an answer that holds a password: neither browser nor proxy keeps it."""
    response["Cache-Control"] = "no-store"
    return response
