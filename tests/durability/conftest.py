"""An installation of its own, in a temporary folder, for tests that kill processes."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bench.client import RecorderClient
from bench.processes import Installation, installation
from bench.segments import encode
from tests.installations import MODELS, skip_without_networks


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Installation]:
    skip_without_networks()
    with installation(tmp_path, models=MODELS) as made:
        yield made


@pytest.fixture
def client(own: Installation) -> Iterator[RecorderClient]:
    """A student whose attempt is open; the server is not started yet."""
    (row,) = json.loads(own.run("bench", "seed", "--students", "1"))["attempts"]
    made = RecorderClient(base_url=own.url, attempt=row["attempt"], token=row["token"])
    yield made
    made.close()


def drawn(number: int) -> bytes:
    """A segment of two seconds in which a bar stands at another place for each number."""
    pictures = [np.full((240, 320, 3), 90, dtype=np.uint8) for _ in range(10)]
    for place, picture in enumerate(pictures):
        picture[60:180, (number * 17 + place) % 280 : (number * 17 + place) % 280 + 40] = 200
    return encode(pictures, frames_per_second=5, kbps=80)
