"""Pictures of people go to the administration of the same institution, by a link of the own sign-in."""

import uuid

import pytest

from oes.attempts.models import Challenge
from oes.exams.models import ReferencePhoto
from oes.lib import blobs
from oes.review.pictures import PictureRef
from tests.pictures import camera_picture
from tests.scenes import Seen, add_checks, approve_photo, sit, store


@pytest.fixture
def refs(aigerim, exam) -> list[PictureRef]:
    """One picture of every kind."""
    photo = approve_photo(aigerim)
    attempt = sit(aigerim, exam, seen=[Seen("second_person", 600, 620)])
    add_checks(attempt)
    key, sha256 = store(f"attempts/{attempt.uuid}/checks/challenge.jpg", camera_picture("face"))
    keys = {
        "evidence": attempt.violations.get().uuid,
        "identity": attempt.identitychecks.first().uuid,
        "screen": attempt.screenchecks.first().uuid,
        "challenge": Challenge.objects.create(attempt=attempt, at_seconds=0, blob_key=key, sha256=sha256).uuid,
        "reference": photo.uuid,
    }
    return [PictureRef(kind, str(one)) for kind, one in keys.items()]


def statuses(client, addresses) -> set[int]:
    return {client.get(address).status_code for address in addresses}


def test_the_administration_sees_them_and_no_cache_keeps_them_for_others(refs, signed_in, admin, links):
    client = signed_in(admin)
    mine = links(client, admin)
    for ref in refs:
        response = client.get(ref.link(mine))
        assert response.status_code == 200
        assert response["Content-Type"] in ("image/jpeg", "image/png")
        assert response["Cache-Control"].startswith("private")
        assert "sandbox" in response["Content-Security-Policy"]


def test_a_link_opens_one_picture_in_one_sign_in(refs, signed_in, admin, links):
    client, again = signed_in(admin), signed_in(admin)
    mine = links(client, admin)
    addresses = [ref.link(mine) for ref in refs]
    assert statuses(client, [address.partition("?")[0] for address in addresses]) == {403}
    assert statuses(again, addresses) == {403}
    swapped = [a.partition("?")[0] + "?" + b.partition("?")[2] for a, b in zip(addresses, addresses[1:], strict=False)]
    assert statuses(client, swapped) == {403}


@pytest.mark.parametrize("who", ["proctor", "daniyar", "outsider"])
def test_nobody_else_sees_them(who, refs, signed_in, client, admin, links, request):
    addresses = [ref.link(links(signed_in(admin), admin)) for ref in refs]
    assert statuses(signed_in(request.getfixturevalue(who)), addresses) == {403}
    assert statuses(client, addresses) == {302}


def test_the_other_institution_does_not_find_them_on_its_own_address(refs, signed_in, outsider, links, settings):
    settings.ALLOWED_HOSTS = ["elsewhere.example"]
    client = signed_in(outsider)
    own = links(client, outsider)
    answers = {client.get(ref.link(own), headers={"host": "elsewhere.example"}).status_code for ref in refs}
    assert answers == {404}


@pytest.mark.parametrize(
    ("kind", "key"),
    [("evidence", "1"), ("identity", "x"), ("secret", "1"), ("screen", "0"), ("screen", uuid.UUID(int=0))],
)
def test_nonsense_is_not_found(kind, key, signed_in, admin, links):
    client = signed_in(admin)
    assert client.get(PictureRef(kind, str(key)).link(links(client, admin))).status_code == 404


def test_a_deleted_or_foreign_file_is_not_found(aigerim, signed_in, admin, links):
    photo = approve_photo(aigerim)
    client = signed_in(admin)
    address = PictureRef("reference", str(photo.uuid)).link(links(client, admin))
    blobs.delete(photo.blob_key)
    assert client.get(address).status_code == 404
    ReferencePhoto.objects.update(blob_key="../../etc/passwd")
    assert client.get(address).status_code == 404
    blobs.put("students/x/page.jpg", b"<html>")
    ReferencePhoto.objects.update(blob_key="students/x/page.jpg")
    assert client.get(address).status_code == 404
