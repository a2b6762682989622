"""The file of a job to importers with their lines."""

from typing import Any

from oes.exams.importing import oneroster
from oes.exams.importing.archives import opened
from oes.exams.importing.enrolments import EnrolmentImporter
from oes.exams.importing.groups import GroupImporter
from oes.exams.importing.lines import Layout, Line, lines_of
from oes.exams.importing.photos import PHOTOS, PhotoImporter
from oes.exams.importing.sheets import rows_of
from oes.exams.importing.steps import Coming, Importer
from oes.exams.importing.students import StudentImporter
from oes.exams.importing.subjects import SubjectImporter
from oes.exams.importing.teachers import TeacherImporter, TeachingImporter
from oes.exams.models import ImportJob
from oes.lib import blobs

Kind = ImportJob.Kind
TABLES: dict[str, type[Importer]] = {
    Kind.STUDENTS: StudentImporter,
    Kind.GROUPS: GroupImporter,
    Kind.SUBJECTS: SubjectImporter,
    Kind.TEACHERS: TeacherImporter,
    Kind.TEACHINGS: TeachingImporter,
    Kind.ENROLMENTS: EnrolmentImporter,
}
LAYOUTS: dict[str, Layout] = {kind: make.layout for kind, make in TABLES.items()} | {Kind.PHOTOS: PHOTOS}
IN_PERIOD = {Kind.SUBJECTS, Kind.TEACHINGS, Kind.ONEROSTER}
"""Kinds that cannot do without an exam session."""


def parts_of(job: ImportJob) -> tuple[list[tuple[Importer, list[Line]]], Coming]:
    """Return what the job's file comes to. FileRefused where it cannot be read; an archive stays open."""
    coming = Coming()
    told: dict[str, Any] = {"organisation": job.organisation, "period": job.period, "coming": coming}
    if job.kind in TABLES:
        importer = TABLES[job.kind](**told)
        return [(importer, lines_of(rows_of(blobs.read(job.blob_key)), importer.layout))], coming
    archive = opened(blobs.open_blob(job.blob_key))
    if job.kind == Kind.ONEROSTER:
        return oneroster.parts(archive, job, told), coming
    photos = PhotoImporter(archive=archive, job=job, **told)
    return [(photos, photos.lines())], coming
