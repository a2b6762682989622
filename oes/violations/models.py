"""What the machine found: violations with evidence, and the trust percent with its ledger. Rebuilt whole."""

import uuid

from django.db import models

from oes.attempts.models import Attempt
from oes.domain.grades import Grade, Standing
from oes.domain.trust import TrustState
from oes.domain.violations import KINDS, ViolationKind
from oes.exams.models import Student
from oes.recordings.models import Segment


class Violation(models.Model):
    """An episode of one kind. Keeps its uuid through rebuilds while it overlaps itself by at least half.

    Personal data: what a student is said to have done. Kept: with the attempt.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="violations")
    kind = models.CharField(max_length=30)
    source = models.CharField(max_length=60)
    """What found it; several, joined by `+`, where they saw the same."""
    detail = models.CharField(max_length=200, blank=True)
    """What exactly: the name of a program, as the list of the rules or the guard calls it."""
    start_seconds = models.FloatField()
    end_seconds = models.FloatField()
    direct = models.BooleanField()
    confidence = models.FloatField()

    class Meta:
        ordering = ["start_seconds", "end_seconds", "pk"]

    @property
    def definition(self) -> ViolationKind:
        return KINDS[self.kind]


class Evidence(models.Model):
    """The picture that shows a violation; the box is drawn in the view, never in the file.

    Personal data: a picture of the student or of the screen. Kept: with the recording.
    """

    violation = models.OneToOneField(Violation, on_delete=models.CASCADE, related_name="evidence")
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="+")
    at_seconds = models.FloatField()
    blob_key = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    box_x = models.FloatField(null=True)
    box_y = models.FloatField(null=True)
    box_width = models.FloatField(null=True)
    box_height = models.FloatField(null=True)


class Trust(models.Model):
    """The trust percent of an attempt, as of its newest observation set.

    Personal data: a judgement by machine about a student. Kept: with the attempt.
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="trust")
    state = models.CharField(max_length=30, choices=[(s, s) for s in TrustState])
    percent = models.PositiveSmallIntegerField(null=True)
    coverage = models.FloatField()
    """Share 0..1 of the counted seconds that the least covered required track shows."""
    counted_seconds = models.FloatField()
    is_final = models.BooleanField(default=False)
    seen_changed_at = models.DateTimeField(null=True)
    """The attempt's `changed_at` that this was built from."""
    claimed_at = models.DateTimeField(null=True)
    built_at = models.DateTimeField()


class LedgerLine(models.Model):
    """What one violation takes off; every violation has a line, and 0 is an answer too.

    A stated percent is 100 minus the sum of the lines, rounded half up, never below 0.
    Personal data: as Trust. Kept: with it.
    """

    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="lines")
    violation = models.ForeignKey(Violation, on_delete=models.CASCADE, related_name="lines")
    counted_seconds = models.FloatField()
    per_event = models.FloatField()
    per_second = models.FloatField()
    cap = models.FloatField()
    uncapped = models.FloatField()
    deduction = models.FloatField()
    grade = models.CharField(max_length=20)
    exposure_seconds = models.FloatField(null=True)
    false_alarms = models.PositiveIntegerField(null=True)
    """The honest footage behind the grade when the line was written; None where the grade rests on none."""
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    by_accommodation = models.BooleanField(default=False)
    """The kind weighs nothing for this student; why is not known here."""

    class Meta:
        ordering = ["violation__start_seconds", "pk"]

    @property
    def standing(self) -> Standing:
        return Standing(Grade(self.grade), self.exposure_seconds, self.false_alarms)


class StudentSummary(models.Model):
    """One row of the students page (G5-G9). Personal data: as Trust. Kept: with the student's attempts."""

    student = models.OneToOneField(Student, on_delete=models.CASCADE, related_name="summary")
    exams = models.PositiveIntegerField(default=0)
    displayed_minutes = models.PositiveIntegerField(default=0)
    trust_percent = models.PositiveSmallIntegerField(null=True)
    worst_percent = models.PositiveSmallIntegerField(null=True)
    insufficient = models.BooleanField(default=False)
    least_coverage = models.FloatField(null=True)
    direct_violations = models.PositiveIntegerField(default=0)
