import pytest
from django.core.management import CommandError, call_command

from bench.commands import speed


def test_a_run_that_is_stopped_says_so_without_a_trace(monkeypatch):
    def stopped(options):
        raise KeyboardInterrupt

    monkeypatch.setattr(speed, "run", stopped)
    with pytest.raises(CommandError, match="Stopped before the end") as told:
        call_command("bench", "speed")
    assert told.value.returncode == 130
