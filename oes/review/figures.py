"""How a trust percent is shown: a number, a bar, a colour that means something, and a word."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

LOW_BELOW, MIDDLE_BELOW = 50, 80
"""Where the colour and the word of a percent change. For the eye only: nothing is decided by them."""

_WORDS = {
    "low": pgettext_lazy("trust", "low"),
    "middle": pgettext_lazy("trust", "medium"),
    "high": pgettext_lazy("trust", "high"),
    "unknown": gettext_lazy("Insufficient evidence"),
    "none": "",
}


@dataclass(frozen=True, slots=True)
class TrustFigure:
    """`percent` None shows as "-". `coverage_percent` is given where evidence is insufficient."""

    percent: int | None
    level: str
    coverage_percent: int | None = None

    @property
    def word(self) -> str | Promise:
        return _WORDS[self.level]

    @property
    def number(self) -> str:
        return "-" if self.percent is None else f"{self.percent}%"


def trust_figure(percent: int | None, *, insufficient: bool = False, coverage: float | None = None) -> TrustFigure:
    """Return how a percent, or its absence, is shown. `coverage` is a share 0..1."""
    shown = None if coverage is None or not insufficient else whole_percent(coverage)
    if insufficient:
        return TrustFigure(percent, "unknown", shown)
    return TrustFigure(percent, _level(percent))


def whole_percent(share: float) -> int:
    """Return a share as whole percent, rounded down: 79.9 % must not read as the 80 % that are asked for."""
    return int(share * 100 + 1e-9)


def _level(percent: int | None) -> str:
    if percent is None:
        return "none"
    if percent < LOW_BELOW:
        return "low"
    return "middle" if percent < MIDDLE_BELOW else "high"
