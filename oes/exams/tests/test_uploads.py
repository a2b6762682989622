"""Uploaded pictures in their confined process: cleaned, refused by name, and no bomb reaches the web process."""

import io
import struct
import zlib

import pytest
from PIL import Image

from oes.exams import uploads
from oes.exams.pictures import PictureRefused
from oes.exams.uploads import cleaned_picture
from oes.lib.confined.limits import Limits
from oes.lib.confined.room import Room

pytestmark = pytest.mark.confined


@pytest.fixture(scope="module", autouse=True)
def _ended():
    yield
    uploads.room.close()


def encoded(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def png_that_says(width: int, height: int) -> bytes:
    """Return a small file whose header promises a large picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress(bytes(20_000_000), 9)
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_picture_becomes_a_jpeg_without_transparency():
    made = Image.open(io.BytesIO(cleaned_picture(encoded(Image.new("RGBA", (2000, 400), (255, 0, 0, 0)), "PNG"))))
    assert (made.format, made.size, made.mode) == ("JPEG", (1600, 320), "RGB")
    assert made.getpixel((800, 160)) == pytest.approx((255, 255, 255), abs=2)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<svg/>", "format"),
        (b"GIF89a" + bytes(200), "format"),
        (b"\xff\xd8\xff\xe0" + bytes(5000), "format"),
        (encoded(Image.new("RGB", (100, 100)), "JPEG"), "small"),
        (png_that_says(30_000, 30_000), "large"),
        (png_that_says(7_000, 7_000), "format"),
        (bytes(9_000_000), "large"),
    ],
    ids=["svg", "gif", "zeros", "small", "says 900 megapixels", "says 49", "9 MB"],
)
def test_others_are_refused_by_name(body, code):
    with pytest.raises(PictureRefused) as refused:
        cleaned_picture(body)
    assert refused.value.code == code


def test_one_that_kills_its_reader_is_refused_and_the_next_one_is_read(monkeypatch):
    room = Room("oes.exams.picture_operations", Limits(memory_mb=20))
    monkeypatch.setattr(uploads, "room", room)
    with pytest.raises(PictureRefused):
        cleaned_picture(encoded(Image.new("RGB", (6000, 6000)), "PNG"))
    assert cleaned_picture(encoded(Image.new("RGB", (300, 300)), "PNG")).startswith(b"\xff\xd8")
    room.close()
