import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from oes.exams import services
from oes.exams.models import ReferencePhoto
from oes.exams.photo_links import photo_link
from oes.exams.pictures import PictureRefused, clean_jpeg
from oes.journal.models import Entry


def picture(size=(400, 300), kind="JPEG", mode="RGB", **more) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 128 if mode == "L" else (200, 30, 30, 90)[: len(mode)]).save(out, kind, **more)
    return out.getvalue()


@pytest.fixture
def client(signed_in, admin, settings):
    settings.LANGUAGE_CODE = "en"
    return signed_in(admin)


def add(student, name="a", source="roster"):
    return services.add_photo(student=student, body=b"j", extension="jpg", sha256=name * 64, source=source)


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "RGBA"), ("WEBP", "RGB")])
def test_pictures_become_plain_jpegs(kind, mode):
    image = Image.open(io.BytesIO(clean_jpeg(picture(kind=kind, mode=mode))))
    assert (image.format, image.size, image.mode) == ("JPEG", (400, 300), "RGB")


def test_a_picture_is_turned_upright_and_loses_its_metadata():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "secret place"
    body = clean_jpeg(picture(exif=exif))
    assert b"secret place" not in body
    assert Image.open(io.BytesIO(body)).size == (300, 400)


def test_a_large_picture_is_made_smaller():
    assert max(Image.open(io.BytesIO(clean_jpeg(picture((3000, 2000))))).size) == 1600


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "format"),
        (picture(kind="GIF", mode="RGB"), "format"),
        (picture()[:300], "format"),
        (picture((199, 400)), "small"),
        (b"x" * (8 * 1024 * 1024 + 1), "large"),
        (picture((20000, 5000), "PNG", "L"), "large"),
    ],
)
def test_what_is_no_proper_picture_is_refused(body, code):
    with pytest.raises(PictureRefused) as refused:
        clean_jpeg(body)
    assert refused.value.code == code


def test_an_uploaded_photo_waits_and_is_stored_once(client, aigerim, admin, links):
    address = reverse("exams:student_photo", args=[aigerim.uuid])
    for _ in range(2):
        client.post(address, {"photo": SimpleUploadedFile("x.jpg", picture())})
    photo = aigerim.photos.get()
    assert (photo.state, photo.source) == ("pending", "roster")
    assert client.get(reverse("exams:photo_file", args=[photo.uuid])).status_code == 403
    file = client.get(photo_link(photo, links(client, admin)))
    assert file["Content-Type"] == "image/jpeg"
    assert file["Cache-Control"].startswith("private")
    bad = client.post(address, {"photo": SimpleUploadedFile("x.jpg", b"no picture")})
    assert "no JPEG, PNG or WebP" in bad.content.decode()
    assert aigerim.full_name in bad.content.decode()


def test_the_queue_shows_the_next_one_at_once(client, aigerim, daniyar):
    first, second = add(aigerim), add(daniyar, "b", "first_entry")
    queue = reverse("exams:photos")
    assert client.get(queue).context["photo"] == first
    assert client.get(queue, {"skip": "1"}).context["photo"] == second
    assert client.get(queue, {"skip": "2"}).context["photo"] == first
    assert client.get(queue, {"skip": "²"}).context["photo"] == first
    answer = client.post(reverse("exams:photo_decide", args=[first.uuid]), {"decision": "approve"}, follow=True)
    assert answer.context["photo"] == second
    client.post(reverse("exams:photo_decide", args=[second.uuid]), {"decision": "refuse"})
    assert "No photo waits" in client.get(queue).content.decode()
    assert sorted(ReferencePhoto.objects.values_list("state", flat=True)) == ["approved", "refused"]


def test_the_other_photos_of_the_student_stand_beside(client, aigerim):
    add(aigerim, "c")
    entry = add(aigerim, "d", "first_entry")
    assert list(client.get(reverse("exams:photos"), {"skip": "1"}).context["others"]) == [
        aigerim.photos.exclude(pk=entry.pk).get()
    ]


def test_a_decision_pressed_twice_is_written_once(client, aigerim):
    photo = add(aigerim)
    for _ in range(2):
        client.post(reverse("exams:photo_decide", args=[photo.uuid]), {"decision": "approve"})
    assert Entry.objects.filter(action="photo_decided").count() == 1


def test_a_decision_without_a_word_changes_nothing(client, aigerim):
    photo = add(aigerim)
    assert client.post(reverse("exams:photo_decide", args=[photo.uuid])).status_code == 400
    photo.refresh_from_db()
    assert photo.state == "pending"


def test_a_photo_whose_file_is_gone_is_404(client, aigerim, admin, links):
    from oes.lib import blobs

    photo = add(aigerim)
    blobs.delete(photo.blob_key)
    assert client.get(photo_link(photo, links(client, admin))).status_code == 404
