"""Filing an appeal: what it holds, once only, in time, with a receipt; completed and taken back."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from oes.appeals.filing import Contested, Entered, file_appeal, send_again, withdraw
from oes.appeals.filing_basis import basis_of
from oes.appeals.filing_documents import appeal_document
from oes.appeals.filing_files import File
from oes.appeals.filing_lines import choices_of
from oes.appeals.models import Appeal, AppealStep, Attachment, Holiday
from oes.appeals.moving import AppealRefused
from oes.appeals.seated import secretaries_of
from oes.appeals.tests.scenes import WORDS, commission_with, filed_appeal, lines_of, period_of
from oes.domain.appeal_state import AppealState
from oes.evidence.documents import document_of
from oes.journal.models import Entry
from oes.journal.services import first_broken
from oes.lib import blobs
from oes.lib.canonical import digest
from oes.notices.models import Notice
from oes.written.models import Work, WrittenExam

pytestmark = pytest.mark.usefixtures("in_english")

PDF = File("хат.pdf", b"%PDF-1.7 hello")


@contextmanager
def refused(code: str):
    """Expect a refusal that leaves every appeal, step and file as they were."""
    models = (Appeal, AppealStep, Attachment)
    before = [list(model.objects.values_list()) for model in models]
    with pytest.raises(AppealRefused, match=f"^{code}$"):
        yield
    assert [list(model.objects.values_list()) for model in models] == before


def test_it_holds_what_is_contested_with_its_files_and_a_checksum_in_the_chain(aigerim, exam, release):
    row = filed_appeal(aigerim, exam, release=release, files=[PDF])
    assert (row.number, row.state, row.release, row.attempt) == (1, "filed", release, release.verdict.attempt)
    assert [line.kind for line in row.lines.all()] == ["verdict", "event", "event", "event"]
    assert row.lines.all()[1].start_seconds == 600
    file = row.attachments.get()
    assert (file.name, file.media_type, blobs.read(file.blob_key)) == ("хат.pdf", "application/pdf", PDF.body)
    entry = Entry.objects.get(action="appeal_written", chain__subject=row.attempt.uuid)
    assert entry.content["sha256"] == digest(appeal_document(Appeal.objects.get(pk=row.pk)))
    assert document_of(row.attempt, action=entry.action, content=entry.content) == appeal_document(row)
    assert WORDS.contacts.encode() not in appeal_document(row)
    assert Entry.objects.filter(action="appeal_filed", content__number=1).exists()
    assert first_broken(row.attempt.uuid) is None


def test_student_and_secretary_are_told(aigerim, exam, release, organisation, admin):
    commission = commission_with(organisation, period_of(exam), by=admin)
    row = filed_appeal(aigerim, exam, release=release)
    receipt = Notice.objects.get(user=aigerim.user)
    assert receipt.title == "Your appeal 1 was received"
    assert digest(appeal_document(row)) in receipt.text
    secretary = commission.members.get(role="secretary").user
    assert Notice.objects.get(user=secretary).title == "Appeal 1 was filed"


def test_a_form_sent_twice_makes_one_row(aigerim, exam, release):
    basis, uuid = basis_of(aigerim, exam.uuid, timezone.now()), uuid4()
    told = {"uuid": uuid, "basis": basis, "words": WORDS, "lines": lines_of(release), "files": [PDF]}
    assert file_appeal(**told) == file_appeal(**told)
    row = Appeal.objects.get()
    assert row.attachments.count() == 1
    with refused("twice"):
        file_appeal(**{**told, "uuid": uuid4()})
    folder = blobs.path_of(f"appeals/{row.uuid}/x").parent
    assert len(list(folder.iterdir())) == 1


def test_nothing_is_taken_after_the_deadline_but_by_the_secretary_with_a_reason(aigerim, exam, release, admin):
    release.appeal_until = timezone.now() - timedelta(seconds=1)
    release.save()
    with refused("late"):
        filed_appeal(aigerim, exam, release=release, files=[PDF])
    assert not blobs.path_of("appeals/x").parent.exists() or not list(blobs.path_of("appeals/x").parent.rglob("*.pdf"))
    in_time = Entered(admin, timezone.now() - timedelta(minutes=5))
    late = Entered(admin, timezone.now())
    with refused("late"):
        filed_appeal(aigerim, exam, release=release, entered=late)
    with refused("future"):
        filed_appeal(aigerim, exam, release=release, entered=Entered(admin, timezone.now() + timedelta(hours=1)))
    type(exam).objects.filter(pk=exam.pk).update(opens_at=timezone.now() - timedelta(days=9))
    with refused("untold"):
        filed_appeal(aigerim, exam, release=release, entered=Entered(admin, release.at - timedelta(days=3)))
    row = filed_appeal(aigerim, exam, release=release, entered=replace(late, late_reason="In hospital."))
    assert (row.via, row.steps.get().reason, row.steps.get().by) == ("mail", "In hospital.", admin)
    withdraw(appeal=row, by=aigerim.user)
    assert filed_appeal(aigerim, exam, release=release, entered=in_time).steps.get().reason == ""


def test_topics_and_lines_must_fit(aigerim, exam, release):
    only_verdict = lines_of(release)[:1]
    for topics, lines, code in (
        ((), only_verdict, "topics"),
        (("violation",), [], "lines"),
        (("violation",), [Contested("conduct", "Noise.")], "found"),
        (("violation",), [Contested("mark", "Wrong.")], "lines"),  # there is no mark
        (("technical",), only_verdict, "topic"),
    ):
        with refused(code):
            filed_appeal(aigerim, exam, release=release, words=replace(WORDS, topics=topics), lines=lines)
    assert not Appeal.objects.exists()


def test_unknown_files_and_too_many_are_refused(aigerim, exam, release, monkeypatch):
    for files, code in (
        ([File("a.exe", b"MZ\x00\x01")], "format"),
        ([File("a.pdf", b"")], "format"),
        ([PDF] * 11, "files"),
    ):
        with refused(code):
            filed_appeal(aigerim, exam, release=release, files=files)
    monkeypatch.setattr("oes.appeals.filing_files.MOST_FILE_BYTES", 5)
    with refused("large"):
        filed_appeal(aigerim, exam, release=release, files=[PDF])


def test_an_exam_that_goes_on_cannot_be_appealed_against(aigerim, enrolment, exam):
    with refused("early"):
        file_appeal(uuid=uuid4(), basis=basis_of(aigerim, exam.uuid, timezone.now()), words=WORDS, lines=[])


def test_the_conduct_of_an_exam_that_is_over_can_be_contested_without_a_verdict(aigerim, exam, enrolment):
    exam.closes_at = timezone.now() - timedelta(minutes=1)
    exam.save()
    basis = basis_of(aigerim, exam.uuid, timezone.now())
    words = replace(WORDS, topics=("procedure",))
    row = file_appeal(uuid=uuid4(), basis=basis, words=words, lines=[Contested("conduct", "No power for an hour.")])
    assert (row.release, row.attempt) == (None, None)
    assert Entry.objects.filter(chain__subject=aigerim.uuid, action="appeal_written").count() == 1


def test_a_released_mark_can_be_contested_until_the_next_working_day(aigerim, exam, enrolment, organisation):
    friday = datetime(2026, 11, 20, 12, tzinfo=UTC)
    Holiday.objects.create(organisation=organisation, day=date(2026, 11, 23))
    exam.opens_at, exam.closes_at = friday - timedelta(days=2), friday - timedelta(days=1)
    exam.save()
    written = WrittenExam.objects.create(exam=exam)
    Work.objects.create(written=written, enrolment=enrolment, number=7, handed_out_at=friday)
    assert "mark" not in basis_of(aigerim, exam.uuid, friday).until
    WrittenExam.objects.update(released_at=friday)
    basis = basis_of(aigerim, exam.uuid, friday)
    end = datetime(2026, 11, 24, 19, tzinfo=UTC)  # of the Tuesday after a free Monday, in Almaty
    assert (basis.work.number, basis.until["mark"], basis.until["conduct"]) == (7, end, end)
    kinds = [one.kind for one in choices_of(basis, friday)]
    assert kinds == ["mark", "conduct"]
    assert not basis.is_open(end) and choices_of(basis, end) == []


def test_what_was_returned_is_completed_and_sent_again(aigerim, exam, release):
    row = filed_appeal(aigerim, exam, release=release)
    line = row.lines.first()
    with refused("state"):
        send_again(appeal=row, words=WORDS, texts={})
    Appeal.objects.filter(pk=row.pk).update(state=AppealState.RETURNED)
    again = send_again(appeal=row, words=replace(WORDS, text="More."), texts={line.uuid: "So."}, files=[PDF])
    line.refresh_from_db()
    assert (again.state, again.text, line.text, again.attachments.count()) == ("filed", "More.", "So.", 1)
    entries = Entry.objects.filter(action="appeal_written").order_by("sequence")
    assert entries.last().content["sha256"] == digest(appeal_document(Appeal.objects.get(pk=row.pk)))
    assert entries.count() == 2


def test_what_was_taken_back_may_be_filed_anew_but_not_for_ever(aigerim, exam, release):
    for _ in range(5):
        row = filed_appeal(aigerim, exam, release=release)
        withdraw(appeal=row, by=aigerim.user)
        with refused("state"):
            withdraw(appeal=row, by=aigerim.user)
    with refused("often"):
        filed_appeal(aigerim, exam, release=release)


def test_what_was_decided_is_not_decided_again(aigerim, exam, release):
    row = filed_appeal(aigerim, exam, release=release)
    Appeal.objects.filter(pk=row.pk).update(state=AppealState.CLOSED, due_at=None)
    with refused("decided"):
        filed_appeal(aigerim, exam, release=release)


def test_without_secretary_and_registrar_the_administration_is_told(aigerim, exam, release, admin):
    row = filed_appeal(aigerim, exam, release=release)
    assert secretaries_of(row) == [admin]
