"""The worked example of docs/trust.md, computed."""

import re
from pathlib import Path

from oes.domain.policy import Policy
from oes.domain.trust import Found, assess

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "trust.md").read_text(encoding="utf-8")
_ROW = re.compile(
    r"^\| (?P<kind>\w+) \| (?P<start>\d+) – (?P<end>\d+) \| (?P<counted>\d+) \| .* \| (?P<points>[\d.]+)", re.MULTILINE
)


def test_it_shows_what_the_formula_gives():
    rows = [row.groupdict() for row in _ROW.finditer(PAGE)]
    found = [Found(float(row["start"]), float(row["end"]), row["kind"], str(at)) for at, row in enumerate(rows)]
    result = assess(found, 0.97, 3600, Policy())
    assert len(rows) == 6
    assert [line.counted_seconds for line in result.lines] == [float(row["counted"]) for row in rows]
    assert [round(line.deduction, 6) for line in result.lines] == [float(row["points"]) for row in rows]
    assert f"trust {result.percent} %" in PAGE
