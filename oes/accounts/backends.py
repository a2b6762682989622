"""Signing in within the organisation that the host name tells."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from oes.accounts.models import User


class OrganisationBackend(ModelBackend):
    """Logins are unique within an organisation only, so the request decides where to look."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        if request is None or username is None or password is None:
            return None
        user = User.objects.filter(organisation=request.organisation, username=username).first()  # type: ignore[attr-defined]
        if user is None:
            User().set_password(password)  # the same time as for a known login
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None
