"""The whole browser on one core beside a load, and an uplink of 256 kbit/s: nothing is lost, and the exam stays usable.

How late keys come depends on the machine that runs this: it is printed here and measured by `oes bench input-delay`.
"""

import pytest
from rich.console import Console

from bench.commands.input_delay import print_figures
from bench.input_delay.run import Conditions, measure
from bench.input_delay.sitting import NoBrowser
from bench.input_delay.weak_machine import OneCore
from bench.screen import NoScreen
from tests.installations import MODELS, skip_without_networks

CONDITIONS = Conditions(seconds=10.0, load_percent=50.0, kbps=256.0)
START_SECONDS = 2.0
"""The clock starts on the server; what a slow machine records begins a moment later."""


@pytest.mark.browser
@pytest.mark.alone
@pytest.mark.models
def test_nothing_is_lost_on_a_weak_machine(capsys):
    skip_without_networks()
    try:
        figures = measure(CONDITIONS, models=MODELS, tell=lambda step: None)
    except (NoBrowser, NoScreen, OneCore) as error:
        pytest.skip(str(error))
    with capsys.disabled():
        print_figures(figures, CONDITIONS, Console())
    assert figures.unsent == 0
    assert figures.segments >= 4
    assert all(seconds < START_SECONDS for seconds in figures.holes.values()), figures
    # A key that the page never heard fails in `measure` already.
    assert figures.recording.keys >= 50
