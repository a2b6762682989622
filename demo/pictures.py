"""The pictures that the demo is drawn from, fetched once like the networks."""

from functools import cache
from pathlib import Path

import numpy as np
from django.conf import settings
from PIL import Image

from oes.analysis.model_files import fetch, verify

LISTING = Path(__file__).with_name("pictures.toml")


def folder() -> Path:
    """Return where the pictures lie: beside the networks."""
    return Path(settings.OES_MODELS_DIR).parent / "pictures"


def missing() -> list[str]:
    """Return a sentence for each picture that is not in place."""
    return verify(folder(), listing=LISTING)


@cache
def portrait() -> np.ndarray:
    """Return the portrait, RGB uint8, 512 x 512. Fetches it the first time; ModelFileError where it cannot."""
    (path,) = fetch(folder(), listing=LISTING)
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))
