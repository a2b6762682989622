"""What was checked in an attempt: faces, screens, movements, the browser."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from oes.attempts.models.attempts import Attempt
from oes.domain.challenge import ChallengeResult, Step
from oes.domain.identity import Sameness

MOST_TRIES = 3
"""A challenge is asked this often; then a person looks, and the exam goes on."""


class Check(models.Model):
    """A verification step: a moment, and the picture that the server chose for it.

    Personal data: a picture of the student or of the screen. Kept: with the recording.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="%(class)ss")
    at_seconds = models.FloatField()
    """Place on the attempt's clock; planned until done. Checks before "OK" have 0."""
    done_at = models.DateTimeField(null=True)
    blob_key = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True
        ordering = ["at_seconds", "pk"]


class IdentityCheck(Check):
    """The face at the start, at random moments drawn by the server, and after the end (W4).

    Personal data: a picture of the face, and how like the reference it is. Kept: with the recording.
    """

    class Moment(models.TextChoices):
        START = "start", _("at the start")
        RANDOM = "random", _("at a random moment")
        BREAK = "break", _("after a break")
        END = "end", _("after the end")

    moment = models.CharField(max_length=10, choices=Moment)
    result = models.CharField(max_length=20, blank=True, choices=[(s, s) for s in Sameness])
    similarity = models.FloatField(null=True)


class ScreenCheck(Check):
    """ "Verification - Screen" (the device check) and each opening of the screen (G17).

    Personal data: a picture of the screen. Kept: with the recording.
    """

    class Kind(models.TextChoices):
        VERIFICATION = "verification", _("Verification - Screen")
        OPENING = "opening", _("Test of opening the screen")

    kind = models.CharField(max_length=20, choices=Kind)
    surface = models.CharField(max_length=20, blank=True)


class Challenge(Check):
    """A request to turn the head or blink, which a picture held to the camera cannot follow.

    Personal data: a picture of the face, and how head and eyelids moved, in numbers. Kept: with the recording.
    """

    class Moment(models.TextChoices):
        START = "start", _("at the start")
        RANDOM = "random", _("at a random moment")

    moment = models.CharField(max_length=10, choices=Moment)
    steps = models.CharField(max_length=100, blank=True)
    """Comma-separated, as drawn for the newest try."""
    tries = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    """When the server drew the newest try."""
    shown = models.JSONField(default=list)
    """When the page showed each step, in seconds of the attempt; before "OK" of the try's own recording."""
    asked = models.JSONField(default=list)
    """[start, end] of each try that was shown during the exam: turning away then is no offence."""
    result = models.CharField(
        max_length=10, choices=[(r, r) for r in ChallengeResult], default=ChallengeResult.NOT_SEEN
    )
    measured = models.JSONField(default=list)
    """What the newest judged try showed: a list of {"step", "passed", "value", "missed"}."""
    claimed_at = models.DateTimeField(null=True)
    claims = models.PositiveSmallIntegerField(default=0)
    """How often a worker began to judge the newest try: a recording that kills workers is given up."""

    @property
    def drawn(self) -> list[Step]:
        return [Step(step) for step in self.steps.split(",") if step]

    @property
    def is_open(self) -> bool:
        """Return whether another try may follow."""
        return self.result not in (ChallengeResult.PASSED, ChallengeResult.UNABLE) and self.tries < MOST_TRIES


PICTURED = {"identity": IdentityCheck, "screen": ScreenCheck, "challenge": Challenge}
"""The checks that have a picture, by the word that links and files name them with."""


class SafeBrowserCheckQuerySet(models.QuerySet["SafeBrowserCheck"]):
    def passed(self) -> "SafeBrowserCheckQuerySet":
        """Return those of the exam's own settings; where programs are listed, in one of these."""
        return self.filter(settings_matched=True).exclude(program_matched=False)


class SafeBrowserCheck(models.Model):
    """A page load of Safe Exam Browser: whether the hashes that it sent belong to the exam's settings.

    Whoever has the file of the settings can send them, too: it is a layer of its own, never a proof.
    Personal data: none. Kept: with the attempt.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="safe_browser_checks")
    at = models.DateTimeField(auto_now_add=True)
    settings_matched = models.BooleanField()
    """The Config Key: the browser was started with this exam's settings."""
    program_matched = models.BooleanField(null=True)
    """The Browser Exam Key: it is a version that the institution listed; None where it listed none."""

    objects = SafeBrowserCheckQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
