"""What was deleted, and when: the proof that stays, and what pages say in place of a recording."""

import uuid

from django.db import models

from oes.accounts.models import Organisation
from oes.attempts.models.attempts import Attempt
from oes.domain.retention import Kind


class Deletion(models.Model):
    """One kind of data of one attempt (or of one student: photos) was deleted. Names and hashes are in the journal.

    Personal data: that there was some, by the id of attempt or student. Kept: as long as the installation, as a proof.
    """

    class Reason(models.TextChoices):
        RULES = "rules"
        ERASURE = "erasure"
        """Somebody asked for it, and it was granted."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="deletions")
    subject = models.UUIDField(db_index=True)
    """The attempt's or the student's uuid: it outlives the row."""
    attempt = models.ForeignKey(Attempt, on_delete=models.SET_NULL, null=True, related_name="deletions")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in Kind])
    reason = models.CharField(max_length=10, choices=Reason, default=Reason.RULES)
    days = models.PositiveIntegerField(null=True)
    """For how many days the rules kept it; None where not the rules deleted it."""
    begun_at = models.DateTimeField()
    """Newly set when a worker takes up what another left half done."""
    done_at = models.DateTimeField(null=True)
    items = models.PositiveIntegerField(default=0)
    link = models.CharField(max_length=64, blank=True)
    """Of the last entry of the journal that names what was deleted."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "kind"], condition=models.Q(done_at=None), name="deleted_once"),
            models.UniqueConstraint(fields=["attempt", "kind"], name="deletion_kind_once"),
        ]
        ordering = ["begun_at", "pk"]
