"""What the networks measured, one row per segment and version of the analysis."""

from django.db import models

from oes.exams.models import ReferencePhoto
from oes.recordings.models import Segment


class ObservationSet(models.Model):
    """The measures of one segment's sampled frames, in columns. Immutable; the highest revision counts.

    `frames`: {"at": [...], "faces": [[x, y, w, h, score, presence], ...] per frame, "yaw": [...], ..., "embeddings":
    how many each frame has, often 0} on the segment's own clock, and "sound" where the policy has it listened to
    (see `columns.sound_column`; nothing of what is said). `embeddings`: those, one after another, 128 float16
    numbers each; nothing stands for one that was not computed. A screen's segment has its looks under "screen":
    light, change, and which entries of the policy's lists were read; the text itself is not kept.
    Personal data: biometric numbers of a face, 12 x 16 blocks of light, when somebody spoke, listed words on the
    screen. Kept: with the recording.
    """

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="observation_sets")
    revision = models.PositiveIntegerField(default=1)
    version = models.CharField(max_length=60)
    """Version of the code and networks that measured."""
    step_seconds = models.FloatField()
    frames = models.JSONField()
    embeddings = models.BinaryField()
    compared_with = models.CharField(max_length=64, blank=True)
    """Hash over the references that `similarity` was computed with; empty where there were none."""
    duration_seconds = models.FloatField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "revision"], name="observation_revision_once")]


class ReferenceEmbedding(models.Model):
    """What a reference photo looks like to the recognition network, or why it cannot be used.

    Personal data: biometric numbers of a face. Kept: with the photo.
    """

    photo = models.OneToOneField(ReferencePhoto, on_delete=models.CASCADE, related_name="embedding")
    version = models.CharField(max_length=60)
    embedding = models.BinaryField()
    """float32, 128 numbers of unit length; empty when `problem` is set"""
    problem = models.CharField(max_length=30, blank=True)
    """no_face, several_faces, unreadable"""
    created_at = models.DateTimeField(auto_now_add=True)
