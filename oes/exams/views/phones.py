"""Trying an exam on a phone: the link for the phone, and how far the try is."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from oes.exams import phones
from oes.exams.models import Exam, PhoneTry
from oes.exams.phone_words import Words, words_of
from oes.exams.views.common import never_kept, office
from oes.lib.qr import qr_svg


@require_POST
@office
def phone_try(request: Any, exam: uuid.UUID) -> HttpResponse:
    """Begin a try and show its link, which is kept nowhere."""
    row = get_object_or_404(Exam.objects.real(), organisation=request.organisation, uuid=exam)
    begun, code = phones.begin_try(exam=row, by=request.user)
    link = request.build_absolute_uri(reverse("recorder:phone_try", args=[code]))
    context = {"exam": row, "try": begun, "link": link, "qr": qr_svg(link), "minutes": phones.LINK_MINUTES}
    return never_kept(render(request, "exams/phone_link.html", context))


@require_safe
@office
def phone_state(request: Any, exam: uuid.UUID, phone_try: uuid.UUID) -> HttpResponse:
    """Answer the part of the page that asks how far the try is."""
    rows = PhoneTry.objects.select_related("exam", "by")
    row = get_object_or_404(rows, exam__organisation=request.organisation, exam__uuid=exam, uuid=phone_try)
    context = {"exam": row.exam, "try": row, "words": words_for(request, row), "over": row.expires_at <= timezone.now()}
    return render(request, "exams/phone_state.html", context)


def words_for(request: Any, row: PhoneTry | None) -> Words | None:
    """Return the words of a try's result, or None while there is none."""
    if row is None or not row.result:
        return None
    return words_of(row.result, origin=f"{request.scheme}://{request.get_host()}", by_hand=row.by_hand)
