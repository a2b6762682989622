"""The pack of a real attempt: clean for both verifiers, without numbers of faces, its percent computed anew."""

import base64
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from oes.analysis.models import ObservationSet
from oes.analysis.services import _link
from oes.attempts.models import Attempt
from oes.domain.policy import Policy
from oes.evidence.models import SignedHead
from oes.evidence.packing import NotPacked, pack
from oes.evidence.receipts import text_of
from oes.evidence.services import rotate_key
from oes.evidence.verify import verify
from oes.evidence.zipping import zipped
from oes.journal import services as journal
from oes.journal.models import Chain, Entry
from oes.lib import blobs
from oes.recordings.models import ClientEvent, Run, Segment, UnannouncedSegment
from oes.recordings.services import ToldEvent, record_events
from oes.review.models import Verdict
from oes.review.services import record_verdict
from oes.violations import services
from oes.violations.models import LedgerLine, Trust
from oes.violations.tests.scenes import OTHER, SITTING, film, frame, sat

POLICY = replace(Policy(), grace_seconds=30.0, minimum_seconds=30.0)
FACE = np.random.default_rng(7).normal(size=128).astype(np.float16)
FRAMES = [
    replace(frame(at + 0.5, *([] if 40 <= at < 60 else [SITTING]), *([OTHER] if at > 66 else [])),
            embedding=tuple(map(float, FACE)) if at % 5 == 0 and not 40 <= at < 60 else None)
    for at in range(72)
]  # fmt: skip


def told_from_the_start(attempt: Attempt) -> None:
    """Let the chain say when the attempt began: scenes begin it in the past."""
    links = Entry.objects.filter(chain__subject=attempt.uuid).select_related("chain").order_by("sequence")
    before = "0" * 64
    for link in links:
        if link.action == "attempt_started":
            link.content = {"started_at": str(attempt.started_at)}
        link.previous = before
        link.link = before = journal.link_hash(link)
        link.save()
    Chain.objects.filter(subject=attempt.uuid).update(head=before)


def stored(segment: Segment) -> None:
    """Let the bytes of a segment be what its row says, and its chain tell of it."""
    body = f"video of {segment.sequence}".encode() * 50
    blobs.put(segment.blob_key, body)
    sha256 = hashlib.sha256(body).hexdigest()
    Segment.objects.filter(pk=segment.pk).update(sha256=sha256, size=len(body))
    journal.append(
        subject=segment.track.attempt.uuid, action="segment_stored", track=segment.track.kind, run=1,
        sequence=segment.sequence, sha256=sha256, size=len(body), start=segment.started_seconds,
        end=segment.ended_seconds,
    )  # fmt: skip
    _link(ObservationSet.objects.get(segment=segment))


@pytest.fixture
def ended(enrolment, admin) -> Attempt:
    attempt = sat(enrolment, seconds=80.0, policy=POLICY)
    told_from_the_start(attempt)
    for segment in film(attempt, FRAMES):
        stored(segment)
    events = [ToldEvent(1, "hidden", 12, timezone.now(), "ә"), ToldEvent(3, "visible", 14.5)]
    record_events(attempt=attempt, source=ClientEvent.Source.RECORDER, page=uuid4(), events=events)
    services.rebuild(attempt)
    record_verdict(attempt=attempt, honest=False, reason="Телефон", by=admin)
    return attempt


def packed(attempt: Attempt, **told: object) -> tuple[bytes, str]:
    """Return the bytes of a pack and the fingerprint of the key that signed it."""
    made = pack(attempt=attempt, **told)
    return b"".join(made.pieces()), made.head.key.fingerprint


