"""A Google without a network, and an institution that is known to it."""

import pytest

from oes.integrations.classroom import services
from oes.integrations.classroom.tests.fake import FakeGoogle


@pytest.fixture(autouse=True)
def google(monkeypatch, settings):
    settings.OES_CLASSROOM_CLIENT_ID, settings.OES_CLASSROOM_CLIENT_SECRET = "id.apps", "secret"
    fake = FakeGoogle()
    monkeypatch.setattr("oes.integrations.classroom.google.http", lambda: fake)
    return fake


@pytest.fixture
def connected(organisation, registrar):
    return services.connect(organisation=organisation, token="rt-1", account="dean@example.org", by=registrar)
