"""Importing reference photos: a ZIP of pictures, each named by the student's record book number or login."""

import hashlib
import zipfile
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from oes.exams.importing.archives import files_of, names_of, read
from oes.exams.importing.lines import Column, FileRefused, Layout, Line
from oes.exams.importing.steps import Action, Importer, Step, of
from oes.exams.models import ImportJob, ReferencePhoto, Student
from oes.exams.pictures import LEAST_SIDE, LIMIT_BYTES, PictureRefused
from oes.exams.services import add_photo
from oes.exams.uploads import cleaned_picture

ENDINGS = {".jpg", ".jpeg", ".png", ".webp"}
PHOTOS = Layout(columns=(Column("file", 300),), example="21-0417.jpg\naigerim.png")


class PhotoImporter(Importer):
    """Pictures wait for a person's approval, as single ones do. The same picture again changes nothing."""

    layout = PHOTOS
    shows = "file"

    def __init__(self, *, archive: zipfile.ZipFile, job: ImportJob, **told: Any) -> None:
        super().__init__(**told)
        self._archive, self._job = archive, job
        self._files = files_of(archive)

    def lines(self) -> list[Line]:
        """Return a line for each file, numbered from 1 in the order of the archive. FileRefused for none."""
        if not self._files:
            raise FileRefused(_("There is no picture in the archive."))
        names = [names_of(info)[0] for info in self._files]
        return [Line(number, {"file": name[:300]}) for number, name in enumerate(names, start=1)]

    def plan(self, lines: list[Line]) -> list[Step]:
        known = self._known(lines)
        return [self._step(line, known) for line in lines]

    def prepare(self, steps: list[Step]) -> None:
        """Open the pictures; a step whose picture cannot be read is refused."""
        for step in of(steps, Action.CREATE):
            try:
                step.row = (step.row, self._picture(step.line))
            except PictureRefused as refused:
                step.line.problems.append(_words(refused.code))
                step.action = Action.REFUSED

    def save(self, steps: list[Step]) -> None:
        for step in of(steps, Action.CREATE):
            student, body = step.row
            sha256 = hashlib.sha256(body).hexdigest()
            if ReferencePhoto.objects.filter(student=student, sha256=sha256).exists():
                step.action = Action.SAME
                continue
            source = ReferencePhoto.Source.ROSTER
            photo = add_photo(student=student, body=body, extension="jpg", sha256=sha256, source=source)
            ReferencePhoto.objects.filter(pk=photo.pk).update(imported=self._job)

    def _stems(self, line: Line) -> list[str]:
        return [PurePosixPath(name).stem.strip().casefold() for name in names_of(self._files[line.number - 1])]

    def _known(self, lines: list[Line]) -> dict[str, Student]:
        """Return students by what a file may be called, in small letters. One query, once for all lines."""
        if not hasattr(self, "_by_name"):
            rows = Student.objects.filter(organisation=self.organisation).select_related("user")
            rows = rows.only("uuid", "full_name", "record_book_number", "organisation_id", "user__username")
            by_login = {row.user.username.casefold(): row for row in rows}
            self._by_name = by_login | {row.record_book_number.casefold(): row for row in rows}
        return self._by_name

    def _step(self, line: Line, known: dict[str, Student]) -> Step:
        info = self._files[line.number - 1]
        student = next((known[stem] for stem in self._stems(line) if stem in known), None)
        if PurePosixPath(info.filename).suffix.lower() not in ENDINGS:
            line.problems.append(_words("format"))
        elif student is None:
            line.problems.append(_("no student has this record book number or login"))
        elif info.file_size > LIMIT_BYTES:
            line.problems.append(_words("large"))
        elif self.coming.has("photos", str(student.uuid)):
            line.problems.append(_("there is another picture of this student in the archive"))
        if line.problems:
            return Step(line, Action.REFUSED, student)
        self.coming.add("photos", str(student.uuid))
        return Step(line, Action.CREATE, student, [student.full_name])

    def _picture(self, line: Line) -> bytes:
        packed = read(self._archive, self._files[line.number - 1], most_bytes=LIMIT_BYTES)
        if packed is None:
            raise PictureRefused("format")
        return cleaned_picture(packed)


def _words(code: str) -> str:
    return {
        "large": _("The picture is larger than 8 MB or 50 megapixels."),
        "format": _("This is no JPEG, PNG or WebP picture, or it is damaged."),
        "small": _("The picture is too small: each side needs at least %(side)s pixels.") % {"side": LEAST_SIDE},
    }[code]
