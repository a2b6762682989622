"""All tracks of an attempt: runs of the recorder page, stored segments, what the browser told, gaps."""

import uuid

from django.db import models
from django.db.models import F, Q, QuerySet

from oes.attempts.models import Attempt


class TrackKind(models.TextChoices):
    """`check_start` and `check_end` hold the short camera recordings of the device check and after the finish,
    `check_live` those of the challenge before "OK"."""

    CAMERA = "camera"
    SCREEN = "screen"
    CHECK_START = "check_start"
    CHECK_END = "check_end"
    CHECK_SCREEN = "check_screen"
    CHECK_LIVE = "check_live"


EXAM_TRACKS = (TrackKind.CAMERA, TrackKind.SCREEN)
"""What records the exam itself: covered, joined and played."""


class Run(models.Model):
    """One load of the recorder page; the newest run holds the attempt's lease until another takes over.

    Personal data: browser. Kept: with the recording.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    user_agent = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "number"], name="run_number_once")]
        ordering = ["number"]


class Track(models.Model):
    """What one source recorded. Personal data: through its segments. Kept: with the recording."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="tracks")
    kind = models.CharField(max_length=20, choices=TrackKind)
    joined_at = models.DateTimeField(null=True)
    """When its joined files were last written; the attempt's `changed_at` after it makes them stale."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "kind"], name="track_once_per_attempt")]


class JoinedFile(models.Model):
    """One seekable file of a track, for players: a cache that can be made again, never evidence.

    Its own clock is the attempt's. A track has several where codec, container or size changed.
    Personal data: video of the student or the screen. Kept: with the recording.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="joined_files")
    start_seconds = models.FloatField()
    end_seconds = models.FloatField()
    blob_key = models.CharField(max_length=200)
    container = models.CharField(max_length=4)

    class Meta:
        ordering = ["start_seconds"]


class SegmentQuerySet(models.QuerySet["Segment"]):
    def waiting(self, lease_before: object, lease_until: object) -> "QuerySet[Segment]":
        """Return segments nobody has analysed and nobody holds a lease on, urgent ones first. A lease that begins after
        `lease_until` comes from a clock that has been put back since."""
        free = Q(claimed_at=None) | Q(claimed_at__lt=lease_before) | Q(claimed_at__gt=lease_until)
        return self.filter(free, analysed_at=None, unreadable_reason="").order_by("-urgent", "pk")


class Segment(models.Model):
    """A stored, self-contained piece of a track; its bytes never change.

    Personal data: video (and sound) of the student, or of the screen. Kept: by the retention policy.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="segments")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="segments")
    sequence = models.PositiveIntegerField()
    started_seconds = models.FloatField()
    ended_seconds = models.FloatField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    container = models.CharField(max_length=4)
    codecs = models.CharField(max_length=60, blank=True)
    """As a player's MIME type names them, such as `vp8,opus`; known once analysed."""
    blob_key = models.CharField(max_length=200)
    link = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    urgent = models.BooleanField(default=False)
    claimed_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    analysed_at = models.DateTimeField(null=True)
    unreadable_reason = models.CharField(max_length=200, blank=True)

    objects = SegmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["track", "run", "sequence"], name="segment_once"),
            models.CheckConstraint(condition=Q(ended_seconds__gt=F("started_seconds")), name="segment_has_length"),
        ]
        indexes = [
            models.Index(
                fields=["-urgent", "id"],
                condition=Q(analysed_at=None, unreadable_reason=""),
                name="segments_waiting",
            )
        ]
        ordering = ["started_seconds", "pk"]

    @property
    def is_stills(self) -> bool:
        """Whether it holds one picture a second in place of video."""
        return self.container == "mov"

    @property
    def played_container(self) -> str:
        """The container that players get: no browser plays pictures."""
        return "webm" if self.is_stills else self.container

    @property
    def played_key(self) -> str:
        """The blob that players get: for pictures a cache that lies beside them and can be made again."""
        if self.is_stills and self.blob_key:
            return self.blob_key.removesuffix(".mov") + ".webm"
        return self.blob_key


class CheckAnswer(models.Model):
    """What the machine saw in a segment of the device check. Personal data: none. Kept: with the recording."""

    segment = models.OneToOneField(Segment, on_delete=models.CASCADE, related_name="answer")
    problems = models.CharField(max_length=200, blank=True)
    """Comma-separated: no_face, two_faces, too_dark, too_bright, covered, unreadable"""
    frames = models.PositiveIntegerField()


class AnnouncedSegment(models.Model):
    """A segment that the recorder said it still has to send. Personal data: none. Kept: with the recording."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="announced")
    track = models.CharField(max_length=20, choices=TrackKind)
    run_number = models.PositiveIntegerField()
    sequence = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    started_seconds = models.FloatField(null=True)
    ended_seconds = models.FloatField(null=True)
    """Its span on the attempt's clock, where the page told it: why these seconds are missing until it comes."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "track", "run_number", "sequence"], name="announced_once")
        ]


class ClientEvent(models.Model):
    """A fact that the student's computer told: the recorder's own page, the embed script inside the exam, the
    browser extension or the guard.

    Personal data: when the student left the window and for which program or site, which listed programs ran, how
    much was copied or pasted, what the camera is called. Kept: with the recording.
    """

    class Source(models.TextChoices):
        RECORDER = "recorder"
        EMBED = "embed"
        EXTENSION = "extension"
        GUARD = "guard"

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="events")
    source = models.CharField(max_length=10, choices=Source)
    run_key = models.UUIDField()
    """The page load that told it; with `sequence` it makes the event unique."""
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    at_seconds = models.FloatField()
    wall_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "source", "run_key", "sequence"], name="event_once")]
        indexes = [models.Index(fields=["run_key"], name="events_of_page")]
        ordering = ["at_seconds", "pk"]


class Gap(models.Model):
    """Seconds that a track lacks between "OK" and the end, and why. Rebuilt whole from segments and events.

    Personal data: none. Kept: with the attempt.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="gaps")
    track = models.CharField(max_length=20, choices=TrackKind)
    start_seconds = models.FloatField()
    end_seconds = models.FloatField()
    reason = models.CharField(max_length=30)
    known_by = models.CharField(max_length=10, default="inferred")
    """Whose word the reason is: recorder, server or inferred."""
    server_from = models.DateTimeField(null=True)
    server_to = models.DateTimeField(null=True)
    browser_from = models.DateTimeField(null=True)
    browser_to = models.DateTimeField(null=True)
    """Beginning and end on both wall clocks; the browser's where it told one."""

    class Meta:
        ordering = ["start_seconds"]
