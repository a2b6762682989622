"""The demo's finished attempt: drawn recordings pushed through the real HTTP ingest and really analysed.

Every step finds out what is there already, so that a demo that was stopped half-way goes on at its next start.
"""

import hashlib
import json
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from bench.client import CallFailed, RecorderClient
from bench.segments import Piece
from demo.clip import SCENES, camera_pieces, portrait_jpeg
from demo.people import Institution
from demo.screen import WINDOW_LEFT, WINDOW_RETURNED, screen_pieces
from oes.analysis.models import ReferenceEmbedding
from oes.attempts import services as attempts
from oes.attempts.models import AccessToken, Attempt
from oes.exams.models import Exam, ReferencePhoto
from oes.exams.services import add_photo, decide_photo, note_sign_in
from oes.journal import services as journal
from oes.recordings.models import CheckAnswer, ClientEvent, Segment
from oes.violations.models import Trust, Violation

EXPECTED = {"nobody_in_frame", "second_person", "looked_away", "window_switch"}
TRUST_SECONDS = 240
CHECK_SECONDS = 60
EXAM_STARTED, EXAM_ENDED = 20.0, 335.0
"""When the testing system's pages say that the exam began and ended, in seconds of the attempt."""
Report = Callable[[str, float], None]


def seed_attempt(institution: Institution, *, base_url: str, report: Report) -> list[str]:
    """Sit the finished exam, as far as that has not been done. The server and a worker run meanwhile.

    Returns the planned kinds of violation that were not found. Raises OSError (TimeoutError where the worker
    does not come to an end) or CallFailed.
    """
    student = institution.finished.student
    note_sign_in(student=student)
    attempt = institution.finished.attempts.order_by("attempt_number").last() or attempts.open_attempt(
        enrolment=institution.finished, text_version="demo", language="kk", user_agent="OES demo"
    )
    if not attempt.has_ended:
        report("drawing the recording, a minute or two the first time", 0.05)
        camera, screen = camera_pieces(SCENES), screen_pieces(SCENES[-1][1])
        _approve_photo(institution)
        _sit(attempt, camera, screen, base_url, report)
    missing = _judged(attempt, report)
    _close_exam(attempt)
    return missing


def _close_exam(attempt: Attempt) -> None:
    """Let the exam be over for everybody: only then the student sees what was found, and can answer."""
    Exam.objects.filter(enrolments__attempts=attempt).update(closes_at=timezone.now())


def left_to_send(attempt: Attempt, track: str, pieces: Iterable[Piece]) -> list[tuple[int, Piece]]:
    """Return the numbered pieces of a track that the server does not have."""
    stored = set(
        Segment.objects.filter(track__attempt=attempt, track__kind=track).values_list("started_seconds", flat=True)
    )
    return [(number, piece) for number, piece in enumerate(pieces, start=1) if piece.start not in stored]


def _approve_photo(institution: Institution) -> None:
    """Give the student an approved photo, and wait for its embedding: the first check is compared with it."""
    student, photo = institution.finished.student, portrait_jpeg()
    row = student.photos.first() or add_photo(
        student=student, body=photo, extension="jpg", sha256=hashlib.sha256(photo).hexdigest(),
        source=ReferencePhoto.Source.ROSTER,
    )  # fmt: skip
    if row.state != ReferencePhoto.State.APPROVED:
        decide_photo(photo=row, approved=True, by=institution.administrator)
    until(ReferenceEmbedding.objects.filter(photo=row).exists, CHECK_SECONDS)


def _sit(attempt: Attempt, camera: list[Piece], screen: list[Piece], base_url: str, report: Report) -> None:
    token = attempts.mint_token(attempt=attempt, use=AccessToken.Use.UPLOAD, lifetime=timedelta(days=1))
    client = RecorderClient(base_url=base_url, attempt=str(attempt.uuid), token=token)
    try:
        client.open_run()
        _check(client, attempt, camera[0], screen[0])
        client.ready()
        told = client.start()
        length = camera[-1].end
        _move_start(attempt, length)
        _tell(client, attempt, base_url, told, length)
        for track, pieces in (("camera", camera), ("screen", screen)):
            for number, piece in left_to_send(attempt, track, pieces):
                _put(client, track, number, piece, start=piece.start)
                report("sending the recording", 0.3 + 0.3 * number / len(pieces))
        began = _move_start(attempt, length)
        # Who computes the percent from the evidence alone takes the newest start in the chain.
        journal.append(subject=attempt.uuid, action="attempt_started", started_at=str(began))
        client.finish()
        _put(client, "check_end", 1, camera[-1], start=0.0)
    finally:
        client.close()


