"""Kill -9 the server and the worker in the middle: nothing acknowledged is lost, nothing is analysed twice."""

import hashlib
import http.client
import signal
import time

import pytest

from tests.durability.conftest import drawn
from tests.installations import rows, stored

SEGMENTS = 14
WAIT_SECONDS = 120


def put_until_acknowledged(client, sequence: int, body: bytes) -> None:
    """Put like the recorder: again and again until the server says 2xx."""
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        try:
            answer = client.put_segment(
                track="camera", sequence=sequence, start=sequence * 0.01, end=sequence * 0.01 + 2, body=body
            )
        except (OSError, http.client.HTTPException):
            client.close()
            time.sleep(0.1)
            continue
        assert answer.status in (200, 201, 503), answer
        if answer.ok:
            return
    pytest.fail(f"segment {sequence} was never acknowledged")


def wait_until(condition) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.1)


@pytest.mark.models
def test_sigkill_loses_no_acknowledged_segment_and_analyses_each_once(own, client):
    own.serve()
    own.start("worker", "worker")
    client.open_run()
    client.ready()
    client.start()
    sent = {}
    for sequence in range(SEGMENTS):
        if sequence in (5, 10):
            own.stop("web", signal.SIGKILL)
            own.serve()
        if sequence in (4, 9):
            own.stop("worker", signal.SIGKILL)
        body = drawn(sequence)
        put_until_acknowledged(client, sequence, body)
        sent[sequence] = hashlib.sha256(body).hexdigest()
        if sequence in (7, 9):
            own.start("worker", "worker")
    kept = rows(own, "select sequence, sha256, blob_key from recordings_segment")
    assert {s: sha for s, sha, _ in kept} == sent
    for _, sha, key in kept:
        assert hashlib.sha256(stored(own, key)).hexdigest() == sha
    free_dead_claims(own)
    waiting = "select count(*) from recordings_segment where analysed_at is null"
    wait_until(lambda: rows(own, waiting) == [(0,)])
    sets = rows(own, "select segment_id, count(*) from analysis_observationset group by segment_id")
    assert len(sets) == SEGMENTS
    assert {count for _, count in sets} == {1}
    assert own.run("verify_journal", "--all").strip().endswith("holds")


def free_dead_claims(own) -> None:
    """A dead worker's lease lasts two minutes; let those minutes pass at once."""
    own.run("shell", "-v", "0", "-c", AGE_CLAIMS)


AGE_CLAIMS = """
from datetime import timedelta
from django.db.models import F
from oes.recordings.models import Segment
held = Segment.objects.filter(analysed_at=None, claimed_at__isnull=False)
held.update(claimed_at=F("claimed_at") - timedelta(minutes=5))
"""
