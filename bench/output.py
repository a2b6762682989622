"""The file that a command writes its figures to."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError


def check_output(path: Path | None) -> None:
    """Raise CommandError where the file cannot be written: said before minutes of measuring, not after."""
    if path is None:
        return
    if not path.parent.is_dir():
        raise CommandError(f"There is no folder {path.parent} for the figures. Make it, or name another file.")
    there = path.exists()
    try:
        path.open("a", encoding="utf-8").close()
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}. Name another file with --json.") from error
    if not there:
        path.unlink()


def write_output(path: Path | None, figures: dict[str, Any]) -> None:
    """Write figures as JSON that every program reads. Raises CommandError where the disk refuses."""
    if path is None:
        return
    text = json.dumps(figures, indent=1, ensure_ascii=False, allow_nan=False)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