def _check(client: RecorderClient, attempt: Attempt, camera: Piece, screen: Piece) -> None:
    """Do the device check and wait for the machine's answer, as the recorder's page does."""
    for track, piece in (("check_start", camera), ("check_screen", screen)):
        for number, left in left_to_send(attempt, track, [piece]):
            _put(client, track, number, left, start=0.0)
    until(CheckAnswer.objects.filter(segment__track__attempt=attempt).exists, CHECK_SECONDS)


def _move_start(attempt: Attempt, seconds: float) -> datetime:
    """Let the clip's minutes have passed already: nobody waits six minutes for a demo.

    Done again before the finish, so that the time of sending does not count as time without a recording.
    """
    began = timezone.now() - timedelta(seconds=seconds)
    Attempt.objects.filter(pk=attempt.pk).update(started_at=began)
    return began


def _put(client: RecorderClient, track: str, number: int, piece: Piece, *, start: float) -> None:
    end = start + piece.end - piece.start
    answer = client.put_segment(track=track, sequence=number, start=start, end=end, body=piece.body)
    if not answer.ok:
        raise CallFailed(f"{track} {number} was refused: {answer.status} {answer.data}")


def _tell(client: RecorderClient, attempt: Attempt, base_url: str, entrance: dict[str, Any], length: float) -> None:
    """Tell once what the recorder's page and the embed script would have told."""
    told = set(ClientEvent.objects.filter(attempt=attempt).values_list("source", flat=True))
    if ClientEvent.Source.RECORDER not in told:
        client.events([{"sequence": 1, "kind": "screen_shared", "at_seconds": 0.5, "detail": "monitor"}])
    if ClientEvent.Source.EMBED not in told:
        _tell_window(base_url, entrance, length)


def _tell_window(base_url: str, entrance: dict[str, Any], length: float) -> None:
    """Tell that the exam's page was left once, as the page itself would."""
    moments = [
        ("exam_started", EXAM_STARTED),
        ("left", WINDOW_LEFT),
        ("returned", WINDOW_RETURNED),
        ("exam_ended", EXAM_ENDED),
    ]
    events = [
        {"sequence": number, "kind": kind, "age_ms": round((length - at) * 1000)}
        for number, (kind, at) in enumerate(moments, start=1)
    ]
    body = json.dumps({"page_key": str(uuid.uuid4()), "events": events}).encode()
    headers = {
        "Authorization": f"Bearer {entrance['embed_token']}",
        "Content-Type": "application/json",
        "Origin": entrance["embed_origins"][0],
    }
    urllib.request.urlopen(urllib.request.Request(f"{base_url}/embed/v1/events", body, headers), timeout=30).close()


def _judged(attempt: Attempt, report: Report) -> list[str]:
    """Wait until the trust is final; return the planned kinds that are missing."""

    def final() -> bool:
        report("analysing the recording", 0.6 + 0.4 * _analysed_share(attempt))
        return Trust.objects.filter(attempt=attempt, is_final=True).exists()

    until(final, TRUST_SECONDS)
    found = set(Violation.objects.filter(attempt=attempt).values_list("kind", flat=True))
    return sorted(EXPECTED - found)


def until(condition: Callable[[], bool], seconds: float) -> None:
    """Wait for the worker. TimeoutError after `seconds`; the next start of the demo waits on."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError(f"The worker is not done after {seconds:.0f} s. Start the demo again to go on.")
        time.sleep(0.3)


def _analysed_share(attempt: Attempt) -> float:
    rows = Segment.objects.filter(track__attempt=attempt)
    total = rows.count()
    return rows.exclude(analysed_at=None).count() / total if total else 0.0
