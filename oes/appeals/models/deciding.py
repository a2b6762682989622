"""How a case is decided: its panel, statements, hearing, votes, decisions, and the protocol."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oes.appeals.models.appeal import Appeal, AppealLine
from oes.appeals.models.commission import CommissionMember
from oes.notices.outbox import WaitingMail


class Outcome(models.TextChoices):
    """What the commission decides on a line. Keys are stored: they never change."""

    UPHOLD = "uphold", _("stands as it was")
    DENY_EVENT = "deny_event", _("no violation")
    CHANGE_VERDICT = "change_verdict", _("the verdict is changed")
    REPEAT_EXAM = "repeat_exam", _("the exam is repeated")
    CHANGE_MARK = "change_mark", _("the mark is changed")


class PanelMember(models.Model):
    """A commission's member in one case. Who has a conflict stands aside (`recused_at`) and opens nothing of it.

    Personal data: who decides whose case, and what stands between them. Kept: with the appeal.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="panel")
    member = models.ForeignKey(CommissionMember, on_delete=models.PROTECT, related_name="cases")
    in_place_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="substitutes")
    conflicts = models.JSONField(default=list)
    """Codes of what the system found (`oes.domain.conflicts`); empty: nothing."""
    recused_at = models.DateTimeField(null=True)
    recusal_reason = models.CharField(max_length=500, blank=True)
    recused_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    """None beside a `recused_at`: the system, for a conflict."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appeal", "member"], name="once_in_a_panel")]
        ordering = ["pk"]


class Statement(models.Model):
    """What a member writes on a case. Never edited; the newest of a member stands.

    Personal data: what somebody thinks of a case. Kept: with the appeal.
    """

    author = models.ForeignKey(PanelMember, on_delete=models.CASCADE, related_name="statements")
    text = models.TextField(_("statement"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]


class Hearing(models.Model):
    """When and where a case is heard. Never edited; the newest stands. Personal data: none. Kept: with the appeal."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="hearings")
    at = models.DateTimeField(_("date and time"))
    link = models.URLField(_("video link"), max_length=500, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]


class Ballot(models.Model):
    """A member's vote on a line; changed until the vote closes. Who voted what is shown only where votes are open.

    Personal data: who voted what. Kept: with the appeal.
    """

    line = models.ForeignKey(AppealLine, on_delete=models.CASCADE, related_name="ballots")
    voter = models.ForeignKey(PanelMember, on_delete=models.CASCADE, related_name="ballots")
    outcome = models.CharField(max_length=16, choices=Outcome)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "voter"], name="one_vote_per_line")]


class Decision(models.Model):
    """What was decided on a line. Never edited. Personal data: how a case ended, and why. Kept: with the appeal."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    line = models.OneToOneField(AppealLine, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(max_length=16, choices=Outcome)
    reason = models.TextField(_("reason"))
    counts = models.JSONField()
    """Votes by outcome."""
    by_chair = models.BooleanField(default=False)
    """A tie: the chair's word decided."""
    new_mark = models.CharField(_("new mark"), max_length=20, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class RegistrarTask(models.Model):
    """What the registrar has to do after a decision.

    Personal data: what follows for a student. Kept: with the appeal.
    """

    class Kind(models.TextChoices):
        REPEAT_EXAM = "repeat_exam", _("let the student sit the exam again")
        CHANGE_MARK = "change_mark", _("change the mark")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="task")
    kind = models.CharField(max_length=16, choices=Kind)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=500, blank=True)
    late_told_at = models.DateTimeField(null=True)
    """When registrar and administration were told that it is late; None while they were not."""

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(done_at=None), name="registrar_task_open")]


class Protocol(models.Model):
    """The protocol of a case as it was drawn up in one language. Never edited.

    Personal data: the whole case. Kept: with the appeal.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="protocols")
    language = models.CharField(max_length=5)
    sha256 = models.CharField(max_length=64)
    blob_key = models.CharField(max_length=200)
    drawn_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appeal", "language"], name="protocol_once_per_language")]


class AppealMail(WaitingMail):
    """A mail with the protocol, to the faculty's official address or to the student. Written with the protocol.

    Personal data: whose appeal was decided, and the protocol. Kept: with the appeal.
    """

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="mails")
    languages = models.JSONField()
    """Of the protocols that go with it."""
    said = models.CharField(max_length=200, blank=True)
    """What the mail server said when it refused it; empty while it did not."""

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(mailed_at=None, refused_at=None), name="appeal_mail_waits")
        ]
