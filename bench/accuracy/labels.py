"""Labels of one clip, checked for all that is needed to score it."""

import json
from collections.abc import Mapping
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Any

from oes.analysis.media import WHOLE_RECORDING, UnreadableMedia, probe, sampled

LOOSE_SECONDS = 1.0
"""Labels and film may differ by so much."""


class BadLabel(ValueError):
    """A clip cannot be scored. The message says why."""


def truth_of(path: Path) -> dict[str, Any]:
    """Return the labels of one clip, with all that is needed to score it. Raises BadLabel."""
    truth = read_json(path)
    if not isinstance(truth.get("clip"), str):
        raise BadLabel("no name of a film under 'clip'")
    seconds = number(truth, "duration_s")
    if not isinstance(truth.get("events"), list):
        raise BadLabel("no list under 'events'")
    for place, event in enumerate(truth["events"], start=1):
        if not isinstance(event, dict) or not isinstance(event.get("label"), str):
            raise BadLabel(f"event {place} has no label")
        check_span(event, f"event {place}", seconds=seconds, of="the clip")
    _check_cuts(truth, seconds)
    lasts = _film_seconds(path.parent / truth["clip"])
    if lasts < seconds - LOOSE_SECONDS:
        raise BadLabel(f"its film lasts {lasts:.1f} s, and 'duration_s' says {seconds:g}")
    return truth


def read_json(path: Path) -> dict[str, Any]:
    """Return what a file of labels says. Raises BadLabel."""
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise BadLabel(f"no JSON ({error})") from error
    return told if isinstance(told, dict) else {}


def number(told: Mapping[str, Any], field: str) -> float:
    """Return a field that must be a number. Raises BadLabel."""
    value = told.get(field)
    if not isinstance(value, int | float) or not isfinite(value):
        raise BadLabel(f"no number under '{field}'")
    return float(value)


def check_span(told: Mapping[str, Any], name: str, *, seconds: float, of: str) -> None:
    """Raise BadLabel where an interval has no length or lies outside."""
    if not 0 <= number(told, "start") < number(told, "end") <= seconds + LOOSE_SECONDS:
        raise BadLabel(f"{name} does not lie within the {seconds:g} s of {of}")


def _check_cuts(truth: Mapping[str, Any], seconds: float) -> None:
    cuts = truth.get("identity_cuts") or []
    plain = isinstance(cuts, list) and all(isinstance(cut, int | float) for cut in cuts)
    if not plain or not all(a < b for a, b in pairwise([0, *cuts, seconds])):
        raise BadLabel("'identity_cuts' is no list of rising seconds within the clip")


def _film_seconds(path: Path) -> float:
    """Return how long a film is by its packets; its first picture must decode."""
    try:
        next(sampled(path, limits=WHOLE_RECORDING))
        return probe(path, limits=WHOLE_RECORDING).seconds
    except (UnreadableMedia, OSError) as error:
        raise BadLabel(f"its film {path.name} cannot be read ({error})") from error
