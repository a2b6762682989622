"""What the confined process of uploaded pictures can be asked."""

from collections.abc import Sequence
from typing import Any

from oes.exams.pictures import PictureRefused, clean_jpeg
from oes.lib.confined.child import Ask, Operation


def clean(_told: dict[str, Any], bodies: Sequence[bytes], _ask: Ask) -> tuple[dict[str, Any], Sequence[bytes]]:
    """Return the picture anew, as JPEG."""
    return {}, [clean_jpeg(bodies[0])]


OPERATIONS: dict[str, Operation] = {"clean": clean}
KINDS: dict[type[Exception], str] = {PictureRefused: "refused"}
