"""A PDF of JPEG pictures, one a page, each as it is: nothing is decoded or encoded anew (ISO 32000-1, 7.4.8)."""

from collections.abc import Sequence
from dataclasses import dataclass

A4_POINTS = (595.28, 841.89)
"""Width and height of a page, in 1/72 inch; a wide picture lies on a wide page."""


@dataclass(frozen=True, slots=True)
class Page:
    """A JPEG in colour (three components) and its size in pixels."""

    body: bytes
    width: int
    height: int


def joined(pages: Sequence[Page]) -> bytes:
    """Return the pictures as one PDF. ValueError for none: a PDF has a page."""
    if not pages:
        raise ValueError("there is no page")
    kids = " ".join(f"{3 + 3 * place} 0 R" for place in range(len(pages)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode()]
    for place, page in enumerate(pages):
        objects += _objects_of(page, 3 + 3 * place)
    return _file(objects)


def _objects_of(page: Page, number: int) -> list[bytes]:
    wide, high = A4_POINTS if page.height >= page.width else A4_POINTS[::-1]
    scale = min(wide / page.width, high / page.height)
    w, h = page.width * scale, page.height * scale
    drawn = f"q {w:.2f} 0 0 {h:.2f} {(wide - w) / 2:.2f} {(high - h) / 2:.2f} cm /P Do Q".encode()
    head = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {wide} {high}] /Contents {number + 1} 0 R "
        f"/Resources << /XObject << /P {number + 2} 0 R >> >> >>"
    )
    picture = (
        f"<< /Type /XObject /Subtype /Image /Width {page.width} /Height {page.height} /ColorSpace /DeviceRGB "
        f"/BitsPerComponent 8 /Filter /DCTDecode /Length {len(page.body)} >>"
    )
    return [
        head.encode(),
        _stream(f"<< /Length {len(drawn)} >>".encode(), drawn),
        _stream(picture.encode(), page.body),
    ]


def _stream(head: bytes, body: bytes) -> bytes:
    return head + b"\nstream\n" + body + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)
