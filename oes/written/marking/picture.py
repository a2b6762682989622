"""The bytes of a file as markers and readers get it: without the name that its student gave it."""

from oes.exams.pictures import PictureRefused
from oes.lib import blobs
from oes.written.models import Piece
from oes.written.pages import cleaned_page


class NoPiece(Exception):
    """Its bytes are gone, or are not what the row says."""


def body_of(piece: Piece) -> tuple[bytes, str, str]:
    """Return bytes, media type and extension of a piece.

    A picture is made anew in the confined process, so that nothing beside the picture is in it.
    """
    try:
        body = blobs.read(piece.blob_key)
        if piece.media_type.startswith("image/"):
            return cleaned_page(body), "image/jpeg", "jpg"
    except (OSError, ValueError, PictureRefused) as error:
        raise NoPiece from error
    return body, "application/octet-stream", piece.blob_key.rpartition(".")[2]
