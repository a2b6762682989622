"""The connection: PKCE and state, a sealed token, its end; and all of it absent where nothing is set."""

import base64
import hashlib
import importlib.util
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from oes.integrations.classroom import apps, sending, services
from oes.integrations.classroom import google as module
from oes.integrations.classroom.models import Connection
from oes.journal.models import Entry
from oes.lib import keys

pytestmark = pytest.mark.django_db
PAGE = reverse("classroom:courses")
ACTIONS = {"classroom_connected", "classroom_disconnected"}


def begun(client):
    response = client.post(reverse("classroom:connect"))
    assert response["Location"].startswith(module.SIGN_IN)
    return {name: value[0] for name, value in parse_qs(urlsplit(response["Location"]).query).items()}


def came_back(client, **told):
    return client.get(reverse("classroom:back"), told, follow=True).content.decode()


def test_it_is_not_there_where_nothing_is_set(signed_in, registrar, settings):
    client = signed_in(registrar)
    assert PAGE in client.get(reverse("exams:import")).content.decode()
    settings.OES_CLASSROOM_CLIENT_SECRET = ""
    assert client.get(PAGE).status_code == 404
    assert client.post(reverse("classroom:connect")).status_code == 404
    assert PAGE not in client.get(reverse("exams:import")).content.decode()


@pytest.mark.parametrize(
    "missing", ["google_auth_httplib2", "httplib2", "google.oauth2.credentials", "googleapiclient.discovery"]
)
def test_it_can_be_read_without_googles_packages(monkeypatch, missing):
    monkeypatch.setitem(sys.modules, missing, None)
    spec = importlib.util.spec_from_file_location("without_packages", module.__file__)
    alone = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(alone)
    assert alone.is_wanted()
    assert not alone.is_offered()


def test_without_googles_packages_it_says_how_to_install_them(signed_in, registrar, monkeypatch, settings, google):
    assert apps.packages() == []
    monkeypatch.setattr(module, "HAS_PACKAGES", False)
    client = signed_in(registrar)
    assert PAGE in client.get(reverse("exams:import")).content.decode()
    for answer in (client.get(PAGE), client.post(reverse("classroom:connect"))):
        assert answer.status_code == 503
        assert "[classroom]" in answer.content.decode()
    assert [told.id for told in apps.packages()] == ["classroom.W001"]
    assert not sending.send_next()
    settings.OES_CLASSROOM_CLIENT_ID = ""
    assert client.get(PAGE).status_code == 404
    assert apps.packages() == []
    assert google.calls == []


def test_the_office_connects(signed_in, registrar, google):
    client = signed_in(registrar)
    asked = begun(client)
    assert set(asked["scope"].split()) == set(module.SCOPES)
    assert asked["redirect_uri"] == "http://testserver/manage/classroom/back/"
    page = came_back(client, state=asked["state"], code="4/abc")
    assert "dean@example.org" in page
    assert "Algebra" in page
    assert google.calls[0] == "authorization_code"
    assert asked["code_challenge"] == challenge(google.exchanged["code_verifier"][0])
    row = Connection.objects.get()
    assert (row.connected_by, services.token_of(row)) == (registrar, "rt-1")
    assert b"rt-1" not in bytes(row.sealed)


def challenge(verifier):
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


@pytest.mark.parametrize("told", [{"state": "wrong", "code": "c"}, {"code": "c"}, {"state": "ә", "code": "c"}, {}])
def test_a_foreign_state_connects_nothing(signed_in, registrar, google, told):
    client = signed_in(registrar)
    begun(client)
    came_back(client, **told)
    assert not Connection.objects.exists()
    assert google.calls == []


def test_a_state_works_once_and_in_its_session_alone(signed_in, registrar, admin):
    client, other = signed_in(registrar), signed_in(admin)
    asked = begun(client)
    came_back(other, state=asked["state"], code="c")
    assert not Connection.objects.exists()
    came_back(client, state=asked["state"], code="c")
    Connection.objects.all().delete()
    came_back(client, state=asked["state"], code="c")
    assert not Connection.objects.exists()


def test_a_refusal_connects_nothing(signed_in, registrar, google):
    client = signed_in(registrar)
    came_back(client, state=begun(client)["state"], error="access_denied")
    google.granted = module.SCOPES[0]
    came_back(client, state=begun(client)["state"], code="c")
    assert google.revoked == ["rt-1"]
    google.granted = " ".join(module.SCOPES)
    google.failures["authorization_code"] = [(400, "invalid_grant"), (503, "busy")]
    assert "invalid_grant" in came_back(client, state=begun(client)["state"], code="c")
    came_back(client, state=begun(client)["state"], code="c")
    assert not Connection.objects.exists()


@pytest.mark.parametrize("failures", [[], [(400, "invalid_token")]])
def test_it_is_removed(signed_in, registrar, connected, google, failures, django_capture_on_commit_callbacks):
    google.failures["revoke"] = failures
    owner = f"classroom-{registrar.organisation.uuid}"
    assert keys.key_of(owner)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(registrar).post(reverse("classroom:disconnect"))
    assert google.revoked == ["rt-1"]
    assert not Connection.objects.exists()
    with pytest.raises(keys.NoKey):
        keys.key_of(owner)
    assert set(Entry.objects.values_list("action", flat=True)) >= ACTIONS


def test_a_connection_that_google_ended_says_so(signed_in, registrar, connected, google):
    google.failures["refresh_token"] = [(400, "invalid_grant")]
    response = signed_in(registrar).get(PAGE)
    assert response.status_code == 200
    assert not response.context["answered"]


def test_another_installation_cannot_open_the_token(connected, outsider):
    connected.organisation = outsider.organisation
    with pytest.raises(module.NoAccess):
        services.token_of(connected)
