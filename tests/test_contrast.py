"""Text can be read: each colour on each ground it stands on, by day and by night (WCAG 2.2: 4.5 to 1, edges 3 to 1)."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STAFF = ROOT / "static/base/tokens.css"
STUDENTS = ROOT / "oes/recorder/static/recorder/student.css"
GROUNDS = ("ground", "paper", "sunken")
_MEANING = ("direct", "indirect", "inform", "good", "unknown", "accent")
STAFF_PAIRS = [
    *((text, ground, 4.5) for text in ("ink", "ink-soft", "accent") for ground in (*GROUNDS, "raised")),
    *((text, f"{text}-ground", 4.5) for text in _MEANING),
    *((text, "paper", 4.5) for text in _MEANING),
    ("on-accent", "accent", 4.5),
    ("on-accent", "accent-strong", 4.5),
    ("line-strong", "paper", 3.0),
]
STUDENTS_PAIRS = [
    *((text, ground, 4.5) for text in ("ink", "soft", "accent") for ground in GROUNDS),
    *((text, f"{text}-ground", 4.5) for text in ("bad", "note", "good", "accent")),
    *((text, "paper", 4.5) for text in ("bad", "note", "good")),
    ("on-accent", "accent", 4.5),
    ("soft", "paper", 3.0),
]


def colours(path: Path) -> dict[str, dict[str, str]]:
    """Return the colours by name, by day and by night: light-dark() pairs, or a second :root."""
    text = path.read_text(encoding="utf-8")
    both = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", text)
    if both:
        return {"day": {n: day for n, day, _ in both}, "night": {n: night for n, _, night in both}}
    day, night = text.split("@media (prefers-color-scheme: dark)")
    return {"day": _first(day), "night": _first(night)}


def _first(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#\w+)", text[: text.index("}")]))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1..21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("path", "pairs"), [(STAFF, STAFF_PAIRS), (STUDENTS, STUDENTS_PAIRS)], ids=["staff", "students"]
)
@pytest.mark.parametrize("time", ["day", "night"])
def test_text_stands_out_from_its_ground(path, pairs, time):
    known = colours(path)[time]
    found = {(text, ground): contrast(known[text], known[ground]) for text, ground, _ in pairs}
    faint = {pair: round(found[pair], 2) for *pair_, least in pairs if found[pair := tuple(pair_)] < least}
    assert faint == {}


def test_black_on_white_has_the_most():
    assert contrast("#fff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)
