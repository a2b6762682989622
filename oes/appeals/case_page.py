"""Reads for the case file: the application, what is contested, and all evidence that both sides hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from oes.accounts.models import Organisation
from oes.appeals.case_evidence import CaseLine, Evidence, evidence_of
from oes.appeals.case_shown import WAITS, Looker, address
from oes.appeals.case_work import CaseWork, case_work
from oes.appeals.filing_links import attachment_link
from oes.appeals.line_words import line_caption
from oes.appeals.models import Appeal, AppealStep, Attachment, Topic
from oes.exams.models import Student


@dataclass(frozen=True, slots=True)
class File:
    """An attachment. `url`: the link that opens it; empty for whom it stays closed."""

    row: Attachment
    url: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """The whole page."""

    appeal: Appeal
    looker: Looker
    topics: tuple[str, ...]
    lines: tuple[CaseLine, ...]
    files: tuple[File, ...]
    steps: tuple[AppealStep, ...]
    evidence: Evidence | None
    work: CaseWork | None

    @property
    def waits(self) -> bool:
        """Return whether a clip or picture is still being blurred."""
        shots = [clip.state for line in self.lines for clip in line.clips]
        shots += [event.shot.state for event in self.evidence.events] if self.evidence else []
        return WAITS in shots


def appeals_here(organisation: Organisation) -> QuerySet[Appeal]:
    """Return the appeals of an institution with what heads their case files; `panel.case_of` decides who opens one."""
    return Appeal.objects.filter(organisation=organisation).select_related(
        "organisation", "exam", "student__study_group__faculty", "student__user", "faculty", "commission", "release",
        "attempt__policy", "attempt__trust", "attempt__enrolment__exam", "attempt__enrolment__student__organisation",
    )  # fmt: skip


def own_appeal(student: Student, uuid: UUID) -> Appeal:
    """Return the student's own appeal, or 404."""
    return get_object_or_404(appeals_here(student.organisation), uuid=uuid, student=student)


def case_page(appeal: Appeal, looker: Looker, now: datetime) -> CasePage:
    """Return the page. The number of queries depends on whether there is an attempt or a work, not on their rows."""
    lines = list(appeal.lines.all())
    evidence, shown = None, [CaseLine(line, line_caption(line)) for line in lines]
    if appeal.attempt and appeal.attempt.started_at:
        evidence, shown = evidence_of(appeal.attempt, lines, looker, now)
    return CasePage(
        appeal=appeal,
        looker=looker,
        topics=tuple(str(Topic(topic).label) for topic in appeal.topics if topic in Topic.values),
        lines=tuple(shown),
        files=tuple(_files(appeal, looker)),
        steps=tuple(appeal.steps.select_related("by")),
        evidence=evidence,
        work=case_work(appeal, looker),
    )


def named_files(appeal: Appeal, looker: Looker) -> QuerySet[Attachment]:
    """Return the attachments whose name and size somebody sees; a scan has IIN and contacts."""
    rows = appeal.attachments.all()
    return rows if looker.contacts_shown else rows.filter(is_scan=False)


def opened_files(appeal: Appeal, looker: Looker) -> QuerySet[Attachment]:
    """Return those that somebody may open: nobody can say that a file of any type has no face and no name in it."""
    rows = named_files(appeal, looker)
    return rows.none() if looker.is_blurred else rows


def _files(appeal: Appeal, looker: Looker) -> Iterator[File]:
    for row in named_files(appeal, looker):
        yield File(row, "" if looker.is_blurred else _url(row, appeal, looker))


def _url(row: Attachment, appeal: Appeal, looker: Looker) -> str:
    if looker.is_student:
        return attachment_link(row, looker.links)
    return address("case_file", appeal, "file", row.uuid, looker.links)
