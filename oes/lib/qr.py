"""QR codes: black on white with their quiet zone, as cameras want them in dark pages too."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str) -> SafeString:
    """Return the code for a page: SVG without a size of its own."""
    drawn = segno.make(text, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=True)
    silent = drawn.replace("<svg ", '<svg aria-hidden="true" ', 1)  # the page names it, beside the link it stands for
    return mark_safe(silent)  # drawn by the library: its text is in modules, not in words


def qr_png(text: str, *, scale: int) -> bytes:
    """Return the code as PNG, for a PDF or a mail; `scale`: pixels a module."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="png", scale=scale, border=4)
    return out.getvalue()
