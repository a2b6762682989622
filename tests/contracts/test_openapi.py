"""docs/openapi.yaml against the server: every address is in it, no request makes a 500, all answers are as it says."""

import hashlib
import hmac
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import yaml
from django.core.handlers.wsgi import WSGIHandler
from django.urls import resolve
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from oes.attempts.models import AccessToken, Attempt
from oes.attempts.services import mint_token, open_attempt, ready_attempt
from oes.domain.policy import Policy
from oes.exams.services import add_policy
from oes.integrations.extension.services import give_token
from oes.integrations.guard import services as guard
from oes.integrations.messages import MOST_BYTES
from oes.recordings.models import Run
from tests.docs_tables import api_addresses

DOCUMENT = yaml.safe_load((Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml").read_text(encoding="utf-8"))
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
SCHEMA.app = WSGIHandler()
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 8
ID = "abcdefghijklmnopabcdefghijklmnop"
OPENED_ONLY = {"ready", "start", "challenge"}
NOT_DESCRIBED = {"embed:script", "embed:code_script", "seb:check", "seb:students_file"}
"""What browsers load, a file, and a page's own question with the student's sign-in."""
WEBM = b"\x1aE\xdf\xa3\x87\x42\x82\x84webm"
HARDLY_RIGHT = {"embed_join", "guard_join", "challenge_result", "challenge_shown", "pause", "resume", "rehearsal"}
"""They need a code, a number, a break or a recording that is there."""
LIFETIME = timedelta(hours=1)


def as_it_is(_context: object, value: object) -> bytes:
    """Send bytes as they are; what else was made for "wrong" as its text."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


schemathesis.serializer("video/webm", "video/mp4", "video/quicktime")(as_it_is)


class Asked:
    """An attempt with all of its tokens; fills what a request has to name rightly to get anywhere."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.upload = mint_token(attempt=attempt, use=AccessToken.Use.UPLOAD, lifetime=LIFETIME)
        self.embed = mint_token(attempt=attempt, use=AccessToken.Use.EMBED, lifetime=LIFETIME)
        self.extension = give_token(attempt=attempt, origin=f"chrome-extension://{ID}")[0]
        self.start, self.guard = guard.join(
            organisation=attempt.enrolment.student.organisation, code=guard.make_code(attempt=attempt), system="linux"
        )
        self.run = Run.objects.create(attempt=attempt, number=1, last_seen_at=timezone.now())

    def fill(self, case: schemathesis.Case) -> None:
        """Put our attempt, run, origin, token and signature into a request."""
        path, body = case.operation.path, case.body
        if "/segments/" in path:
            case.body = body = WEBM + as_it_is(None, body)
        if "uuid" in (case.path_parameters or {}):
            case.path_parameters["uuid"] = str(self.attempt.uuid)
        if "run" in (case.path_parameters or {}):
            case.path_parameters["run"] = 1
        if isinstance(body, dict) and "attempt" in body:
            body["attempt"] = str(self.attempt.uuid)
        if isinstance(body, dict) and "origin" in body:
            body["origin"] = f"chrome-extension://{ID}"
        case.headers = {**(case.headers or {}), **self._headers(path)}
        if path.startswith("/guard/v1/reports"):
            self._sign(case)
        if "/segments/" in path:
            case.headers |= {"Oes-Sha256": hashlib.sha256(body).hexdigest(), "Oes-Start": "1.5", "Oes-End": "9"}

    def _headers(self, path: str) -> dict[str, str]:
        if path.startswith("/embed/"):
            return {"Authorization": f"Bearer {self.embed}", "Origin": self.attempt.enrolment.exam.origins[0]}
        if path.startswith("/extension/"):
            return {"Authorization": f"Bearer {self.extension}", "Origin": f"chrome-extension://{ID}"}
        return {"Authorization": f"Bearer {self.guard if path.startswith('/guard/') else self.upload}"}

    def _sign(self, case: schemathesis.Case) -> None:
        if isinstance(case.body, dict | list):
            case.body = json.dumps(case.body).encode()
        if isinstance(case.body, bytes):
            key = bytes.fromhex(guard.signing_key(self.start))
            case.headers["Oes-Signature"] = hmac.new(key, case.body, "sha256").hexdigest()


@pytest.fixture
def make_asked(organisation, enrolment, settings, request):
    """Return a function: the attempt that an operation is about, running but where it needs one before "OK"."""
    settings.OES_EXTENSION_IDS = [ID]
    settings.ALLOWED_HOSTS = ["*"]
    add_policy(organisation=organisation, policy=Policy(guard="optional", extension="optional"))

    def make(operation: Any) -> Asked:
        if "rehearsal" in operation.tags:
            return Asked(request.getfixturevalue("opened"))
        name = operation.definition.raw["operationId"]
        if name in OPENED_ONLY:
            opened = open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="test")
            return Asked(ready_attempt(attempt=opened, tier="A") if name == "start" else opened)
        return Asked(request.getfixturevalue("attempt"))

    return make


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.definition.raw["operationId"])
def test_answers_are_as_the_document_says(operation, mode, make_asked):
    asked, statuses = make_asked(operation), set()

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), known=st.sampled_from([True, True, True, False]))
    def ask(case: schemathesis.Case, known: bool) -> None:
        if known:
            asked.fill(case)
        answer = case.call(base_url="http://testserver", app=SCHEMA.app)
        statuses.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    ask()
    if mode == GenerationMode.POSITIVE and operation.definition.raw["operationId"] not in HARDLY_RIGHT:
        assert any(200 <= status < 300 for status in statuses), "no request got anywhere"


def test_the_document_has_every_address_and_no_other():
    addresses = {address for name, address in api_addresses().items() if name not in NOT_DESCRIBED}
    wanted = {"/" + re.sub(r"<\w+:(\w+)>", r"{\1}", address) for address in addresses}
    assert set(DOCUMENT["paths"]) == wanted


def test_every_described_method_is_taken_and_no_other(client, attempt):
    for path, item in DOCUMENT["paths"].items():
        address = path.format(uuid=attempt.uuid, track="camera", run=1, sequence=1, number=1)
        assert resolve(address)
        token = mint_token(attempt=attempt, use=AccessToken.Use.UPLOAD, lifetime=LIFETIME)
        for method in ("get", "post", "put", "delete", "patch"):
            answer = client.generic(method.upper(), address, headers={"Authorization": f"Bearer {token}"})
            assert (answer.status_code != 405) == (method in item), (method, path)


def test_bodies_beyond_the_bound_are_refused_with_its_problem(client, organisation):
    answer = client.post("/guard/v1/join", b" " * (MOST_BYTES + 1), content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
