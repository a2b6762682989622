import numpy as np
import pytest

from bench.accuracy import groups
from bench.accuracy.group_list import Portrait
from bench.accuracy.tools import Terminal, Tools
from bench.accuracy.verification import Gallery

ALIKE, OTHER, NONE = [1.0, 0.0], [0.0, 1.0], [np.nan, np.nan]


def rows_of(portraits, embeddings, monkeypatch, tmp_path):
    def gallery_of(names, folder, tools, terminal, *, people):
        ordered = tuple(sorted(names))
        values = np.array([embeddings[name] for name in ordered])
        return Gallery(ordered, tuple(people[n] for n in ordered), values, np.ones(len(ordered), dtype=bool))

    monkeypatch.setattr(groups, "gallery_of", gallery_of)
    outcome = groups.group_rows(portraits, tmp_path, Tools(tmp_path), Terminal(quiet=True))
    return {(row.condition, row.detector): row for row in outcome.rows}


def test_groups_are_measured_apart(monkeypatch, tmp_path):
    portraits = [
        *(Portrait(f"n{i}", "p1", "north", True) for i in range(3)),
        *(Portrait(f"s{i}", f"q{i}", "south", True) for i in range(2)),
    ]
    embeddings = {"n0": ALIKE, "n1": ALIKE, "n2": NONE, "s0": OTHER, "s1": OTHER}
    rows = rows_of(portraits, embeddings, monkeypatch, tmp_path)
    assert rows["north", "face found"].recall == pytest.approx(2 / 3)
    assert rows["north", "one person recognised"].recall == pytest.approx(1 / 3)
    assert rows["north", "two people taken for one"].value is None
    assert rows["south", "two people taken for one"].value == 1.0
    assert rows["south", "one person recognised"].n == 0


def test_marked_references_are_compared_with_the_rest_only(monkeypatch, tmp_path):
    portraits = [
        Portrait("r", "p1", "north", True),
        Portrait("x", "p1", "north", False),
        Portrait("y", "p1", "north", False),
    ]
    rows = rows_of(portraits, {"r": ALIKE, "x": ALIKE, "y": OTHER}, monkeypatch, tmp_path)
    assert rows["north", "one person recognised"].n == 2
    assert rows["north", "one person taken for two"].value == 0.5
