"""Retention from end to end: what is due goes with its key, what is held or not due stays, and the proof remains."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from oes.analysis.models import ObservationSet
from oes.attempts.models import Attempt, Deletion
from oes.domain.policy import Policy
from oes.domain.retention import OF_ATTEMPT, Kind
from oes.exams.models import Enrolment
from oes.exams.services import add_policy
from oes.journal.models import Entry
from oes.journal.services import first_broken
from oes.lib import blobs, keys
from oes.owndata.erasure import ask_for_erasure, decide_erasure
from oes.owndata.keeping import reasons_to_keep
from oes.recordings import late
from oes.recordings.models import ClientEvent, JoinedFile, Segment
from oes.retention import expiry, removal
from oes.retention.proofs import TAKE_UP_AFTER
from oes.retention.queries import due_attempts
from oes.retention.services import delete_content, delete_photos, lift_hold, put_hold
from oes.retention.tests.scenes import BODY, sat_long_ago
from oes.violations.models import Evidence, StudentSummary, Trust
from oes.violations.services import rebuild_next
from tests.docs_tables import our_models
from tests.personal import register
from tests.scenes import store


@pytest.fixture
def rules(organisation):
    """Recordings for 30 days, measures for 40, pictures for 200, results for 400."""
    days = {"media": 30, "measures": 40, "events": 100, "pictures": 200, "results": 400, "photos": 100}
    return add_policy(
        organisation=organisation, policy=Policy(**{f"keep_{kind}_days": told for kind, told in days.items()})
    )


@pytest.fixture
def old(rules, aigerim, exam) -> Attempt:
    """Ended 35 days ago: the recording is due and nothing else."""
    return sat_long_ago(aigerim, exam, days=35)


def work() -> int:
    done = 0
    while expiry.delete_next():
        done += 1
    return done


def files(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_attempt_stays_while_another_worker_deletes_a_part_of_it(old):
    at_it = Deletion.objects.create(
        organisation=old.policy.organisation, subject=old.uuid, attempt=old, kind=Kind.MEDIA, begun_at=timezone.now()
    )
    assert delete_content(attempt=old, kind=Kind.RESULTS) is None
    assert Attempt.objects.filter(pk=old.pk).exists()
    Deletion.objects.filter(pk=at_it.pk).update(begun_at=timezone.now() - TAKE_UP_AFTER)  # it died
    assert delete_content(attempt=old, kind=Kind.RESULTS)
    assert not Attempt.objects.filter(pk=old.pk).exists()


def test_nobody_accepts_what_came_late_and_was_deleted(old, admin, signed_in):
    row = late.keep_unannounced(
        attempt=old, track="camera", run=old.runs.get(), sequence=9, started_seconds=72, ended_seconds=80,
        sha256="9" * 64, size=9, container="webm", blob_key=f"attempts/{old.uuid}/camera/1-9.webm", link="9" * 64,
        received_at=timezone.now(),
    )  # fmt: skip
    delete_content(attempt=old, kind=Kind.MEASURES)
    with pytest.raises(late.AttemptEmptied):
        late.decide(attempt=old, segments=[row.uuid], accept=True, by=admin)
    told = {"segments": [str(row.uuid)], "answer": "accept"}
    assert signed_in(admin).post(reverse("review:unannounced", args=[old.uuid]), told).status_code == 302
    delete_content(attempt=old, kind=Kind.MEDIA)
    row.refresh_from_db()
    assert (row.state, row.blob_key, row.decided_by) == ("refused", "", None)


def test_it_deletes_what_is_due_and_nothing_else(old, settings):
    segment = Segment.objects.exclude(blob_key="").get()
    assert work() == 1
    assert {path.relative_to(settings.OES_MEDIA_DIR).parts[0] for path in files(settings.OES_MEDIA_DIR)} == {
        "pictures",
        "students",
    }
    with pytest.raises(keys.NoKey):
        keys.key_of(f"attempts-{old.uuid}")
    with pytest.raises(FileNotFoundError):
        blobs.open_blob(segment.blob_key)
    segment.refresh_from_db()
    assert (segment.blob_key, len(segment.sha256)) == ("", 64)
    assert not JoinedFile.objects.exists()
    assert blobs.read(Evidence.objects.get().blob_key).startswith(b"\xff\xd8\xff")
    assert all(blobs.read(check.blob_key) for check in old.identitychecks.all())
    assert ObservationSet.objects.exists()
    assert Trust.objects.get().percent is not None
    assert work() == 0


def test_it_leaves_a_proof(old):
    sha256 = Segment.objects.exclude(blob_key="").get().sha256
    work()
    deletion = Deletion.objects.get()
    entry = Entry.objects.get(action="content_deleted")
    assert entry.content == {
        "kind": "media", "reason": "rules", "days": 30, "names": ["camera-1-1"], "hashes": [sha256],
    }  # fmt: skip
    assert (deletion.subject, deletion.kind, deletion.items, deletion.link) == (old.uuid, "media", 1, entry.link)
    assert deletion.done_at
    assert first_broken(old.uuid) is None


def test_it_respects_a_hold_until_it_is_over(old, admin):
    hold = put_hold(attempt=old, reason="appeal 17", until=timezone.now().date() + timedelta(days=3), by=admin)
    other = put_hold(attempt=old, reason="inquiry", by=admin)
    assert work() == 0
    assert delete_content(attempt=old, kind=Kind.RESULTS) is None
    assert Segment.objects.exclude(blob_key="").exists()
    assert lift_hold(hold=hold, by=admin)
    assert not lift_hold(hold=hold, by=admin)
    assert work() == 0
    type(other).objects.filter(pk=other.pk).update(until=timezone.now().date() - timedelta(days=2))
    assert work() == 1
    told = list(Entry.objects.filter(chain__subject=old.uuid).values_list("action", flat=True))
    assert told[-4:] == ["hold_put", "hold_put", "hold_lifted", "content_deleted"]
    assert "appeal" not in str(list(Entry.objects.values_list("content", flat=True)))


def test_everything_goes_in_its_time(rules, aigerim, exam, settings):
    attempt = sat_long_ago(aigerim, exam, days=401)
    work()
    assert not Attempt.objects.exists()
    assert not aigerim.photos.exists()
    assert not files(settings.OES_MEDIA_DIR)
    assert not list(settings.OES_KEYS_DIR.rglob("*.key"))
    assert set(Deletion.objects.filter(subject=attempt.uuid).values_list("kind", flat=True)) == {
        "media", "measures", "events", "pictures", "results",
    }  # fmt: skip
    assert Deletion.objects.get(subject=aigerim.uuid).kind == "photos"
    assert not Deletion.objects.filter(done_at=None).exists()
    assert first_broken(attempt.uuid) is None
    aigerim.refresh_from_db()
    assert aigerim.summary.exams == 0
    for model in our_models():  # the register says nothing of it stays, and nothing does
        kept = {one.kept for one in register()[model._meta.label] if one.what}
        if kept and kept <= {str(kind) for kind in Kind} and model is not StudentSummary:
            assert not model._default_manager.exists(), model


def test_who_never_came_is_forgotten_as_late_as_results(rules, enrolment, exam):
    exam.closes_at = timezone.now() - timedelta(days=399)
    exam.save()
    expiry.tidy()
    assert Enrolment.objects.exists()
    exam.closes_at = timezone.now() - timedelta(days=401)
    exam.save()
    expiry.tidy()
    assert not Enrolment.objects.exists()


def test_a_shorter_rule_holds_for_old_attempts_and_a_longer_one_does_not(old, organisation):
    add_policy(organisation=organisation, policy=Policy(keep_media_days=3000, keep_measures_days=34))
    assert [row.kinds for row in due_attempts(timezone.now())] == [(Kind.MEDIA, Kind.MEASURES)]


def test_a_worker_that_dies_half_way_is_taken_up(old, monkeypatch):
    def die(_attempt):
        raise OSError("killed")

    monkeypatch.setitem(removal.ROWS, Kind.MEDIA, die)
    with pytest.raises(OSError, match="killed"):
        expiry.delete_next()
    monkeypatch.undo()
    assert Segment.objects.exclude(blob_key="").exists()
    assert not expiry.delete_next()  # another worker may still be at it
    Deletion.objects.update(begun_at=timezone.now() - timedelta(minutes=11))
    assert expiry.delete_next()
    assert not Segment.objects.exclude(blob_key="").exists()
    assert Deletion.objects.get().done_at


def test_pictures_of_before_move_out_of_the_recording(old):
    evidence = Evidence.objects.get()
    evidence.blob_key, evidence.sha256 = store(f"attempts/{old.uuid}/evidence/x.jpg", b"\xff\xd8\xff old")
    evidence.save()
    work()
    evidence.refresh_from_db()
    assert evidence.blob_key == f"pictures/{old.uuid}/evidence/x.jpg"
    assert blobs.read(evidence.blob_key) == b"\xff\xd8\xff old"


def test_nothing_is_computed_from_what_is_left(old):
    Trust.objects.update(seen_changed_at=None)
    percent = Trust.objects.get().percent
    work()
    assert not rebuild_next()
    assert Trust.objects.get().percent == percent


def test_a_key_that_a_copy_brings_back_goes_again(old, aigerim, settings):
    path = next(settings.OES_KEYS_DIR.rglob("attempts-*.key"))
    copied = path.read_bytes()
    work()
    path.write_bytes(copied)
    assert expiry.tidy() is False
    assert not path.exists()
    assert keys.key_of(f"students-{aigerim.uuid}")


def test_photos_stay_while_an_exam_lies_ahead(rules, aigerim, exam):
    sat_long_ago(aigerim, exam, days=120)
    exam.closes_at = timezone.now() + timedelta(days=1)
    exam.save()
    work()
    assert aigerim.photos.exists()
    exam.closes_at = timezone.now()
    exam.save()
    assert work() == 1
    assert not aigerim.photos.exists()


def test_a_granted_erasure_waits_for_the_hold_and_leaves_what_was_found(rules, aigerim, exam, admin):
    attempt = sat_long_ago(aigerim, exam, days=2)
    hold = put_hold(attempt=attempt, reason="appeal 17", by=admin)
    asked = ask_for_erasure(attempt=attempt, words="please")
    decide_erasure(request=asked, granted=True, reason="", by=admin)
    assert [kept.until for kept in reasons_to_keep(attempt, timezone.now())] == [None]
    assert work() == 0
    lift_hold(hold=hold, by=admin)
    said = StringIO()
    call_command("retention", "--dry-run", stdout=said)
    assert said.getvalue().endswith("asked for by the student, and granted\n1 due, 0 attempts held\n")
    assert work() == 1
    asked.refresh_from_db()
    assert asked.state == "done"
    assert set(attempt.deletions.values_list("kind", "reason", "days")) == {
        (str(kind), "erasure", None) for kind in OF_ATTEMPT
    }
    assert not list(expiry.settings.OES_KEYS_DIR.rglob("attempts-*.key"))
    assert Trust.objects.get().percent is not None
    assert not ClientEvent.objects.exists()


def test_photos_are_not_deleted_once_somebody_holds_an_attempt(old, aigerim, admin):
    store(f"students/{aigerim.uuid}/reference.jpg", BODY)
    hold = put_hold(attempt=old, reason="appeal", by=admin)  # after they were found to be due
    assert delete_photos(student=aigerim) is None
    assert blobs.is_there(f"students/{aigerim.uuid}/reference.jpg")
    lift_hold(hold=hold, by=admin)
    assert delete_photos(student=aigerim) is not None


def test_a_hold_at_the_last_moment_stops_no_worker(old, admin, monkeypatch):
    request = ask_for_erasure(attempt=old, words="")
    decide_erasure(request=request, granted=True, reason="", by=admin)
    Deletion.objects.all().delete()

    def then_held(*, attempt, kind, **more):
        made = delete_content(attempt=attempt, kind=kind, **more)
        if kind == OF_ATTEMPT[-1]:
            put_hold(attempt=attempt, reason="appeal", by=admin)
        return made

    monkeypatch.setattr(expiry, "delete_content", then_held)
    monkeypatch.setattr(expiry, "due_attempts", lambda now: [])
    assert not expiry.delete_next()
    request.refresh_from_db()
    assert request.state == "granted"


def test_the_command_only_says_what_is_due(old, admin, settings):
    put_hold(attempt=old, reason="appeal", by=admin)
    said = StringIO()
    call_command("retention", "--dry-run", stdout=said)
    assert "held: media (30 days)" in said.getvalue()
    assert "0 due, 1 attempts held" in said.getvalue()
    old.holds.all().delete()
    call_command("retention", "--dry-run", stdout=said)
    assert blobs.read(Segment.objects.exclude(blob_key="").get().blob_key) == BODY
    call_command("retention", stdout=said)
    assert said.getvalue().endswith("1 due, 0 attempts held\n1 deleted\n")
