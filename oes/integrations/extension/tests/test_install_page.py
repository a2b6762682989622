"""The page that tells students what the extension is. Everybody may read it."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.fixture(autouse=True)
def _english(settings, organisation):
    settings.LANGUAGE_CODE = "en"


def test_everybody_may_read_it(signed_in, aigerim, admin):
    for client in (Client(), signed_in(aigerim), signed_in(admin)):
        shown = client.get(reverse("extension:install"))
        assert shown.status_code == 200
        assert "What it never takes" in shown.content.decode()
    assert Client().post(reverse("extension:install")).status_code == 405


def test_it_leads_to_the_stores_where_there_are_some(settings):
    assert "helpdesk" in Client().get("/extension/").content.decode()
    settings.OES_EXTENSION_FIREFOX_URL = "https://addons.example/oes"
    shown = Client().get("/extension/").content.decode()
    assert 'href="https://addons.example/oes"' in shown
    assert "For Chrome" not in shown
    assert "helpdesk" not in shown
