"""Signing in within the organisation that the host name tells."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import get_hasher
from django.http import HttpRequest

from oes.accounts.models import User
from oes.notices.queries import unread_of_user


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
        if user and user.check_password(password):
            return user if self.user_can_authenticate(user) else None
        if user is None or not user.password.startswith(get_hasher().algorithm):
            User().set_password(password)  # the same time as for a known login with the slow hash
        return None

    def get_user(self, user_id: int) -> User | None:
        """Return the signed-in user with organisation and roles: every page asks for both, and how much is unread."""
        user = (
            User.objects.select_related("organisation", "second_factor")
            .annotate(unread_notices=unread_of_user())
            .prefetch_related("roles")
            .filter(pk=user_id)
            .first()
        )
        return user if user and self.user_can_authenticate(user) else None
