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
from oes.appeals.filing_files import PICTURES
from oes.appeals.filing_links import attachment_link
from oes.appeals.line_words import line_caption
from oes.appeals.models import Appeal, AppealStep, Attachment, Topic
from oes.exams.models import Student


@dataclass(frozen=True, slots=True)
class File:
    """An attachment with the link that opens it."""

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


def seen_files(appeal: Appeal, looker: Looker) -> QuerySet[Attachment]:
    """Return the attachments that somebody may open: a scan has IIN and contacts, a picture faces and rooms."""
    rows = appeal.attachments.all()
    rows = rows.exclude(media_type__in=PICTURES) if looker.is_blurred else rows
    return rows if looker.contacts_shown else rows.filter(is_scan=False)


def _files(appeal: Appeal, looker: Looker) -> Iterator[File]:
    for row in seen_files(appeal, looker):
        own = looker.is_student
        yield File(
            row,
            attachment_link(row, looker.links) if own else address("case_file", appeal, "file", row.uuid, looker.links),
        )
