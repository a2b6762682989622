"""What players get of pictures in place of video: a cache beside the segment, never evidence."""

from oes.analysis import confined
from oes.lib import blobs
from oes.recordings.models import EXAM_TRACKS, Segment


def keep_playable(segment: Segment, body: bytes) -> None:
    """Store what players get of a segment of pictures. Raises UnreadableMedia and what `confined` does."""
    if segment.is_stills and segment.track.kind in EXAM_TRACKS:
        blobs.put(segment.played_key, confined.playable(body))
