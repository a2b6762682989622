"""The demo's finished attempt: drawn recordings pushed through the real HTTP ingest and really analysed."""

import hashlib
import json
import time
import urllib.request
import uuid
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from bench.client import RecorderClient
from bench.segments import Piece
from demo.clip import SCENES, camera_pieces, portrait_jpeg
from demo.people import Institution
from demo.screen import WINDOW_LEFT, WINDOW_RETURNED, screen_pieces
from oes.attempts import services as attempts
from oes.attempts.models import Attempt
from oes.exams.models import ReferencePhoto
from oes.exams.services import add_photo, decide_photo, note_sign_in
from oes.recordings.models import Segment
from oes.violations.models import Trust, Violation

EXPECTED = {"nobody_in_frame", "second_person", "looked_away", "window_switch"}
WAIT_SECONDS = 240
CHECK_SECONDS = 60
Report = Callable[[str, float], None]


def seed_attempt(institution: Institution, *, base_url: str, report: Report) -> list[str]:
    """Sit the finished exam. Returns the planned kinds of violation that were not found; server and worker run."""
    student = institution.finished.student
    note_sign_in(student=student)
    photo = portrait_jpeg()
    row = add_photo(
        student=student, body=photo, extension="jpg", sha256=hashlib.sha256(photo).hexdigest(),
        source=ReferencePhoto.Source.ROSTER,
    )  # fmt: skip
    decide_photo(photo=row, approved=True, by=institution.administrator)
    attempt = attempts.open_attempt(
        enrolment=institution.finished, text_version="demo", language="kk", user_agent="OES demo"
    )
    token = attempts.mint_token(attempt=attempt, use="upload", lifetime=timedelta(days=1))
    report("drawing the recording", 0.05)
    camera, screen = camera_pieces(SCENES), screen_pieces(SCENES[-1][1])
    client = RecorderClient(base_url=base_url, attempt=str(attempt.uuid), token=token)
    try:
        _sit(client, attempt, camera, screen, base_url, report)
    finally:
        client.close()
    return _wait(attempt, report)


def _sit(
    client: RecorderClient, attempt: Attempt, camera: list[Piece], screen: list[Piece], base_url: str, report: Report
) -> None:
    client.open_run()
    _put(client, "check_start", 1, camera[0], start=0.0)
    _put(client, "check_screen", 1, screen[0], start=0.0)
    _wait_for_check(client)
    client.ready()
    told = client.start()
    length = camera[-1].end
    _move_start(attempt, length)
    client.events([{"sequence": 1, "kind": "screen_shared", "at_seconds": 0.5, "detail": "monitor"}])
    _tell_window(base_url, told["embed_token"], length)
    for track, pieces in (("camera", camera), ("screen", screen)):
        for number, piece in enumerate(pieces, start=1):
            _put(client, track, number, piece, start=piece.start)
            report("sending the recording", 0.3 + 0.3 * number / len(pieces))
    _move_start(attempt, length)
    client.finish()
    _put(client, "check_end", 1, camera[-1], start=0.0)


def _wait_for_check(client: RecorderClient) -> None:
    """Wait for the machine's answer to the device check, as the recorder's page does."""
    until = time.monotonic() + CHECK_SECONDS
    while time.monotonic() < until and client.must("GET", f"/check/{client.run}/1")["status"] == "waiting":
        time.sleep(0.5)


def _move_start(attempt: Attempt, seconds: float) -> None:
    """Let the clip's minutes have passed already: nobody waits six minutes for a demo."""
    Attempt.objects.filter(pk=attempt.pk).update(started_at=timezone.now() - timedelta(seconds=seconds))


def _put(client: RecorderClient, track: str, number: int, piece: Piece, *, start: float) -> None:
    end = start + piece.end - piece.start
    answer = client.put_segment(track=track, sequence=number, start=start, end=end, body=piece.body)
    if not answer.ok:
        raise OSError(f"{track} {number} was refused: {answer.status} {answer.data}")


def _tell_window(base_url: str, token: str, length: float) -> None:
    """Tell what the embed script would have told: the exam's page was left once."""
    moments = [("exam_started", 20.0), ("left", WINDOW_LEFT), ("returned", WINDOW_RETURNED), ("exam_ended", 335.0)]
    events = [
        {"sequence": number, "kind": kind, "age_ms": round((length - at) * 1000)}
        for number, (kind, at) in enumerate(moments, start=1)
    ]
    body = json.dumps({"page_key": str(uuid.uuid4()), "events": events}).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(f"{base_url}/embed/v1/events", body, headers), timeout=30).close()


def _wait(attempt: Attempt, report: Report) -> list[str]:
    began = time.monotonic()
    while time.monotonic() - began < WAIT_SECONDS:
        if Trust.objects.filter(attempt=attempt, is_final=True).exists():
            break
        done = attempt_share(attempt)
        report("analysing the recording", 0.6 + 0.4 * done)
        time.sleep(0.5)
    found = set(Violation.objects.filter(attempt=attempt).values_list("kind", flat=True))
    return sorted(EXPECTED - found)


def attempt_share(attempt: Attempt) -> float:
    """Return the share of the attempt's segments that are analysed."""
    rows = Segment.objects.filter(track__attempt=attempt)
    total = rows.count()
    return rows.exclude(analysed_at=None).count() / total if total else 0.0
