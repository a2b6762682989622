"""One world for the whole module; what a request changes is undone after it."""

import pytest
from django.db import transaction

from tests.access.cast import HOST_THERE, make_world


@pytest.fixture(scope="module")
def _kept(django_db_setup, django_db_blocker, tmp_path_factory):
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("access")
    places = {"OES_MEDIA_DIR": folder / "media", "OES_KEYS_DIR": folder / "keys"}
    with django_db_blocker.unblock(), override_settings(**places), transaction.atomic():
        yield make_world(), places
        transaction.set_rollback(True)


@pytest.fixture
def world(_kept, settings):
    """Everybody and everything; each test leaves it as it was."""
    made, places = _kept
    for name, folder in places.items():
        setattr(settings, name, folder)
    settings.ALLOWED_HOSTS = ["testserver", HOST_THERE]
    settings.OES_CLASSROOM_CLIENT_ID, settings.OES_CLASSROOM_CLIENT_SECRET = "id", "secret"
    settings.OES_EXTENSION_IDS = ["abcdefghijklmnopabcdefghijklmnop"]
    with transaction.atomic():
        yield made
        transaction.set_rollback(True)
