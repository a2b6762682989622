"""What the log says of signing in: who, from which address, with how many factors; never what was typed."""

import logging
import time
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from oes.accounts.middleware import SEEN
from oes.accounts.second_factor import confirmed_of
from oes.lib.addresses import client_address

logger = logging.getLogger(__name__)


@receiver(user_logged_in)
def signed_in(sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
    request.session[SEEN] = time.time()
    factors = 2 if confirmed_of(user) else 1
    logger.info("signed_in", extra={**_who(user), **_where(request), "factors": factors})


@receiver(user_logged_out)
def signed_out(sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
    if user is not None:
        logger.info("signed_out", extra={**_who(user), **_where(request)})


@receiver(user_login_failed)
def refused(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any) -> None:
    """A login that nobody has is not written down: people type passwords into the wrong field."""
    logger.warning("sign_in_refused", extra=_where(request))


def _who(user: Any) -> dict[str, str]:
    return {"user": str(user.uuid)}


def _where(request: HttpRequest | None) -> dict[str, str]:
    return {"address": client_address(request)} if request is not None else {}
