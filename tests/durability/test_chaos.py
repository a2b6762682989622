"""A short run of the fault test: one fault of every kind, scripted recorders, and an account that balances."""

import pytest

from bench.chaos.plan import KINDS
from bench.chaos.run import Wanted, run_chaos
from tests.installations import MODELS, skip_without_networks


@pytest.mark.alone
@pytest.mark.models
def test_one_fault_of_every_kind_loses_nothing(tmp_path):
    skip_without_networks()
    wanted = Wanted(
        faults=len(KINDS), seed=4, every_seconds=0.5, places=2, browsers=1, disk_mb=128, twins=1, longest_seconds=7.0
    )
    outcome = run_chaos(wanted, folder=tmp_path, models=MODELS, tell=print)
    assert outcome.problems == [], "\n".join([*outcome.problems, "what was done:", *outcome.struck])
    assert set(outcome.kinds.values()) == {1}
    assert outcome.figures["attempts"] >= 2
    assert outcome.figures["acknowledged"] == outcome.figures["segments"] > 10
