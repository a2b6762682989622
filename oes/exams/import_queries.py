"""Reads for the pages of imports, each with a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext, pgettext

from oes.accounts.models import Organisation
from oes.exams.importing.sources import LAYOUTS
from oes.exams.models import ImportJob, ImportLine, ReferencePhoto

Action = ImportLine.Action
FIRST = (Action.REFUSED, Action.CHANGE, Action.CREATE)
"""What a page shows first, where there is any: what needs a person."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One list of lines of an import."""

    key: str
    label: str
    count: int
    is_shown: bool


def jobs(organisation: Organisation) -> QuerySet[ImportJob]:
    """Return the imports, newest first."""
    return ImportJob.objects.filter(organisation=organisation).select_related("added_by", "period")


def shown_action(job: ImportJob, asked: str) -> str:
    """Return which list the page shows: the one asked for, or the first that holds something."""
    if asked in FIRST:
        return asked
    return next((key.value for key in FIRST if job.counts.get(key.value)), Action.REFUSED.value)


def tabs(job: ImportJob, shown: str) -> list[Tab]:
    labels = {
        Action.REFUSED: pgettext("lines", "Refused"),
        Action.CHANGE: pgettext("lines", "Changed"),
        Action.CREATE: pgettext("lines", "New"),
    }
    return [Tab(key.value, labels[key], job.counts.get(key.value, 0), key == shown) for key in FIRST]


def lines(job: ImportJob, action: str) -> QuerySet[ImportLine]:
    return job.lines.filter(action=action).order_by("place")


def jobs_table(rows: QuerySet[ImportJob]) -> dict[str, Any]:
    """Return the imports for `accounts.exports.exported`."""
    header = [
        gettext("File"), gettext("What it holds"), gettext("State"), gettext("Who"), gettext("When"),
        pgettext("lines", "New"), pgettext("lines", "Changed"), pgettext("lines", "Refused"),
    ]  # fmt: skip
    return {"name": "imports", "header": header, "rows": lambda: [_job(row) for row in rows]}


def _job(row: ImportJob) -> tuple[object, ...]:
    counts = (row.counts.get(key.value, 0) for key in (Action.CREATE, Action.CHANGE, Action.REFUSED))
    what = (row.file_name, row.get_kind_display(), row.get_state_display())
    return (*what, row.added_by.shown_name, row.added_at, *counts)


def lines_table(job: ImportJob, shown: str) -> dict[str, Any]:
    """Return one list of an import's lines; the refused ones as they came, to be mended."""
    if shown == Action.REFUSED:
        return refused_table(job)
    header = [gettext("Line"), gettext("What it is about"), gettext("What changes")]
    told = lines(job, shown)
    return {
        "name": f"import-{shown}",
        "header": header,
        "rows": lambda: [(line.number, line.name, "; ".join(line.words.split("\n"))) for line in told],
    }


def refused_table(job: ImportJob) -> dict[str, Any]:
    """Return the refused lines for `accounts.exports.exported`: with the columns they came in, to be mended."""
    layout = LAYOUTS.get(job.kind)
    names = list(layout.names) if layout else []
    header = [*names, "problems"] if layout else [gettext("File"), gettext("Line"), gettext("Value"), "problems"]
    return {
        "name": "refused",
        "header": header,
        "rows": lambda: [_refused(line, names) for line in lines(job, "refused")],
    }


def _refused(line: ImportLine, names: list[str]) -> list[object]:
    cells = [line.cells.get(name, "") for name in names] if names else [line.table, line.number, line.name]
    return [*cells, "; ".join(line.words.split("\n"))]


def looked_at(job: ImportJob) -> dict[str, int]:
    """Return how many photos of an import were looked at, how many are good or poor. One query."""
    good = Count("pk", filter=Q(quality=ReferencePhoto.Quality.GOOD))
    unknown = Count("pk", filter=Q(quality=ReferencePhoto.Quality.UNKNOWN))
    told = job.photos.aggregate(all=Count("pk"), good=good, unknown=unknown)
    return {**told, "looked": told["all"] - told["unknown"], "poor": told["all"] - told["unknown"] - told["good"]}


def poor_photos(job: ImportJob) -> QuerySet[ReferencePhoto]:
    """Return the photos of an import in which no single clear face was seen."""
    fine = (ReferencePhoto.Quality.GOOD, ReferencePhoto.Quality.UNKNOWN)
    return job.photos.exclude(quality__in=fine).select_related("student__study_group").order_by("quality", "pk")
