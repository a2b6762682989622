"""The versions of an organisation's rules."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation
from oes.domain.policy import Policy, policy_from_dict


class ProctoringPolicy(models.Model):
    """One version of an organisation's rules; never edited, a change is a new version.

    Personal data: who wrote it. Kept: for ever, since percentages refer to it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="policies")
    version = models.PositiveIntegerField()
    rules = models.JSONField()
    note = models.CharField(_("what changed and why"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "version"], name="policy_version_once")]
        ordering = ["-version"]

    def __str__(self) -> str:
        return str(self.version)

    def value(self) -> Policy:
        """Return the rules as the domain knows them."""
        return policy_from_dict(self.rules)
