"""`oes analyse` and the server agree on the same file: the same violations at the same seconds, the same percent."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from oes.analysis.model_files import default_directory, verify
from oes.analysis.services import analyse_next
from oes.analysis.tests.drawing import DATA
from oes.attempts.models import Attempt
from oes.domain.policy import Policy
from oes.lib import blobs
from oes.recordings.models import Run, Segment, Track
from oes.violations.models import Trust, Violation
from oes.violations.services import rebuild
from oes.violations.tests.scenes import sat

CLIPS = ("dev_05_phone",)
GRACE_SECONDS = 5.0

pytestmark = [
    pytest.mark.models,
    pytest.mark.skipif(bool(verify(default_directory())), reason="skipped: no network files (OES_MODELS_DIR)"),
    pytest.mark.skipif(not DATA.is_dir(), reason="skipped: no data"),
]


def by_file(path: Path, capsys) -> tuple[list[tuple[str, float, float]], int]:
    """Return what `oes analyse` finds in a file, and its percent."""
    call_command("analyse", str(path), "--json", f"--grace-seconds={GRACE_SECONDS}", "--min-seconds=10")
    told = json.loads(capsys.readouterr().out)
    return [(v["kind"], v["start_seconds"], v["end_seconds"]) for v in told["violations"]], told["trust"]


def by_server(path: Path, enrolment, seconds: float) -> tuple[list[tuple[str, float, float]], int | None]:
    """Return what the server finds where the file is all that the camera sent."""
    policy = replace(Policy(), grace_seconds=GRACE_SECONDS, minimum_seconds=10.0, random_checks=0)
    attempt = sat(enrolment, seconds=seconds, policy=policy)
    body, key = path.read_bytes(), f"attempts/{attempt.uuid}/camera/1-0.mp4"
    blobs.put(key, body)
    run = Run.objects.create(attempt=attempt, number=1, last_seen_at=timezone.now())
    Segment.objects.create(
        track=Track.objects.create(attempt=attempt, kind="camera"), run=run, sequence=0, started_seconds=0.0,
        ended_seconds=seconds, sha256=hashlib.sha256(body).hexdigest(), size=len(body), container="mp4", blob_key=key,
        link="", received_at=timezone.now(),
    )  # fmt: skip
    assert analyse_next()
    rebuild(Attempt.objects.get(pk=attempt.pk))
    rows = Violation.objects.filter(attempt=attempt).order_by("start_seconds", "kind")
    return [(v.kind, v.start_seconds, v.end_seconds) for v in rows], Trust.objects.get(attempt=attempt).percent


@pytest.mark.parametrize("clip", CLIPS)
def test_they_agree(clip, enrolment, capsys):
    path = DATA / "clips" / f"{clip}.mp4"
    seconds = json.loads(path.with_suffix(".json").read_text())["duration_s"]
    found, percent = by_file(path, capsys)
    stored, stated = by_server(path, enrolment, seconds)
    assert found, "the clip shows something"
    assert stored == [
        (kind, pytest.approx(start, abs=0.01), pytest.approx(end, abs=0.01)) for kind, start, end in found
    ]
    assert stated == percent
