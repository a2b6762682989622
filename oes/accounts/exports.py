"""Every table that a page shows can be saved as a file: `?export=csv` or `?export=xlsx` at the page's own address."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from oes.journal import services as journal
from oes.lib.tables import FORMS, table_answer

Rows = Callable[[], Iterable[Sequence[object]]]


def exported(request: Any, *, name: str, header: Sequence[object], rows: Rows) -> HttpResponse | None:
    """Return the page's table as a download, or None where the address asks for the page.

    `rows` is called only for a download and gives all lines under the page's filter, not one page of them. Called
    behind the page's own guard, so that nobody saves what the page would not show. The journal learns who took what.
    """
    form = request.GET.get("export", "")
    if form not in FORMS:
        return None
    lines = list(rows())
    journal.append(
        subject=request.organisation.uuid,
        action="table_exported",
        actor=request.user.uuid,
        table=name,
        form=form,
        rows=len(lines),
    )
    return table_answer(form, name, [str(title) for title in header], lines)
