"""The plan comes from the seed alone, and every kind of fault has its share."""

import pytest

from bench.chaos.plan import CLOCK_STEPS, KINDS, counted, planned, sittings, step_of
from bench.chaos.strikes import Striker


@pytest.mark.parametrize("seed", [1, 2, 77])
def test_a_seed_gives_the_same_plan_again(seed):
    wanted = {"faults": 100, "seed": seed, "places": 6, "every_seconds": 1.5}
    assert planned(**wanted) == planned(**wanted)
    assert sittings(seed=seed, place=3, seconds=200) == sittings(seed=seed, place=3, seconds=200)


def test_another_seed_gives_another_plan():
    assert planned(faults=100, seed=1, places=6, every_seconds=1.5) != planned(
        faults=100, seed=2, places=6, every_seconds=1.5
    )
    assert sittings(seed=1, place=0, seconds=200) != sittings(seed=1, place=1, seconds=200)


@pytest.mark.parametrize("faults", [12, 50, 500])
def test_kinds_come_equally_often(faults):
    numbers = counted(planned(faults=faults, seed=5, places=4, every_seconds=1.0)).values()
    assert sum(numbers) == faults
    assert max(numbers) - min(numbers) <= 1


def test_times_rise_and_keep_the_mean():
    plan = planned(faults=500, seed=9, places=4, every_seconds=1.5)
    moments = [fault.at_seconds for fault in plan]
    assert moments == sorted(moments)
    assert moments[-1] == pytest.approx(500 * 1.5, rel=0.1)
    assert {step_of(fault) for fault in plan if fault.kind == "server_clock"} == set(CLOCK_STEPS)


def test_every_kind_can_be_done():
    assert all(kind.startswith("requests_") or hasattr(Striker, f"_{kind}") for kind in KINDS)