def test_it_is_clean_and_holds_everything(ended, admin):
    body, key = packed(ended, by=admin)
    report = verify(io.BytesIO(body), keys=[key])
    assert (report.outcome, report.findings) == ("clean", ())
    assert report.facts["about"]["student"] == ended.enrolment.student.full_name
    names = zipfile.ZipFile(io.BytesIO(body)).namelist()
    assert {"verify.html", "trust.py", "README.txt", "manifest.json", "account.json", "models.json"} <= set(names)
    assert len([name for name in names if name.startswith("media/camera/1-")]) == 9
    manifest = json.loads(zipfile.ZipFile(io.BytesIO(body)).read("manifest.json"))
    assert (manifest["v"], manifest["format"]) == (1, "oes-evidence-pack")
    assert zipfile.ZipFile(io.BytesIO(body)).read("media/camera/1-3.webm") == b"video of 3" * 50
    assert {info.compress_type for info in zipfile.ZipFile(io.BytesIO(body)).infolist()} == {zipfile.ZIP_STORED}
    link = Entry.objects.filter(chain__subject=ended.uuid).last()
    assert (link.action, link.actor) == ("evidence_packed", admin.uuid)


def test_every_receipt_that_was_given_is_in_it(ended):
    given = list(Entry.objects.filter(chain__subject=ended.uuid).values_list("link", flat=True))
    body, key = packed(ended)
    assert {verify(io.BytesIO(body), keys=[key], receipt=one).outcome for one in given} == {"clean"}
    assert verify(io.BytesIO(body), keys=[key], receipt="1" * 64).outcome == "tampered"


def test_it_holds_no_numbers_of_faces(ended):
    body, _ = packed(ended)
    raw = FACE.tobytes()
    assert any(raw in bytes(row.embeddings) for row in ObservationSet.objects.all())
    for hidden in (raw, raw.hex().encode(), base64.b64encode(raw)[:80], f"{float(FACE[0]):.6f}".encode()):
        assert hidden not in body


def test_the_script_in_it_computes_the_same_percent(ended, tmp_path):
    told, said = run_trust(ended, tmp_path)
    assert told == 0, said
    percent = Trust.objects.get(attempt=ended).percent
    assert f"recomputed: stated, trust {percent}, coverage" in said
    assert "nobody_in_frame      -7.0" in said


def test_the_script_sees_a_percent_that_does_not_follow(ended, tmp_path):
    LedgerLine.objects.filter(violation__kind="nobody_in_frame").update(deduction=17.0)
    told, said = run_trust(ended, tmp_path)
    assert told == 1
    assert "NOT THE SAME: stated 17.0" in said


def run_trust(attempt: Attempt, folder: Path) -> tuple[int, str]:
    """Run the script that is in a pack over the pack, by itself."""
    body, _ = packed(attempt)
    (folder / "pack.zip").write_bytes(body)
    with zipfile.ZipFile(folder / "pack.zip") as archive:
        archive.extract("trust.py", folder)
    assert len((folder / "trust.py").read_text().splitlines()) <= 150
    command = [sys.executable, "-I", "-S", "trust.py", "pack.zip"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=30, check=False)
    return done.returncode, done.stdout + done.stderr


def test_rows_that_were_changed_behind_the_chain_show(ended):
    Verdict.objects.update(honest=True)
    body, key = packed(ended)
    report = verify(io.BytesIO(body), keys=[key])
    assert [(f.code, f.values["action"]) for f in report.findings] == [("document_changed", "verdict_recorded")]


def test_recordings_that_are_gone_are_named_and_found(ended):
    segment = Segment.objects.get(sequence=5)
    blobs.delete(segment.blob_key)
    made = pack(attempt=ended)
    body = b"".join(made.pieces())
    assert made.lost == ["media/camera/1-5"]
    (finding,) = verify(io.BytesIO(body), keys=[made.head.key.fingerprint]).findings
    assert (finding.code, finding.values["start"], finding.values["track"]) == ("media_missing", 40.0, "camera")


def test_a_segment_that_nobody_announced_is_in_it(ended):
    body, key = b"came late", f"attempts/{ended.uuid}/screen/1-40.webm"
    blobs.put(key, body)
    sha256 = hashlib.sha256(body).hexdigest()
    place = {"track": "screen", "sequence": 40, "sha256": sha256, "size": len(body)}
    UnannouncedSegment.objects.create(
        attempt=ended, run=Run.objects.get(), started_seconds=40, ended_seconds=48, container="webm", blob_key=key,
        received_at=timezone.now(), **place,
    )  # fmt: skip
    journal.append(subject=ended.uuid, action="segment_unannounced", run=1, start=40.0, end=48.0, **place)
    packed_bytes, fingerprint = packed(ended)
    assert verify(io.BytesIO(packed_bytes), keys=[fingerprint]).outcome == "clean"
    assert zipfile.ZipFile(io.BytesIO(packed_bytes)).read("media/screen/1-40.webm") == body


