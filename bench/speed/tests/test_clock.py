import time

import pytest

from bench.speed.clock import REST, Clock


def burn(seconds):
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


class Kitchen:
    def cook(self):
        burn(0.02)
        self.stir()
        return "soup"

    def stir(self):
        burn(0.03)

    def plates(self):
        for number in range(3):
            burn(0.01)
            yield number


def test_each_moment_counts_for_the_innermost_step():
    clock = Clock()
    with clock.watching(("cooking", Kitchen, "cook"), ("stirring", Kitchen, "stir")):
        assert Kitchen().cook() == "soup"
        burn(0.01)
    total = clock.total()
    assert clock.seconds["stirring"] >= 0.03
    assert clock.seconds["cooking"] >= 0.02
    assert clock.seconds["cooking"] < total - 0.03
    assert sum(clock.seconds.values()) == pytest.approx(total)
    assert set(clock.seconds) == {"cooking", "stirring", REST}


def test_what_a_generator_does_counts_and_what_its_reader_does_not():
    clock = Clock()
    with clock.watching(("serving", Kitchen, "plates")):
        for _ in Kitchen().plates():
            burn(0.02)
    clock.total()
    assert clock.seconds["serving"] >= 0.03
    assert clock.seconds[REST] >= 0.06


def test_nothing_is_counted_once_nobody_watches():
    clock = Clock()
    with clock.watching(("stirring", Kitchen, "stir")):
        pass
    Kitchen().stir()
    clock.total()
    assert "stirring" not in clock.seconds
