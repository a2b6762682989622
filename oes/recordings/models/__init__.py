"""Rows of recordings, of what is missing in them, and of the faults that explain it."""

from oes.recordings.models.account import FaultLine, ServerBeat, ServerOutage
from oes.recordings.models.late import UnannouncedSegment
from oes.recordings.models.recording import (
    EXAM_TRACKS,
    AnnouncedSegment,
    CheckAnswer,
    ClientEvent,
    Gap,
    JoinedFile,
    Run,
    Segment,
    SegmentQuerySet,
    Track,
    TrackKind,
)

__all__ = [
    "EXAM_TRACKS",
    "AnnouncedSegment",
    "CheckAnswer",
    "ClientEvent",
    "FaultLine",
    "Gap",
    "JoinedFile",
    "Run",
    "Segment",
    "SegmentQuerySet",
    "ServerBeat",
    "ServerOutage",
    "Track",
    "TrackKind",
    "UnannouncedSegment",
]
