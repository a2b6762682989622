"""The ids that Chromium browsers know this deployment's extension by."""

from pathlib import Path

from django.conf import settings


def key_folder() -> Path:
    """Return where `oes extension build` keeps the deployment's key pair and the id that follows from it."""
    return Path(settings.OES_DATA_DIR) / "extension"


def chromium_ids() -> list[str]:
    """Return the ids that Chromium browsers may know this deployment's extension by."""
    built = key_folder() / "id"
    return [*settings.OES_EXTENSION_IDS, *([built.read_text(encoding="utf-8").strip()] if built.is_file() else [])]
