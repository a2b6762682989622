"""The bytes of a piece as they are shown."""

from oes.lib import blobs
from oes.lib.pictures import picture_type
from oes.written.models import Piece


class NoPiece(Exception):
    """Its bytes are gone, or are not what the row says."""


def body_of(piece: Piece) -> tuple[bytes, str, str]:
    """Return bytes, media type and extension of a piece; a picture is shown as one only where its bytes are one."""
    try:
        body = blobs.read(piece.blob_key)
    except (OSError, ValueError) as error:
        raise NoPiece from error
    extension = piece.blob_key.rpartition(".")[2]
    if piece.media_type.startswith("image/"):
        media_type = picture_type(body)
        if media_type is None:
            raise NoPiece
        return body, media_type, extension
    return body, "application/octet-stream", extension
