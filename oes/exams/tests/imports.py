"""What tests of imports share: files, and the worker's turns."""

import io
import uuid
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image

from oes.exams.importing import services, stage
from oes.exams.importing.lines import lines_of
from oes.exams.importing.sheets import rows_of_text
from oes.exams.importing.steps import Coming, Step
from oes.exams.importing.students import STUDENTS, StudentImporter
from oes.exams.models import ImportJob


def xlsx(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return out.getvalue()


def jpeg(colour=(120, 120, 120), size=(240, 320)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def add(by, kind, body, *, period=None, name="file.csv", key=None) -> ImportJob:
    file = SimpleUploadedFile(name, body if isinstance(body, bytes) else body.encode())
    told = {"organisation": by.organisation, "kind": kind, "period": period, "file": file, "key": key or uuid.uuid4()}
    return services.add_job(by=by, **told)


def work(job) -> ImportJob:
    """Let the worker do all that waits."""
    while stage.import_next():
        pass
    job.refresh_from_db()
    return job


def planned(by, kind, body, **more) -> ImportJob:
    return work(add(by, kind, body, **more))


def imported(by, kind, body, **more) -> ImportJob:
    job = planned(by, kind, body, **more)
    services.confirm(job=job, by=by)
    return work(job)


def words(job) -> list[str]:
    return list(job.lines.filter(action="refused").values_list("words", flat=True))


def plan(*, organisation, text) -> list[Step]:
    """Return what the lines of a table of students would do: the rules alone, without a job and its worker."""
    return _steps(_importer(organisation), text)


def carry_out(*, organisation, text) -> list[Step]:
    importer = _importer(organisation)
    steps = _steps(importer, text)
    importer.save(steps)
    return steps


def _importer(organisation) -> StudentImporter:
    return StudentImporter(organisation=organisation, period=None, coming=Coming())


def _steps(importer, text) -> list[Step]:
    return importer.plan(lines_of(rows_of_text(text), STUDENTS))
