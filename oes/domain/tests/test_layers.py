"""Which layers watched."""

import pytest

from oes.domain.layers import Heard, Layer, Presence, layers_seen

GRACE = 180


def presence(*heard: Heard, layer: Layer = Layer.GUARD, end: float = 3600) -> Presence:
    return {one.layer: one.presence for one in layers_seen(heard, end_seconds=end, grace_seconds=GRACE)}[layer]


def test_every_layer_is_named_in_its_order():
    assert [one.layer for one in layers_seen([], end_seconds=60, grace_seconds=GRACE)] == list(Layer)
    assert {one.presence for one in layers_seen([], end_seconds=60, grace_seconds=GRACE)} == {Presence.ABSENT}


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (5, 3590, "whole"), (240, 3540, "whole"), (241, 3590, "partly"), (5, 3539, "partly"), (5, 4000, "whole"),
        (1000, 1000, "partly"),
    ],
)  # fmt: skip
def test_a_layer_is_whole_only_from_the_beginning_to_the_end(first, last, expected):
    assert presence(Heard("guard", first, last)) == expected


def test_nothing_is_said_of_after_the_end():
    seen = layers_seen([Heard("embed", 0, 5000)], end_seconds=3600, grace_seconds=GRACE)
    assert next(one.last_seconds for one in seen if one.layer == "embed") == 3600
