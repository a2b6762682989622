"""One sitting of one exam by one student, with its consent, releases and marks."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from oes.domain.accommodation import granted_spans
from oes.domain.attempt_state import ENDED, RUNNING, AttemptState
from oes.domain.spans import Span
from oes.domain.tiers import Tier
from oes.exams.models import Enrolment, ProctoringPolicy


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def real(self) -> "AttemptQuerySet":
        """Leave out rehearsals: whatever people see or sum up begins with this."""
        return self.filter(enrolment__exam__is_rehearsal=False)


class Attempt(models.Model):
    """One sitting. Its clock starts at `started_at`, the server's moment of "OK".

    Personal data: when a student sat which exam, and the violations that the student is told of. Kept: by the
    retention policy of the organisation.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attempts")
    attempt_number = models.PositiveIntegerField()
    policy = models.ForeignKey(ProctoringPolicy, on_delete=models.PROTECT, related_name="attempts")
    state = models.CharField(max_length=20, choices=[(s, s) for s in AttemptState], default=AttemptState.CREATED)
    tier = models.CharField(max_length=1, default=Tier.CAMERA_AND_SCREEN, choices=[(t, t) for t in Tier])
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    """The end of the attempt's clock: the finish, or the last recorded moment of a silent recorder."""
    end_source = models.CharField(max_length=20, blank=True)
    """student, return_link, silent, closed, staff, withdrawn"""
    exam_started_seconds = models.FloatField(null=True)
    exam_ended_seconds = models.FloatField(null=True)
    """The testing system's own start and end, told by the embed script."""
    changed_at = models.DateTimeField(null=True, db_index=True)
    """The last moment something arrived or was measured that the trust percent may depend on."""
    compares_faces = models.BooleanField(default=True)
    """Whether a program compares faces in it: by its rules or, where they leave it to the student, by their answer."""
    shown_violations = models.PositiveIntegerField(default=0)
    """The counter that the student sees, where the policy shows one: violations that the ledger counts."""
    shown_newest = models.JSONField(default=list)
    """The newest of them, newest first: [kind, start_seconds, end_seconds, detail]."""
    paused_seconds = models.FloatField(default=0.0)
    """Granted seconds of the pauses that are over, as their rows say."""

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "attempt_number"], name="attempt_number_once")]
        ordering = ["-created_at"]

    @property
    def is_running(self) -> bool:
        return AttemptState(self.state) in RUNNING

    @property
    def has_ended(self) -> bool:
        return AttemptState(self.state) in ENDED

    @property
    def is_rehearsal(self) -> bool:
        return self.enrolment.exam.is_rehearsal

    def elapsed_seconds(self, at: datetime) -> float:
        """Return the attempt's clock at a moment; 0.0 before "OK"."""
        return (at - self.started_at).total_seconds() if self.started_at else 0.0

    def clock_seconds(self, at: datetime) -> float:
        """Return up to where the attempt's clock came, up to `at` while it runs. Pauses do not stop it."""
        return max(0.0, self.elapsed_seconds(self.ended_at or at))

    def duration_seconds(self, at: datetime) -> float:
        """Return how long the attempt lasted, up to `at` while it runs, less granted pauses. One query in a pause."""
        return max(0.0, self.clock_seconds(at) - self.paused_so_far(at))

    def paused_so_far(self, at: datetime) -> float:
        """Return the granted seconds of all pauses, of one that lasts up to `at`."""
        if self.state != AttemptState.PAUSED:
            return self.paused_seconds
        return sum(span.seconds for span in self.pause_spans(at))

    def pause_spans(self, at: datetime) -> list[Span]:
        """Return the granted pauses on the attempt's clock. One query, or none when `pauses` was fetched before."""
        return granted_spans([row.value() for row in self.pauses.all()], self.clock_seconds(at))


class AttemptRelease(models.Model):
    """A person allowed one more attempt. Personal data: who and why. Kept: with the attempts."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="releases")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=500)


class AttemptMark(models.Model):
    """Something a reviewer should know, such as `not_checked`. Personal data: none. Kept: with the attempt."""

    class Kind(models.TextChoices):
        NOT_CHECKED = "not_checked", _("Recording was not checked before the start")
        FACE_UNCLEAR = "face_unclear", _("The face was not clear at the device check")
        NO_REFERENCE = "no_reference", _("No approved reference photo")
        ENDED_EARLY = "ended_early", _("Ended early without the testing system's word")
        SCREEN_UNVERIFIED = (
            "screen_unverified",
            _("The browser did not say whether the whole screen was shared"),
        )
        LATE_RECORDING = "late_recording", _("Parts of the recording were announced only after the end")
        UNANNOUNCED = "unannounced", _("Parts of the recording came after the end, and nobody had announced them")
        NO_LOCAL_STORE = "no_local_store", _("The browser kept no copy on disk before sending")
        NO_SCREEN = "no_screen", _("Recorded without the screen, by what called itself a computer")
        CHALLENGE_FAILED = "challenge_failed", _("The liveness request was not followed")
        CHALLENGE_UNABLE = "challenge_unable", _("The student could not follow the liveness request, and said so")
        CHALLENGE_UNCHECKED = "challenge_unchecked", _("The liveness request was not checked before the start")
        NO_BIOMETRICS = (
            "no_biometrics",
            _("Faces are compared by a person, not by the program: “another person” was not looked for"),
        )
        CONSENT_WITHDRAWN = "consent_withdrawn", _("The student withdrew the consent")

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=30, choices=Kind)
    minutes = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "kind"], name="mark_once_per_attempt")]


class ConsentText(models.Model):
    """A text that students agreed to, word for word, in one language. Never changed: another wording is another row.

    Personal data: none. Kept: as long as an answer refers to it.
    """

    version = models.CharField(max_length=200)
    language = models.CharField(max_length=5)
    blocks = models.JSONField()
    """[[kind, words], ...] in order; kind: heading, item or paragraph."""
    sha256 = models.CharField(max_length=64, unique=True)
    """Of version, language and blocks as canonical JSON; it stands in the journal with each answer."""
    first_at = models.DateTimeField(auto_now_add=True)


class Consent(models.Model):
    """An answer to what will be recorded. Attempts exist only after an accepted one.

    Personal data: who agreed to which text, when, with which browser. Kept: as long as the recording, and its proof.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="consents")
    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, null=True, related_name="consent")
    accepted = models.BooleanField()
    text_version = models.CharField(max_length=200)
    biometrics = models.BooleanField(null=True)
    """Whether the student agreed that a program compares faces; None where the rules did not ask."""
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, null=True, related_name="consents")
    """None: of before texts were kept, and of rehearsals."""
    withdrawn_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=5)
    user_agent = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)
