"""The import of students: upload, read the plan, confirm."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from oes.exams.student_csv import COLUMNS, EXAMPLE, LIMIT_LINES, FileRefused, text_of
from oes.exams.student_import import Action, Plan, carry_out, plan
from oes.exams.views.common import never_kept, office
from oes.lib.tables import csv_answer


@require_http_methods(["GET", "HEAD", "POST"])
@office
def import_students(request: Any) -> HttpResponse:
    """A file is planned; the plan's page sends the same text back, to be carried out or for its refused lines."""
    if request.method != "POST":
        return _form(request)
    try:
        text = _text(request)
        if request.POST.get("do") == "import":
            return _imported(request, carry_out(organisation=request.organisation, text=text, by=request.user))
        planned = plan(organisation=request.organisation, text=text)
    except FileRefused as refused:
        return _form(request, str(refused))
    if request.POST.get("do") == "refused":
        return _refused(planned)
    return never_kept(render(request, "exams/import_plan.html", {**_context(planned), "text": text}))


def _text(request: Any) -> str:
    if "text" in request.POST:
        return request.POST["text"]
    upload = request.FILES.get("file")
    if not upload:
        raise FileRefused(gettext("Choose a file."))
    return text_of(upload.read())


def _form(request: Any, error: str = "") -> HttpResponse:
    context = {"error": error, "columns": COLUMNS, "limit": LIMIT_LINES, "example": EXAMPLE}
    return render(request, "exams/import.html", context)


def _context(planned: Plan) -> dict[str, Any]:
    return {
        "plan": planned,
        "counts": planned.counts(),
        "created": planned.of(Action.CREATE),
        "changed": planned.of(Action.CHANGE),
        "refused": planned.of(Action.REFUSED),
    }


def _imported(request: Any, done: Plan) -> HttpResponse:
    text = gettext("Imported: %(create)s new, %(change)s changed, %(same)s unchanged, %(refused)s refused.")
    messages.success(request, text % done.counts())
    return redirect("exams:initial_passwords" if done.of(Action.CREATE) else "exams:students_admin")


def _refused(planned: Plan) -> HttpResponse:
    rows = [
        [*(step.line.values[name] for name in COLUMNS), "; ".join(step.line.problems)]
        for step in planned.of(Action.REFUSED)
    ]
    return csv_answer("refused.csv", [*COLUMNS, "problems"], rows)
