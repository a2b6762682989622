"""Installations of our own for tests that need real processes."""

import os
from pathlib import Path

import pytest

from bench.processes import Installation
from demo.pictures import missing
from oes.analysis.model_files import verify
from oes.lib.sealed import SealedReader

MODELS = Path(os.environ.get("OES_MODELS_DIR", Path(__file__).resolve().parents[1] / "var" / "models"))


def skip_without_networks() -> None:
    """Skip the test, and say why, where the network files or the pictures to draw from are missing."""
    if problems := verify(MODELS) or missing(MODELS.parent / "pictures"):
        pytest.skip(f"`make setup` fetches what is missing: {problems[0]}")


def rows(own: Installation, query: str) -> list[tuple]:
    """Read the installation's database, as it lies on the disk."""
    return own.rows(query)


def stored(own: Installation, key: str) -> bytes:
    """Read a blob of the installation, as it lies on the disk with its key beside."""
    kind, uuid = key.split("/")[:2]
    secret = (own.folder / "keys" / uuid[:2] / f"{kind}-{uuid}.key").read_bytes()
    with (own.folder / "media" / key).open("rb") as file:
        return SealedReader(file, key=secret, name=key).read()
