"""Institutions, the people who sign in, and their roles."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """An institution, told apart by host name; the default one answers on every other host.

    Personal data: none. Kept: as long as the installation.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    host = models.CharField(_("host name"), max_length=253, unique=True, null=True, blank=True)
    is_default = models.BooleanField(default=False)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Asia/Almaty")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="one_default_organisation"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """The entrances of the sign-in page (G2), in its order."""

    ADMINISTRATION = "administration", _("Administration")
    PROCTOR = "proctor", _("Proctor")
    STUDENT = "student", _("Student")
    TEACHER = "teacher", _("Teacher")
    COMMISSION = "commission", _("Commission")


class User(AbstractUser):
    """Somebody who signs in. Logins are unique within an organisation.

    Personal data: login, name, e-mail, password hash, last sign-in. Kept: while the person belongs there.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="users")
    username = models.CharField(_("login"), max_length=150)

    REQUIRED_FIELDS = ["email", "organisation"]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "username"], name="login_once_per_organisation")]

    def has_role(self, role: str) -> bool:
        """Return whether the user may enter by this entrance."""
        return any(grant.role == role for grant in self.roles.all())


class RoleGrant(models.Model):
    """A role that a user holds. Personal data: who holds which role. Kept: with the user."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_once_per_user")]

    def __str__(self) -> str:
        return self.role


class RecoveryRequest(models.Model):
    """Somebody asked for a recovery mail; counted so that nobody is flooded. Rows, since processes share no cache.

    Personal data: keyed hashes of an e-mail address and an IP address. Kept: one hour.
    """

    address_hash = models.CharField(max_length=64, db_index=True)
    ip_hash = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
