"""Where the rules ask for the extension, the student reads of it, and the recorder's page knows what to look for."""

import json
import re

import pytest
from django.urls import reverse

from oes.domain.policy import Policy, ProgramUse
from oes.exams.forms.policy import PolicyForm
from oes.exams.models import ProctoringPolicy
from oes.exams.services import add_policy, current_policy

ID = "abcdefghijklmnopabcdefghijklmnop"


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"
    settings.OES_EXTENSION_IDS = [ID]


@pytest.mark.parametrize(
    ("mode", "named"), [(ProgramUse.OFF, False), (ProgramUse.OPTIONAL, True), (ProgramUse.REQUIRED, True)]
)
def test_consent_names_it_only_where_the_rules_use_it(mode, named, signed_in, aigerim, enrolment):
    add_policy(organisation=enrolment.exam.organisation, policy=Policy(extension=mode))
    shown = signed_in(aigerim).get(reverse("recorder:consent", args=[enrolment.exam.uuid])).content.decode()
    assert ("browser extension" in shown) is named
    assert ("+extension" in shown) is named


def test_the_recorders_page_knows_what_to_look_for(attempt, signed_in, aigerim):
    shown = signed_in(aigerim).get(reverse("recorder:attempt", args=[attempt.uuid])).content.decode()
    found = re.search(r'<script id="config" type="application/json">(.*?)</script>', shown)
    assert json.loads(found[1])["extension"] == {"mode": "off", "ids": [ID], "page": "/extension/", "language": "en"}


def fill(organisation, **changes: str) -> dict:
    form = PolicyForm(policy=current_policy(organisation).value(), base=1)
    return {**form.initial, "note": "why", **changes}


def test_the_rules_are_chosen_on_their_page_and_told_in_words(signed_in, admin, organisation):
    client = signed_in(admin)
    filled = fill(organisation, extension="required", exam_hosts="Login.Example.KZ\ncalc.example.kz:8443")
    assert client.post(reverse("exams:policy_new"), filled).status_code == 302
    rules = ProctoringPolicy.objects.first().value()
    assert (rules.extension, rules.exam_hosts) == ("required", ("calc.example.kz:8443", "login.example.kz"))
    (_, changes), _ = client.get(reverse("exams:policies")).context["versions"]
    told = {(change.label, change.before, change.after) for change in changes}
    assert ("Browser extension", "not used", "required; without it the exam does not begin") in told
    assert ("Further sites that belong to the exam", "–", "calc.example.kz:8443, login.example.kz") in told


@pytest.mark.parametrize(
    "host", ["https://login.example.kz", "*.example.kz", "login.example.kz/in", "a b.kz/", "-x.kz", "x:0"]
)
def test_a_pattern_or_an_address_is_no_host(organisation, host):
    form = PolicyForm(fill(organisation, exam_hosts=host), policy=Policy(), base=1)
    assert not form.is_valid()
    assert "Not a host" in form.errors["exam_hosts"][0]
