"""Line plots and bars as SVG, readable on a light and on a dark page. Text in, text out; nothing is drawn elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import log10

from bench.accuracy.rows import Curve

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 230, 40, 52
LINES = ("#2f7ed8", "#d9822b", "#2e9e5b", "#c2417c", "#7d62c9", "#8a7a2a", "#3aa0a8", "#b5453a")
BAR_HEIGHT = 26
STYLE = """<style>
text { font: 13px system-ui, sans-serif; fill: #24292f } .title { font-weight: 600; font-size: 15px }
.page { fill: #ffffff } .grid { stroke: #d0d7de } .axis { stroke: #57606a } .line { fill: none; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .page { fill: #0d1117 } .grid { stroke: #30363d } .axis { stroke: #8b949e }
}
</style>"""


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis says and spans; `powers` for equal steps of the logarithm."""

    label: str
    least: float
    most: float
    powers: bool = False

    def place(self, value: float) -> float:
        """Return 0..1 for a value on the axis; what lies outside stays at the edge."""
        inside = min(self.most, max(self.least, value))
        if self.powers:
            return log10(inside / self.least) / log10(self.most / self.least)
        return (inside - self.least) / (self.most - self.least)

    def holds(self, value: float) -> bool:
        """Return whether a value lies on the axis, but for rounding."""
        slack = 1e-6 * (self.most - self.least)
        return self.least - slack <= value <= self.most + slack

    def ticks(self) -> list[float]:
        if self.powers:
            return [10.0**power for power in range(round(log10(self.least)), round(log10(self.most)) + 1)]
        return [self.least + (self.most - self.least) * i / 5 for i in range(6)]


def line_plot(curves: Sequence[Curve], *, title: str, x: Axis, y: Axis) -> str:
    """Return the plot of all curves, as far as they lie on the axes; a curve of one point is a dot at the edge."""
    body = [_frame(x, y)]
    for number, curve in enumerate(curves):
        colour = LINES[number % len(LINES)]
        body += [_curve(curve, x, y, colour), _legend(curve.label, number, colour)]
    return _svg(title, HEIGHT, body)


def bars(values: Mapping[str, float], *, title: str, unit: str) -> str:
    """Return horizontal bars, the longest first."""
    ordered = sorted(values.items(), key=lambda item: -item[1])
    most = max([value for _, value in ordered] or [1.0]) or 1.0
    body = []
    for number, (label, value) in enumerate(ordered):
        top = TOP + 12 + number * BAR_HEIGHT
        length = 400 * value / most
        body.append(f'<text x="150" y="{top + 14}" text-anchor="end">{escape(label)}</text>')
        body.append(f'<rect x="160" y="{top}" width="{length:.1f}" height="18" rx="2" fill="{LINES[0]}"/>')
        body.append(f'<text x="{166 + length:.1f}" y="{top + 14}">{value:.3g} {escape(unit)}</text>')
    return _svg(title, TOP + 30 + len(ordered) * BAR_HEIGHT, body)


def _frame(x: Axis, y: Axis) -> str:
    across, down = _across(0), _down(0)
    parts = []
    for tick in y.ticks():
        at = _down(y.place(tick))
        parts.append(f'<line class="grid" x1="{across}" y1="{at:.1f}" x2="{_across(1)}" y2="{at:.1f}"/>')
        parts.append(f'<text x="{across - 8}" y="{at + 4:.1f}" text-anchor="end">{_tick(tick)}</text>')
    for tick in x.ticks():
        at = _across(x.place(tick))
        parts.append(f'<line class="grid" x1="{at:.1f}" y1="{down}" x2="{at:.1f}" y2="{_down(1)}"/>')
        parts.append(f'<text x="{at:.1f}" y="{down + 18}" text-anchor="middle">{_tick(tick)}</text>')
    parts.append(f'<path class="axis" fill="none" d="M{across} {_down(1)}V{down}H{_across(1)}"/>')
    parts.append(f'<text x="{_across(0.5)}" y="{HEIGHT - 12}" text-anchor="middle">{escape(x.label)}</text>')
    middle = _down(0.5)
    turned = f'transform="rotate(-90 16 {middle})"'
    parts.append(f'<text x="16" y="{middle}" text-anchor="middle" {turned}>{escape(y.label)}</text>')
    return "\n".join(parts)


def _curve(curve: Curve, x: Axis, y: Axis, colour: str) -> str:
    if len(curve.points) == 1:
        across, down = _across(x.place(curve.points[0][0])), _down(y.place(curve.points[0][1]))
        return f'<circle cx="{across:.1f}" cy="{down:.1f}" r="5" fill="{colour}"/>'
    inside = [(a, b) for a, b in curve.points if x.holds(a) and y.holds(b)]
    places = [(_across(x.place(a)), _down(y.place(b))) for a, b in inside]
    path = " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
    return f'<polyline class="line" stroke="{colour}" points="{path}"/>'


def _legend(label: str, number: int, colour: str) -> str:
    left, top = WIDTH - RIGHT + 16, TOP + 14 + 22 * number
    return (
        f'<rect x="{left}" y="{top - 9}" width="16" height="4" fill="{colour}"/>'
        f'<text x="{left + 24}" y="{top - 2}">{escape(label)}</text>'
    )


def _svg(title: str, height: int, body: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
    name = f'<title>{escape(title)}</title>\n{STYLE}\n<rect class="page" width="{WIDTH}" height="{height}"/>'
    shown = f'<text class="title" x="16" y="24">{escape(title)}</text>'
    return "\n".join([head, name, shown, *body, "</svg>"]) + "\n"


def _across(share: float) -> float:
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _down(share: float) -> float:
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def _tick(value: float) -> str:
    return f"{value:.4g}"
