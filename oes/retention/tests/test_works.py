"""Works of written exams go with the results, with their key and bytes, and leave a proof."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from oes.attempts.models import Attempt, Deletion
from oes.domain.policy import Policy
from oes.exams.models import Enrolment
from oes.exams.services import add_policy
from oes.journal.services import newest
from oes.lib import blobs, keys
from oes.owndata.export import files_of
from oes.owndata.export_data import export_data
from oes.retention import expiry
from oes.written.models import Piece, Task, Work, WrittenExam
from oes.written.pieces import add_piece
from oes.written.services import hand_in, hand_out
from tests.scenes import sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(organisation, exam, aigerim) -> Work:
    add_policy(organisation=organisation, policy=Policy(keep_results_days=400))
    written = WrittenExam.objects.create(exam=exam)
    Task.objects.create(written=written, text="Есеп")
    row = hand_out(enrolment=Enrolment.objects.create(exam=exam, student=aigerim))
    add_piece(work=row, uuid=uuid4(), kind=Piece.Kind.FILE, name="a.pdf", body=b"%PDF-1.4")
    return hand_in(work=row)


def age(exam, days: float) -> None:
    exam.closes_at = timezone.now() - timedelta(days=days)
    exam.save()


def test_a_work_without_a_recording_goes_as_late_as_results(work, exam):
    key = work.pieces.get().blob_key
    age(exam, 399)
    assert not expiry.delete_next()
    age(exam, 401)
    expiry.tidy()
    assert Enrolment.objects.exists()
    assert expiry.delete_next() and not expiry.delete_next()
    assert not Work.objects.exists() and not Piece.objects.exists() and not blobs.is_there(key)
    with pytest.raises(keys.NoKey):
        keys.key_of(f"works-{work.uuid}")
    proof = newest(subject=work.uuid, action="content_deleted")
    assert proof["names"][0] == "work" and proof["hashes"][0] == work.receipt_sha256
    expiry.tidy()
    assert not Enrolment.objects.exists()


def test_a_proctored_work_goes_with_the_last_attempt(work, exam, aigerim):
    attempts = [sit(aigerim, exam, started_at=timezone.now() - timedelta(days=days, hours=2)) for days in (500, 500)]
    Attempt.objects.update(created_at=timezone.now() - timedelta(days=500))
    age(exam, 500)
    while expiry.delete_next():
        pass
    assert not Attempt.objects.exists() and not Work.objects.exists() and not Enrolment.objects.exists()
    subjects = set(Deletion.objects.filter(kind="results").values_list("subject", flat=True))
    assert subjects == {work.uuid, *(attempt.uuid for attempt in attempts)}


def test_a_key_that_a_copy_brings_back_goes_again(work, exam):
    age(exam, 401)
    expiry.delete_next()
    keys.made_key(f"works-{work.uuid}")
    assert expiry.shred_again() == 1


def test_it_is_in_the_export_of_the_own_data(work, exam, aigerim):
    attempt = sit(aigerim, exam)
    told = export_data(attempt, timezone.now())["work"]
    assert told["receipt_sha256"] == work.receipt_sha256 and [row["name"] for row in told["pieces"]] == ["a.pdf"]
    assert [name for name, _ in files_of(attempt, with_findings=False) if name.startswith("work/")]
