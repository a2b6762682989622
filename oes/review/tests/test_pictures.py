"""Pictures of people go to the administration of the same institution, and to nobody else."""

import pytest
from django.urls import reverse

from oes.exams.models import ReferencePhoto
from oes.lib import blobs
from tests.scenes import Seen, add_checks, approve_photo, sit


@pytest.fixture
def addresses(aigerim, exam):
    """One address of every kind of picture."""
    photo = approve_photo(aigerim)
    attempt = sit(aigerim, exam, seen=[Seen("second_person", 600, 620)])
    add_checks(attempt)
    keys = {
        "evidence": attempt.violations.get().uuid,
        "identity": attempt.identitychecks.first().pk,
        "screen": attempt.screenchecks.first().pk,
        "reference": photo.uuid,
    }
    return [reverse("review:picture", args=(kind, str(key))) for kind, key in keys.items()]


def test_the_administration_sees_them_and_no_cache_keeps_them_for_others(addresses, signed_in, admin):
    client = signed_in(admin)
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert response["Content-Type"] in ("image/jpeg", "image/png")
        assert response["Cache-Control"].startswith("private")


def test_strangers_are_sent_to_the_sign_in(addresses, client, settings):
    settings.LOGIN_URL = "/sign-in/"
    assert {client.get(address).status_code for address in addresses} == {302}


@pytest.mark.parametrize("who", ["proctor", "daniyar", "outsider"])
def test_other_roles_and_institutions_see_nothing(who, addresses, signed_in, request):
    client = signed_in(request.getfixturevalue(who))
    assert {client.get(address).status_code for address in addresses} == {403}


def test_the_other_institution_does_not_find_them_on_its_own_address(addresses, signed_in, outsider, settings):
    settings.ALLOWED_HOSTS = ["elsewhere.example"]
    client = signed_in(outsider)
    answers = {client.get(address, headers={"host": "elsewhere.example"}).status_code for address in addresses}
    assert answers == {404}


@pytest.mark.parametrize(
    "path", ["evidence/1", "identity/x", "identity/99999999999999999999999", "secret/1", "reference/..", "screen/0"]
)
def test_nonsense_is_not_found(path, signed_in, admin):
    assert signed_in(admin).get(f"/pictures/{path}/").status_code == 404


def test_a_deleted_or_foreign_file_is_not_found(aigerim, signed_in, admin):
    photo = approve_photo(aigerim)
    address = reverse("review:picture", args=("reference", str(photo.uuid)))
    client = signed_in(admin)
    blobs.delete(photo.blob_key)
    assert client.get(address).status_code == 404
    ReferencePhoto.objects.update(blob_key="../../etc/passwd")
    assert client.get(address).status_code == 404
    blobs.put("students/x/page.jpg", b"<html>")
    ReferencePhoto.objects.update(blob_key="students/x/page.jpg")
    assert client.get(address).status_code == 404
