"""The pictures and letters that the demo is drawn from, fetched once like the networks."""

import hashlib
import pickle
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
from django.conf import settings
from PIL import Image

from bench.segments import Piece
from oes.analysis.model_files import fetch, model_files, verify

LISTING = Path(__file__).with_name("pictures.toml")


def folder() -> Path:
    """Return where the pictures lie: beside the networks."""
    return Path(settings.OES_MODELS_DIR).parent / "pictures"


def missing(directory: Path | None = None) -> list[str]:
    """Return a sentence for each file that is not in place."""
    return verify(directory or folder(), listing=LISTING)


@cache
def picture_path(key: str, directory: Path | None = None) -> Path:
    """Return one checked file of the listing. Fetches what is missing; ModelFileError where it cannot."""
    where = directory or folder()
    if missing(where):
        fetch(where, listing=LISTING)
    return where / model_files(LISTING)[key].file


@cache
def portrait(key: str = "portrait") -> np.ndarray:
    """Return a portrait, RGB uint8, 512 wide."""
    with Image.open(picture_path(key)) as picture:
        return np.asarray(picture.convert("RGB"))


def portrait_bytes() -> bytes:
    """Return the student's portrait as the file that it is (PNG): a reference photo."""
    return picture_path("portrait").read_bytes()


def kept(kind: str, drawing: bytes, drawn: Iterable[Piece]) -> list[Piece]:
    """Return segments that were drawn before, or draw and keep them; `drawing` is all that decides how they look."""
    path = folder() / f"{kind}-{hashlib.sha256(drawing).hexdigest()[:16]}.pickle"
    if path.exists():
        return list(pickle.loads(path.read_bytes()))  # our own file
    made = list(drawn)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as opened:
        pickle.dump(made, opened)
    Path(opened.name).replace(path)
    return made
