"""What kind of picture some bytes are."""

_TYPES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"RIFF", "image/webp"))


def picture_type(body: bytes) -> str | None:
    """Return the media type that the first bytes tell, or None for what is no picture: nothing else is shown."""
    return next((name for magic, name in _TYPES if body.startswith(magic)), None)
