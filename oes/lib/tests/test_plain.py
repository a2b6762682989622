"""Plain data and back: the same, or a refusal."""

import json
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import pytest

from oes.domain.measures import Borders, Face, FrameMeasures, Thing
from oes.lib.plain import from_plain, to_plain


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Pair:
    name: str
    colours: tuple[Colour, ...]
    box: tuple[float, float]
    counted: int | None


FRAME = FrameMeasures(
    1.25, (Face(0.1, 0.2, 0.3, np.float64(0.4), 0.9),), yaw=-3.0000000000000004, embedding=(0.1, -1e-300),
    other_embeddings=((1.0,),), things=(Thing("phone", 0, 0, 1, 1, 0.5),), fingerprint=b"\x00\xff",
    borders=Borders(0.1, 0.2, 0.3, 0.4),
)  # fmt: skip


@pytest.mark.parametrize("value", [FRAME, FrameMeasures(0.0), Pair("x", (Colour.RED,), (1.0, 2.0), None)])
def test_it_comes_back_the_same_to_the_last_bit(value):
    assert from_plain(type(value), json.loads(json.dumps(to_plain(value)))) == value


def test_numbers_of_numpy_become_plain_ones():
    assert json.dumps(to_plain(replace(FRAME, yaw=np.float32(0.5)))).count("0.5") == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"name": 1}, {"name": None}, {"colours": ["blue"]}, {"colours": "red"}, {"box": [1.0]}, {"box": [1.0, "2"]},
        {"box": {"0": 1}}, {"counted": True}, {"counted": 1.5}, {"more": 1},
    ],
)  # fmt: skip
def test_other_data_are_refused(changed):
    told = to_plain(Pair("x", (Colour.RED,), (1.0, 2.0), 3)) | changed
    with pytest.raises(ValueError, match=r"."):
        from_plain(Pair, told)


@pytest.mark.parametrize("value", [None, [], "x", 3, {"at_seconds": 1.0}])
def test_no_object_is_refused(value):
    with pytest.raises(ValueError, match=r"."):
        from_plain(FrameMeasures, value)
