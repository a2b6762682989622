"""The student's own data of a written work that was not recorded."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oes.accounts.access import role_required
from oes.accounts.models import Role
from oes.owndata.export import TooOften, begin_work_export, work_zip
from oes.recorder.queries import student_of
from oes.written.models import Work


@role_required(Role.STUDENT)
@require_POST
def export_work(request: HttpRequest, work: UUID) -> HttpResponseBase:
    """Give the own work, its mark once it is released, and what is kept around it, as one zip."""
    mine = Work.objects.filter(enrolment__student=student_of(request.user)).exclude(state=Work.State.HANDED_OUT)
    row, now = (
        get_object_or_404(mine.select_related("enrolment__exam", "enrolment__student__user"), uuid=work),
        timezone.now(),
    )
    try:
        begin_work_export(work=row, now=now)
    except TooOften:
        messages.error(request, _("You took this file a moment ago, or often enough today. Try again later."))
        return redirect("written:receipt", row.enrolment.exam.uuid)
    headers = {
        "Content-Disposition": f'attachment; filename="my-work-{row.uuid.hex[:12]}.zip"',
        "Cache-Control": "private, no-store",
    }
    return StreamingHttpResponse(work_zip(row, now), "application/zip", headers=headers)
