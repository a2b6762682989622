"""The worker's stage of imports: reads a file, later carries it out; some seconds at a time, so that others get on.

What is done is in the rows. A worker that dies leaves its claim, and another one goes on behind the last batch.
"""

import logging
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from oes.exams.importing import services
from oes.exams.importing.lines import FileRefused, Line
from oes.exams.importing.sources import parts_of
from oes.exams.importing.steps import Action, Coming, Importer, Step, batches
from oes.exams.models import ImportJob, ImportLine

log = logging.getLogger(__name__)
SLICE_SECONDS = 2.0
LEASE = timedelta(seconds=90)
"""A claim older than this is of a worker that has died: reading a file takes 50 s at most, a batch less."""
TRIES = 3
BATCH = 200
PHOTO_BATCH = 4
NOTED = ("groups", "faculties", "departments")
MOST_NOTED = 200
State = ImportJob.State
_ME = uuid.uuid4()
_running: "dict[tuple[int, str], _Running]" = {}
"""The file that this process is at, by job and phase: read once, not once a turn."""


@dataclass(slots=True)
class _Running:
    pieces: list[tuple[int, Importer, list[Line]]]
    """Place of the first line, who imports them, the lines."""
    coming: Coming
    total: int
    notes: dict[str, object] = field(default_factory=dict)


def import_next() -> bool:
    """Do some seconds of one import; return False when none waits. Safe to kill at any moment."""
    job = _claimed()
    if job is None:
        return False
    with translation.override(job.language):
        if job.tries > TRIES:
            told = {"line": job.done}
            services.refuse(job=job, error=_("The import stopped behind line %(line)s and cannot go on.") % told)
            return True
        whole = False
        try:
            _work(job)
            whole = True
        except FileRefused as refused:
            services.refuse(job=job, error=str(refused))
        finally:
            if not whole:  # it may remember what was rolled back
                _running.clear()
    return True


def _claimed() -> ImportJob | None:
    """Return a job that waits, is this process's already, or is a dead one's. Its try is counted at once."""
    now = timezone.now()
    free = Q(claimed_by=None) | Q(claimed_by=_ME) | Q(claimed_at__lt=now - LEASE)
    waiting = ImportJob.objects.filter(free, state__in=(State.WAITING, State.CONFIRMED))
    for job in waiting.select_related("organisation", "period", "confirmed_by").order_by("added_at", "pk")[:5]:
        same = ImportJob.objects.filter(pk=job.pk, state=job.state, claimed_at=job.claimed_at)
        if same.update(claimed_by=_ME, claimed_at=now, tries=F("tries") + 1):
            job.tries += 1
            return job
    return None


def _work(job: ImportJob) -> None:
    running = _running_of(job)
    until = time.monotonic() + SLICE_SECONDS
    for place, importer, lines in running.pieces:
        if place < job.done:
            continue
        if time.monotonic() > until:
            ImportJob.objects.filter(pk=job.pk, claimed_by=_ME).update(tries=0, claimed_at=timezone.now())
            return
        if not _batch(job, place, importer, lines):
            _running.clear()
            return
    _running.clear()
    if job.state == State.CONFIRMED:
        services.finish(job=job)
        return
    notes = {name: sorted(running.coming.names[name])[:MOST_NOTED] for name in NOTED if running.coming.names[name]}
    free = {"state": State.PLANNED, "notes": running.notes | notes, "claimed_by": None, "claimed_at": None, "tries": 0}
    ImportJob.objects.filter(pk=job.pk, state=State.WAITING).update(**free)


def _running_of(job: ImportJob) -> _Running:
    """Return what the file comes to; read anew where this process has not read it in this phase."""
    key = (job.pk, job.state)
    if key not in _running:
        _running.clear()
        parts, coming = parts_of(job)
        pieces = list(_pieces(parts))
        total = sum(len(lines) for _place, _importer, lines in pieces)
        _running[key] = _Running(pieces, coming, total, dict(job.notes))
        if job.state == State.WAITING:  # a plan is made in one go: it remembers what earlier lines make
            job.lines.all().delete()
            job.done, job.counts = 0, {}
        job.total = total
        ImportJob.objects.filter(pk=job.pk).update(total=total, done=job.done, counts=job.counts)
    return _running[key]


def _pieces(parts: list[tuple[Importer, list[Line]]]) -> Iterator[tuple[int, Importer, list[Line]]]:
    place = 0
    for importer, lines in parts:
        for batch in batches(lines, PHOTO_BATCH if importer.shows == "file" else BATCH):
            yield place, importer, batch
            place += len(batch)


def _batch(job: ImportJob, place: int, importer: Importer, lines: list[Line]) -> bool:
    """Judge some lines and, in the second phase, carry them out; False where the job is not ours any more."""
    for _try in range(TRIES - 1):
        try:
            return _done(job, place, importer, lines)
        except IntegrityError:
            log.info("import met another change", extra={"job": str(job.uuid), "place": place})
    return _done(job, place, importer, lines)


def _done(job: ImportJob, place: int, importer: Importer, lines: list[Line]) -> bool:
    steps = importer.plan([replace(line, problems=list(line.problems)) for line in lines])
    if job.state == State.CONFIRMED:
        importer.prepare(steps)
    return _stored(job, place, importer, steps)


@transaction.atomic
def _stored(job: ImportJob, place: int, importer: Importer, steps: list[Step]) -> bool:
    if job.state == State.CONFIRMED:
        importer.save(steps)
    counts = {action.value: job.counts.get(action.value, 0) for action in Action}
    for step in steps:
        counts[step.action.value] += 1
    after = place + len(steps)
    mine = ImportJob.objects.filter(pk=job.pk, state=job.state, claimed_by=_ME)
    if not mine.update(done=after, counts=counts, claimed_at=timezone.now()):  # cancelled, or taken over
        transaction.set_rollback(True)
        return False
    job.lines.filter(place__gte=place, place__lt=after).delete()
    ImportLine.objects.bulk_create(_rows(job, place, importer, steps), batch_size=90)
    job.done, job.counts = after, counts
    return True


def _rows(job: ImportJob, place: int, importer: Importer, steps: list[Step]) -> Iterator[ImportLine]:
    for offset, step in enumerate(steps):
        if step.action is Action.SAME:
            continue
        line, refused = step.line, step.action is Action.REFUSED
        yield ImportLine(
            job=job, place=place + offset, table=line.table, number=line.number, action=step.action.value,
            name=line.values.get(importer.shows, "")[:200], words="\n".join(line.problems if refused else step.changes),
            cells=line.values if refused else {},
        )  # fmt: skip
