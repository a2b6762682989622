"""Institutions, the people who sign in, and their roles."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SecondFactorUse(models.TextChoices):
    """Whether the staff of an institution sign in with a second factor. Keys are stored: they never change."""

    OFF = "off", _("off: nobody is asked for a code")
    OPTIONAL = "optional", _("optional: who has set it up is asked for a code")
    REQUIRED = "required", _("required: whoever is more than a student has to set it up within 14 days")


class Organisation(models.Model):
    """An institution, told apart by host name; the default one answers on every other host.

    Personal data: none. Kept: as long as the installation.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    host = models.CharField(_("host name"), max_length=253, unique=True, null=True, blank=True)
    is_default = models.BooleanField(default=False)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Asia/Almaty")
    second_factor = models.CharField(max_length=10, choices=SecondFactorUse, default=SecondFactorUse.REQUIRED)
    second_factor_since = models.DateTimeField(default=timezone.now)
    """When the choice was made: who is there then has some days to set it up."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="one_default_organisation"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def today(self, at: datetime | None = None) -> date:
        """Return the day that it is there at a moment (None: now), whatever the zone of the server or the reader."""
        return (at or timezone.now()).astimezone(ZoneInfo(self.time_zone)).date()


class Role(models.TextChoices):
    """What somebody may do. The first five are the entrances of the sign-in page (G2), in its order.

    Keys are stored: they never change. A person may hold several.
    """

    ADMINISTRATION = "administration", _("Administration")
    PROCTOR = "proctor", _("Proctor")
    STUDENT = "student", _("Student")
    TEACHER = "teacher", _("Teacher")
    COMMISSION = "commission", _("Commission")
    REGISTRAR = "registrar", _("Registrar")
    DEAN = "dean", _("Dean’s office")
    REVIEWER = "reviewer", _("Reviewer")
    OBSERVER = "observer", _("Observer")
    SECRETARY = "secretary", _("Secretary of the commission")
    HELPDESK = "helpdesk", _("Technical help")

    @property
    def entrance(self) -> "Role":
        """Return the entrance of the sign-in page through which a holder comes in."""
        return _ENTRANCES.get(self, self)


_ENTRANCES = {
    Role.REGISTRAR: Role.ADMINISTRATION,
    Role.DEAN: Role.ADMINISTRATION,
    Role.HELPDESK: Role.ADMINISTRATION,
    Role.REVIEWER: Role.PROCTOR,
    Role.OBSERVER: Role.PROCTOR,
    Role.SECRETARY: Role.COMMISSION,
}
ENTRANCES = (Role.ADMINISTRATION, Role.PROCTOR, Role.STUDENT, Role.TEACHER, Role.COMMISSION)
"""The systems to choose from on the sign-in page (G2), in its order."""


class User(AbstractUser):
    """Somebody who signs in. Logins are unique within an organisation.

    Personal data: login, name, e-mail, language, password hash, last sign-in. Kept: while the person belongs there.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="users")
    username = models.CharField(_("login"), max_length=150)
    sign_in_epoch = models.PositiveIntegerField(default=0)
    """One more ends all sign-ins of the user."""
    language = models.CharField(_("language"), max_length=5, blank=True)
    """The language of the pages at the last sign-in; mails are written in it. Empty: the default one."""

    REQUIRED_FIELDS = ["email", "organisation"]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "username"], name="login_once_per_organisation")]

    @property
    def is_employee(self) -> bool:
        """Return whether the user holds a role beside that of a student."""
        return any(grant.role != Role.STUDENT for grant in self.roles.all())

    @property
    def shown_name(self) -> str:
        """Return the name by which pages and mails call a person: the full one, or the login where there is none."""
        return self.get_full_name() or self.username

    def get_session_auth_hash(self) -> str:
        return self._sign_in_hash(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for hashed in super().get_session_auth_fallback_hash():
            yield self._sign_in_hash(hashed)

    def _sign_in_hash(self, hashed: str) -> str:
        return f"{hashed}.{self.sign_in_epoch}"

    def has_role(self, role: str) -> bool:
        """Return whether the user holds a role."""
        return any(grant.role == role for grant in self.roles.all())

    @property
    def entrances(self) -> list[Role]:
        """Return the systems that the user may enter, in the order of the sign-in page."""
        held = {Role(grant.role).entrance for grant in self.roles.all()}
        return [entrance for entrance in ENTRANCES if entrance in held]


class RoleGrant(models.Model):
    """A role that a user holds. Personal data: who holds which role. Kept: with the user."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_once_per_user")]

    def __str__(self) -> str:
        return self.role


class Invitation(models.Model):
    """A mailed link by which somebody of the staff sets the first password. Another one replaces it.

    Personal data: who invited whom, and when. Kept: with the account.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="invitation")
    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """What the link is signed for; a new one makes the links before it worthless."""
    origin = models.CharField(max_length=300)
    """Scheme and host of the pages on which the invitation was made: there the link leads."""
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)


class SecondFactor(models.Model):
    """The secret from which somebody's telephone makes codes, sealed with a key outside the database.

    Personal data: that somebody uses a second factor, and since when. Kept: until it is removed or reset.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="second_factor")
    sealed = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    """When the first code was right; before that nobody is asked for one."""
    last_step = models.PositiveBigIntegerField(default=0)
    """The newest half minute whose code was used: none works twice."""
    misses = models.PositiveSmallIntegerField(default=0)
    closed_until = models.DateTimeField(null=True)


class RecoveryCode(models.Model):
    """A code on paper that stands in for the telephone once; only its salted, slow hash is kept.

    Personal data: none. Kept: until new ones are made.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=128)
    used_at = models.DateTimeField(null=True)


class RecoveryRequest(models.Model):
    """Somebody asked for a recovery mail; counted so that nobody is flooded. Rows, since processes share no cache.

    Personal data: keyed hashes of an e-mail address and an IP address. Kept: one hour.
    """

    address_hash = models.CharField(max_length=64, db_index=True)
    ip_hash = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
