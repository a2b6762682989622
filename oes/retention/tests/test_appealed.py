"""An open appeal keeps everything of an attempt; its own files go with the results."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oes.appeals.models import Appeal, PanelMember, Protocol, Release
from oes.appeals.tests.decided import make_case
from oes.attempts.models import Attempt, Deletion
from oes.domain.retention import Kind
from oes.lib import blobs
from oes.owndata.export import files_of
from oes.owndata.export_data import export_data
from oes.owndata.keeping import reasons_to_keep
from oes.retention.appealed import due_appeals
from oes.retention.expiry import delete_next, shred_again
from oes.retention.queries import is_held, kept_page
from oes.retention.services import delete_content
from oes.review.models import Verdict


@pytest.fixture
def case(attempt, admin):
    attempt.state, attempt.ended_at = "submitted", timezone.now()
    attempt.save()
    return make_case(attempt)


def add_paper(case):
    key = f"appeals/{case.appeal.uuid}/paper.pdf"
    blobs.put(key, b"%PDF")
    return Protocol.objects.create(
        appeal=case.appeal, language="kk", sha256="a" * 64, blob_key=key, drawn_up_by=case.secretary, at=timezone.now()
    )


def add_release(case, admin, days=0):
    verdict = Verdict.objects.create(attempt=case.appeal.attempt, honest=False, reason="?", by=admin)
    at = timezone.now() - timedelta(days=days)
    return Release.objects.create(verdict=verdict, by=admin, at=at, answer_until=at, appeal_until=at, told={"v": 1})


def close():
    Appeal.objects.update(state="closed", due_at=None)


def test_an_open_appeal_and_a_verdict_told_lately_keep_everything(case, admin):
    attempt, now = case.appeal.attempt, timezone.now()
    assert is_held(attempt, now) and kept_page(attempt, now).is_held
    assert delete_content(attempt=attempt, kind=Kind.MEDIA) is None
    assert len(reasons_to_keep(attempt, now)) == 1
    close()
    assert not is_held(attempt, now)
    add_release(case, admin, days=29)
    fresh = Attempt.objects.get(pk=attempt.pk)
    assert is_held(fresh, now) and len(reasons_to_keep(fresh, now)) == 1
    Release.objects.update(at=now - timedelta(days=31))
    fresh = Attempt.objects.get(pk=attempt.pk)
    assert not is_held(fresh, now) and not reasons_to_keep(fresh, now)


def test_with_the_results_goes_the_appeal_with_key_and_bytes(case, admin):
    paper, release, attempt = add_paper(case), add_release(case, admin, days=40), case.appeal.attempt
    Appeal.objects.update(release=release)
    first, second = PanelMember.objects.order_by("pk")[:2]
    PanelMember.objects.filter(pk=second.pk).update(in_place_of=first)
    close()
    assert delete_content(attempt=attempt, kind=Kind.RESULTS)
    assert not Attempt.objects.filter(pk=attempt.pk).exists() and not Appeal.objects.exists()
    assert not blobs.is_there(paper.blob_key)
    with pytest.raises(FileNotFoundError):
        blobs.read(paper.blob_key)
    assert Deletion.objects.filter(subject=case.appeal.uuid, kind=Kind.RESULTS).exclude(done_at=None).exists()


def test_one_without_an_attempt_goes_as_late_as_results(case):
    add_paper(case)
    long_ago = timezone.now() - timedelta(days=5000)
    Appeal.objects.update(attempt=None, changed_at=long_ago)
    assert not list(due_appeals(timezone.now())), "it is open"
    close()
    assert delete_next() and not Appeal.objects.exists()


def test_a_key_that_a_copy_brought_back_is_deleted_again(case, settings):
    add_paper(case)
    close()
    Appeal.objects.update(attempt=None, changed_at=timezone.now() - timedelta(days=5000))
    (key,) = settings.OES_KEYS_DIR.rglob("appeals-*.key")
    body = key.read_bytes()
    assert delete_next() and not key.exists()
    key.parent.mkdir(parents=True, exist_ok=True)
    key.write_bytes(body)
    assert shred_again() == 1 and not key.exists()


def test_the_student_takes_the_appeal_out_with_the_own_data(case):
    add_paper(case)
    attempt = case.appeal.attempt
    (told,) = export_data(attempt, timezone.now())["appeals"]
    assert (told["number"], told["iin"], len(told["lines"])) == (7, "020314550123", 2)
    assert told["lines"][1]["decision"]["outcome"] == "deny_event"
    assert ("appeals/7/protocol-kk.pdf", f"appeals/{case.appeal.uuid}/paper.pdf") in files_of(
        attempt, with_findings=False
    )
