"""No stored blob comes out without a link: every file of every kind, one by one."""

import pytest
from django.conf import settings
from django.urls import reverse

from oes.appeals.models import Attachment, Commission, Protocol
from oes.attempts.models import Challenge, IdentityCheck, ScreenCheck
from oes.exams.models import ReferencePhoto
from oes.lib import blobs
from oes.recordings.models import JoinedFile, Segment, TrackKind
from oes.violations.models import Evidence
from oes.written.models import Piece
from tests.access import roles
from tests.access.cast import World
from tests.pictures import camera_picture
from tests.scenes import add_segment

pytestmark = pytest.mark.django_db
FOLDERS = ("/", "/media/", "/static/", "/recordings/", "/pictures/", "/var/media/", "/static/../media/")


@pytest.fixture
def stored(world) -> dict[str, tuple[str, str]]:
    """Return address and thing of every blob by its key, with one blob of every kind there is."""
    for track in TrackKind.values:
        _keep(add_segment(world.attempt, 20, track), f"attempts/{world.attempt.uuid}/{track}/1-9.webm")
    stills = add_segment(world.attempt, 30)
    stills.container = "mov"
    _keep(stills, f"attempts/{world.attempt.uuid}/camera/1-10.mov")
    blobs.put(stills.played_key, b"\x1a\x45\xdf\xa3")
    asked = Challenge.objects.get(attempt=world.attempt)
    asked.blob_key = f"attempts/{world.attempt.uuid}/checks/challenge.jpg"
    asked.save()
    blobs.put(asked.blob_key, camera_picture("face"))
    return _addresses()


def _keep(segment: Segment, key: str) -> None:
    segment.blob_key, segment.codecs = key, "vp8"
    segment.save()
    blobs.put(key, b"\x1a\x45\xdf\xa3" + bytes(50))


def _addresses() -> dict[str, tuple[str, str]]:
    found = {}
    for row in Segment.objects.select_related("track__attempt"):
        address = (reverse("recordings:segment", args=[row.uuid]), f"recording/{row.track.attempt.uuid}")
        found |= {row.blob_key: address, row.played_key: address}
    for joined in JoinedFile.objects.select_related("track__attempt"):
        thing = f"recording/{joined.track.attempt.uuid}"
        found[joined.blob_key] = (reverse("recordings:joined", args=[joined.uuid]), thing)
    for photo in ReferencePhoto.objects.all():
        found[photo.blob_key] = (reverse("exams:photo_file", args=[photo.uuid]), f"photo/{photo.uuid}")
    for piece in Piece.objects.exclude(blob_key=""):
        found[piece.blob_key] = (reverse("written:piece", args=[piece.uuid]), f"piece/{piece.uuid}")
    for row in Attachment.objects.all():
        found[row.blob_key] = (reverse("appeals:attachment", args=[row.uuid]), f"appeal-file/{row.uuid}")
    pictures = [("evidence", row.blob_key, row.violation.uuid) for row in Evidence.objects.select_related("violation")]
    for kind, model in (("identity", IdentityCheck), ("screen", ScreenCheck), ("challenge", Challenge)):
        pictures += [(kind, row.blob_key, row.uuid) for row in model.objects.exclude(blob_key="")]
    for kind, key, name in pictures:
        found[key] = (reverse("review:picture", args=[kind, str(name)]), f"picture/{kind}/{name}")
    return found


def _files() -> list[str]:
    """Return the keys of all files that have an address by link: what was uploaded to be imported has none at all, and
    papers open to who may read their case or commission (places.py)."""
    papers = set(Protocol.objects.values_list("blob_key", flat=True)) | set(
        Commission.objects.values_list("order_blob", flat=True)
    )
    return [key for key in _all_files() if not key.startswith("imports/") and key not in papers]


def _all_files() -> list[str]:
    folder = settings.OES_MEDIA_DIR
    return [str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file()]


def _statuses(world: World, role: str, address: str) -> int:
    response = world.client(role).get(address)
    if response.streaming:
        list(response.streaming_content)
        response.close()
    return response.status_code


def test_every_file_belongs_to_a_row_that_says_who_may_see_it(stored):
    """A new kind of blob fails here until it has an address, and a test below."""
    assert set(_files()) <= set(stored)
    assert len(_files()) >= 15


def test_no_file_lies_at_an_address(stored, world):
    addresses = [folder + key for key in _all_files() for folder in FOLDERS]
    assert {_statuses(world, roles.ADMINISTRATOR, address) for address in addresses} == {404}


def test_without_a_link_none_comes_out(stored, world):
    for key in _files():
        address, _ = stored[key]
        got = {role: _statuses(world, role, address) for role in roles.ROLES}
        assert set(got.values()) <= {302, 403, 404}, key
        assert got[roles.ADMINISTRATOR] == 403, key


def test_a_link_opens_its_own_and_to_its_own_person_only(stored, world):
    keys = _files()
    things = sorted({stored[key][1] for key in keys})
    tokens = {thing: world.token(thing) for thing in things}
    for key in keys:
        address, thing = stored[key]
        other = tokens[things[things.index(thing) - 1]]
        assert _statuses(world, roles.ADMINISTRATOR, f"{address}?token={tokens[thing]}") == 200, key
        assert _statuses(world, roles.ADMINISTRATOR, f"{address}?token={other}") == 403, key
        for role in (roles.STRANGER, roles.STUDENT, roles.PROCTOR, roles.OUTSIDER_HERE, roles.OUTSIDER_THERE):
            assert _statuses(world, role, f"{address}?token={tokens[thing]}") in (302, 403, 404), (key, role)
