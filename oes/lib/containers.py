"""What a recording is, by its first bytes. Names, extensions and headers of a sender are not believed."""

_EBML = b"\x1a\x45\xdf\xa3"
_QUICKTIME = b"qt  "
_DOC_TYPE = b"\x42\x82"


def sniff(first_bytes: bytes) -> str | None:
    """Return "webm", "mp4", "mov" (QuickTime: pictures in place of video) or None. The first 64 bytes are enough."""
    if first_bytes.startswith(_EBML):
        place = first_bytes.find(_DOC_TYPE, 4, 64)
        name = first_bytes[place + 3 : place + 3 + (first_bytes[place + 2] & 0x7F)] if place > 0 else b""
        return "webm" if name.rstrip(b"\0") == b"webm" else None
    if first_bytes[4:8] == b"ftyp" and len(first_bytes) >= 16:
        return "mov" if first_bytes[8:12] == _QUICKTIME else "mp4"
    return None
