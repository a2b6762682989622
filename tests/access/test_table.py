"""Every address answers every role as docs/access.md says."""

import re

import pytest
from django.db import transaction

from tests.access.addresses import patterns
from tests.access.answers import faults_of
from tests.access.asking import address_of, answer_of, ask, headers_of
from tests.access.cast import NAME
from tests.access.outline import outline_faults
from tests.access.places import PLACES
from tests.access.roles import BY_TOKEN, OPENS, OUTSIDER_HERE, OUTSIDER_THERE, ROLES, UPLOAD

pytestmark = pytest.mark.django_db
SIGNED = [place for place in PLACES if place.method != "GET" and place.door not in BY_TOKEN]
"""Forms. Calls with a token need no protection against other sites: the table shows that no sign-in opens them."""


def test_every_address_has_a_line():
    assert {place.name for place in PLACES} == set(patterns())


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.key)
def test_it_answers_each_role_as_the_table_says(world, place):
    answers, faults, missing = {}, {}, []
    for role in ROLES:
        with transaction.atomic():
            response = ask(world, place, role)
            transaction.set_rollback(True)
        answers[role], faults[role] = answer_of(response, place.opens), faults_of(place.name, response)
        if answers[role] == OPENS:
            missing = outline_faults(response)
    told = {role: place.door.answer_to(role) for role in ROLES}
    assert {role: (answers[role], told[role]) for role in ROLES if answers[role] != told[role]} == {}
    assert {role: found for role, found in faults.items() if found} == {}
    assert missing == [], "\n".join(missing)


@pytest.mark.parametrize("place", [p for p in PLACES if p.method == "GET"], ids=lambda place: place.key)
def test_the_other_institution_reads_no_name(world, place):
    for role in (OUTSIDER_HERE, OUTSIDER_THERE):
        response = ask(world, place, role)
        assert response.streaming or NAME.encode() not in response.content


@pytest.mark.parametrize("name", sorted({place.name for place in PLACES}))
def test_it_takes_no_other_method(world, name):
    mine = [place for place in PLACES if place.name == name]
    others = {"GET", "POST", "PUT", "PATCH", "DELETE"} - {place.method for place in mine}
    role = next(role for role in reversed(ROLES) if mine[0].door.answer_to(role) == OPENS)
    client, headers = world.client(role), headers_of(world, mine[0], role)
    address = address_of(mine[0], world)
    found = {method: client.generic(method, address, b"{}", "application/json", headers=headers) for method in others}
    assert {method: answer.status_code for method, answer in found.items() if answer.status_code != 405} == {}


@pytest.mark.parametrize("place", SIGNED, ids=lambda place: place.key)
def test_a_form_of_another_site_is_refused(world, place):
    role = next(role for role in ROLES[1:] if place.door.answer_to(role) == OPENS)
    assert ask(world, place, role, world.client(role, enforce_csrf_checks=True)).status_code == 403


def test_rows_are_named_by_random_identifiers():
    """A number is allowed only below an attempt that a token has opened, and for a seat below its place."""
    numbers = {name for name, (address, _) in patterns().items() if "<int:" in address}
    upload = {place.name for place in PLACES if place.door is UPLOAD}
    assert numbers - {"portal:seat_set"} <= upload
    other = {part for address, _ in patterns().values() for part in re.findall(r"<(?!uuid:|int:)([^>]+)>", address)}
    assert other == {
        "uidb64",
        "token",
        "str:token",
        "str:code",
        "str:pass_",
        "slug:track",
        "slug:language",
        "str:kind",
        "str:key",
    }
