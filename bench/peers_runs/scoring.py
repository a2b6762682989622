"""Counts of faces and decisions against the labels: pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bench.accuracy.rows import COMPOSED, REAL
from bench.peers_runs.material import Material

Part = dict[str, int]
"""{"found": how many of them, "of": how many there are}"""


def scored(told: Mapping[str, Any], material: Material) -> dict[str, Part | None]:
    """Return the parts of what one system's script told. Those on pairs are None where it recognises nobody."""
    seen = [
        (truth, count)
        for film, counts in zip(material.truths, told["faces"], strict=True)
        for truth, count in zip(film, counts, strict=True)
    ]
    parts: dict[str, Part | None] = {
        "found_real": _part(n > 0 for t, n in seen if t.kind == REAL and t.anybody),
        "found_composed": _part(n > 0 for t, n in seen if t.kind == COMPOSED and t.anybody),
        "false_in_empty": _part(n > 0 for t, n in seen if t.anybody is False),
        "second_found": _part(n > 1 for t, n in seen if t.second),
        "second_false": _part(n > 1 for t, n in seen if t.second is False),
    }
    return parts | _stills(told["stills"], material.stills) | _pairs(material.same, told["same"])


def _stills(counts: Sequence[int], stills: Mapping[str, Sequence[str]]) -> dict[str, Part | None]:
    kinds = [kind for kind, paths in stills.items() for _ in paths]
    told = list(zip(kinds, counts, strict=True)) if counts else []
    return {f"found_{kind}": _part(n > 0 for its, n in told if its == kind) for kind in stills}


def _pairs(same: Sequence[bool], told: Sequence[Any] | None) -> dict[str, Part | None]:
    if told is None or not same:
        return dict.fromkeys(("pairs_right", "pairs_open", "called_two", "called_one"))
    answers = list(zip(same, told, strict=True))
    return {
        "pairs_right": _part(answer is one for one, answer in answers),
        "pairs_open": _part(answer is None for _, answer in answers),
        "called_two": _part(answer is False for one, answer in answers if one),
        "called_one": _part(answer is True for one, answer in answers if not one),
    }


def share(part: Part | None) -> float | None:
    """Return found / of, or None where there is nothing to find."""
    return part["found"] / part["of"] if part and part["of"] else None


def ratio(value: float | None, ours: float | None) -> float | None:
    return value / ours if value is not None and ours else None


def _part(answers: Iterable[bool]) -> Part:
    counted = list(answers)
    return {"found": sum(counted), "of": len(counted)}
