"""The recordings of an attempt, as its evidence pack has them: in the order of the chain, one at a time."""

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from oes.attempts.models import Attempt
from oes.evidence.links import SEGMENTS
from oes.evidence.verify import deleted_hashes
from oes.lib import blobs
from oes.lib.sealed import Unsealable
from oes.recordings.models import Segment, UnannouncedSegment

log = logging.getLogger(__name__)


def media_of(attempt: Attempt, links: Iterable[dict[str, Any]], lost: list[str]) -> Iterator[tuple[str, list[bytes]]]:
    """Yield name and bytes of every segment that these links tell of.

    What the chain says was deleted is passed over; what should be there and is not goes into `lost`, by its name.
    """
    told = list(links)
    stored, deleted = _stored(attempt), deleted_hashes(told)
    for content in (link["content"] for link in told if link["action"] in SEGMENTS):
        stem = f"media/{content['track']}/{content['run']}-{content['sequence']}"
        key, container = stored.get(stem, ("", ""))
        body = _bytes(key) if key else None
        if body is not None:
            yield f"{stem}.{container}", [body]
        elif content["sha256"] not in deleted:
            log.error("a recording is missing in a pack", extra={"attempt": str(attempt.uuid), "member": stem})
            lost.append(stem)


def _stored(attempt: Attempt) -> dict[str, tuple[str, str]]:
    """Return blob key and container by the name that a segment has in a pack, without its ending. Two queries."""
    counted = Segment.objects.filter(track__attempt=attempt).values_list(
        "track__kind", "run__number", "sequence", "blob_key", "container"
    )
    waiting = UnannouncedSegment.objects.filter(attempt=attempt).values_list(
        "track", "run__number", "sequence", "blob_key", "container"
    )
    rows = [*waiting, *counted]
    return {f"media/{track}/{run}-{sequence}": (key, container) for track, run, sequence, key, container in rows}


def _bytes(key: str) -> bytes | None:
    try:
        return blobs.read(key)
    except (FileNotFoundError, Unsealable):
        return None
