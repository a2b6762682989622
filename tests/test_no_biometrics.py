"""The path without biometrics: no stage computes numbers of a face, and a person has what is needed to compare."""

import hashlib

import numpy as np
import pytest
from django.utils import timezone

from oes.analysis import challenges, operations, services
from oes.analysis.models import ObservationSet, ReferenceEmbedding
from oes.analysis.networks.mesh import MeshFace
from oes.analysis.references import references_of
from oes.analysis.tests.drawing import drawn_clip
from oes.analysis.tests.test_challenges import head
from oes.analysis.tests.test_measure import Counted, face, measured, measurer_of
from oes.attempts.models import AttemptMark, Challenge, IdentityCheck
from oes.attempts.services import open_attempt, ready_attempt, start_attempt
from oes.domain.policy import Policy
from oes.exams.models import ReferencePhoto
from oes.exams.services import add_policy
from oes.lib import blobs
from oes.recordings.models import Run, Segment, Track
from oes.violations.services import rebuild
from tests.pictures import camera_picture


class Networks(Counted):
    """Counts embeddings, and looks as the challenge asks."""

    def look(self, rgb, found):
        return MeshFace(self.pose(rgb, found), head())


@pytest.fixture
def networks(monkeypatch):
    mesh = Networks()
    measurer, _, _ = measurer_of([face()], light=mesh, full=mesh)
    monkeypatch.setattr(operations, "measurer", lambda: measurer)
    return mesh


def sat(enrolment, biometrics, chosen):
    add_policy(organisation=enrolment.exam.organisation, policy=Policy(biometrics=biometrics))
    attempt = open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="test", biometrics=chosen)
    return start_attempt(attempt=ready_attempt(attempt=attempt, tier="A"))


def add_photo(student) -> ReferencePhoto:
    body = camera_picture("face")
    key, sha256 = f"students/{student.uuid}/p.jpg", hashlib.sha256(body).hexdigest()
    blobs.put(key, body)
    return ReferencePhoto.objects.create(
        student=student, blob_key=key, sha256=sha256, source="roster", state="approved", decided_at=timezone.now()
    )


def record(attempt, kind: str) -> Segment:
    run, _ = Run.objects.get_or_create(attempt=attempt, number=1, defaults={"last_seen_at": timezone.now()})
    track, _ = Track.objects.get_or_create(attempt=attempt, kind=kind)
    key = f"attempts/{attempt.uuid}/{kind}/1.webm"
    blobs.put(key, drawn_clip(seconds=4))
    return Segment.objects.create(
        track=track, run=run, sequence=0, started_seconds=0, ended_seconds=4, sha256=kind.ljust(64, "0"), size=1,
        container="webm", blob_key=key, link=kind, received_at=timezone.now(),
    )  # fmt: skip


def go_through_all_stages(attempt) -> None:
    IdentityCheck.objects.filter(attempt=attempt, moment="random").update(at_seconds=2.0)
    for kind in ("check_start", "camera", "check_end", "check_live"):
        services.analyse(record(attempt, kind))
    Challenge.objects.create(
        attempt=attempt, moment="random", at_seconds=0, steps="turn_left", tries=1, shown=[0.5], asked=[[0.5, 5.0]],
        result="waiting",
        begun_at=timezone.now(),
    )  # fmt: skip
    challenges.judge(Challenge.objects.get(attempt=attempt), [Segment.objects.get(track__kind="camera")])
    while services.embed_next_photo():
        pass
    rebuild(attempt)


@pytest.mark.parametrize(("biometrics", "chosen"), [("off", None), ("off", True), ("choice", False), ("choice", None)])
def test_no_stage_computes_numbers_of_a_face(enrolment, networks, biometrics, chosen):
    add_photo(enrolment.student)
    attempt = sat(enrolment, biometrics, chosen)
    go_through_all_stages(attempt)
    assert networks.embedded == []
    assert not ReferenceEmbedding.objects.exists()
    assert {bytes(row.embeddings) for row in ObservationSet.objects.all()} == {b""}
    assert ObservationSet.objects.filter(segment__track__kind="camera").get().frames["faces"][0]
    checks = IdentityCheck.objects.filter(attempt=attempt).exclude(done_at=None)
    assert {check.moment for check in checks} == {"start", "random", "end"}
    assert {(check.result, check.similarity, bool(check.blob_key)) for check in checks} == {("", None, True)}
    assert AttemptMark.objects.filter(attempt=attempt, kind="no_biometrics").exists()


@pytest.mark.parametrize(("biometrics", "chosen"), [("on", None), ("choice", True)])
def test_the_same_stages_do_compare_where_that_holds(enrolment, networks, biometrics, chosen):
    add_photo(enrolment.student)
    attempt = sat(enrolment, biometrics, chosen)
    go_through_all_stages(attempt)
    assert networks.embedded
    assert ReferenceEmbedding.objects.get().problem == "unreadable" or ReferenceEmbedding.objects.get().embedding
    assert not AttemptMark.objects.filter(attempt=attempt, kind="no_biometrics").exists()


def test_numbers_of_an_earlier_attempt_are_not_used(enrolment, networks):
    photo = add_photo(enrolment.student)
    attempt = sat(enrolment, "off", None)
    row = np.eye(128, dtype=np.float32)[0]
    ReferenceEmbedding.objects.create(photo=photo, version="1", embedding=row.tobytes())
    assert references_of(attempt).embeddings == ()


def test_a_first_entry_is_kept_for_the_person(enrolment, networks):
    attempt = sat(enrolment, "off", None)
    services.analyse(record(attempt, "check_start"))
    assert enrolment.student.photos.get().source == "first_entry"


def test_everything_else_is_measured_on_the_same_frames():
    """Without embeddings faces are searched as often, so that absence and company are found as well."""
    plain, counted = measured([face()], seconds=40, moving=True, compares=False)
    compared, _ = measured([face()], seconds=40, moving=True, compares=True)
    assert counted.embedded == []
    assert [(f.faces, f.yaw) for f in plain] == [(f.faces, f.yaw) for f in compared]
    assert {f.embedding for f in plain} == {None}