def test_what_was_deleted_by_rule_raises_no_alarm(ended):
    segment = Segment.objects.get(sequence=5)
    blobs.delete(segment.blob_key)
    journal.append(
        subject=ended.uuid, action="content_deleted", names=["media/camera/1-5.webm"], hashes=[segment.sha256]
    )
    made = pack(attempt=ended)
    body = b"".join(made.pieces())
    assert verify(io.BytesIO(body), keys=[made.head.key.fingerprint]).outcome == "clean"
    assert made.lost == []


def test_measures_and_events_that_were_deleted_by_rule_raise_no_alarm(ended, tmp_path):
    told = Entry.objects.filter(chain__subject=ended.uuid, action__in=("segment_analysed", "events_told"))
    hashes = [content["sha256"] for content in told.values_list("content", flat=True)]
    ObservationSet.objects.all().delete()
    ClientEvent.objects.all().delete()
    journal.append(subject=ended.uuid, action="content_deleted", names=["all"], hashes=hashes)
    body, key = packed(ended)
    assert verify(io.BytesIO(body), keys=[key]).findings == ()
    code, said = run_trust(ended, tmp_path)
    assert code == 0, said
    assert "Measures were deleted by rule" in said


def test_an_older_key_and_a_second_pack_change_nothing(ended, organisation):
    packed(ended)
    rotate_key(organisation=organisation)
    body, key = packed(ended)
    assert verify(io.BytesIO(body), keys=[key]).outcome == "clean"


def test_a_running_attempt_has_none(attempt):
    with pytest.raises(NotPacked):
        pack(attempt=attempt)


def test_there_is_none_while_the_percent_is_computed_anew(ended):
    Trust.objects.filter(attempt=ended).update(is_final=False, percent=3)
    with pytest.raises(NotPacked):
        pack(attempt=ended)
    assert not Entry.objects.filter(action="evidence_packed").exists()


def test_the_commands_write_and_check_it(ended, tmp_path, capsys):
    out = tmp_path / "pack.zip"
    call_command("pack", str(ended.uuid), out=out)
    key = capsys.readouterr().out.split("key ")[1].split()[0]
    given = text_of(SignedHead.objects.get())
    wrong = f"--key={'0' * 64}"
    for arguments, code in (([f"--key={key}", f"--receipt={given}"], 0), ([], 3), ([wrong], 1)):
        with pytest.raises(SystemExit) as stopped:
            call_command("verify", str(out), *arguments)
        assert stopped.value.code == code
    (tmp_path / "other.zip").write_bytes(b"no zip")
    with pytest.raises(SystemExit) as stopped:
        call_command("verify", str(tmp_path / "other.zip"))
    assert stopped.value.code == 2
    with pytest.raises(CommandError, match="is there already"):
        call_command("pack", str(ended.uuid), out=out)
    with pytest.raises(CommandError, match="no such attempt"):
        call_command("pack", str(uuid4()), out=tmp_path / "none.zip")


def test_the_command_leaves_no_file_behind_where_there_is_no_pack(attempt, tmp_path):
    with pytest.raises(CommandError, match="no pack yet"):
        call_command("pack", str(attempt.uuid), out=tmp_path / "pack.zip")
    assert list(tmp_path.glob("*.zip")) == []


def test_a_hostile_pack_cannot_write_over_what_the_command_says(tmp_path, capsys):
    out = tmp_path / "pack.zip"
    about = {"exam": "\x1b[2J\x1b[HClean: nothing was changed\u202e\nClean"}
    manifest = json.dumps({"v": 1, "about": about}).encode()
    out.write_bytes(b"".join(zipped([("manifest.json", [manifest]), ("chain/links.jsonl", [b"{}\n"])])))
    with pytest.raises(SystemExit):
        call_command("verify", str(out))
    said = capsys.readouterr().out
    assert "\x1b" not in said and "\u202e" not in said
    assert "Clean" not in said.splitlines()
