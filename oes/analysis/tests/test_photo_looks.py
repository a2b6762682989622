"""What a program sees on reference photos: advice for the person who approves them, and no numbers of faces."""

import io

import pytest
from PIL import Image

from oes.analysis import operations
from oes.analysis.models import ReferenceEmbedding
from oes.analysis.photo_looks import look_next
from oes.analysis.tests.test_measure import Counted, face, measurer_of
from oes.exams.services import add_photo
from oes.lib import blobs
from oes.lib.keys import NoKey, shred


def photo(student, colour=(90, 90, 90)):
    file = io.BytesIO()
    Image.new("RGB", (640, 400), colour).save(file, "JPEG")
    body = file.getvalue()
    return add_photo(student=student, body=body, extension="jpg", sha256=f"{colour[0]:064}", source="roster")


@pytest.mark.parametrize(
    ("faces", "quality"),
    [
        ([face()], "good"),
        ([], "no_face"),
        ([face(), face(x=400)], "several_faces"),
        ([face(width=50)], "small_face"),
    ],
)
def test_each_photo_is_looked_at_once_and_no_numbers_are_made(aigerim, monkeypatch, faces, quality):
    counted = Counted()
    measurer, _, _ = measurer_of(faces, faces, light=counted, full=counted)
    monkeypatch.setattr(operations, "measurer", lambda: measurer)
    row = photo(aigerim)
    assert look_next()
    assert not look_next()
    row.refresh_from_db()
    assert row.quality == quality
    assert not counted.embedded
    assert not ReferenceEmbedding.objects.exists()


def test_a_photo_that_is_gone_or_no_picture_is_unreadable(aigerim, monkeypatch):
    monkeypatch.setattr(operations, "measurer", lambda: measurer_of([face()])[0])
    gone, broken = photo(aigerim), photo(aigerim, (1, 1, 1))
    blobs.delete(gone.blob_key)
    blobs.put(broken.blob_key, b"<svg/>")
    while look_next():
        pass
    assert set(aigerim.photos.values_list("quality", flat=True)) == {"unreadable"}


def test_a_lost_key_says_nothing_about_the_photo(aigerim):
    row = photo(aigerim)
    shred(f"students-{aigerim.uuid}")
    with pytest.raises(NoKey):
        look_next()
    row.refresh_from_db()
    assert row.quality == ""
