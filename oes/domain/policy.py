"""The rules an attempt is judged by: one frozen value, versioned and kept with every attempt."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Weight:
    """Deduction in points of trust: per episode, per second of it, and at most per attempt."""

    per_event: float
    per_second: float
    cap: float


DEFAULT_WEIGHTS: dict[str, Weight] = {
    "nobody_in_frame": Weight(3, 0.2, 40),
    "second_person": Weight(8, 0.3, 50),
    "substitution": Weight(25, 0.5, 100),
    "window_switch": Weight(3, 0.1, 30),
    "looked_away": Weight(1, 0.05, 15),
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a measure becomes an observation, and observations an episode. Units are in the names."""

    face_score: float = 0.6
    second_face_score: float = 0.7
    second_face_least_share: float = 0.25
    """A second face counts from this share of the main face's width on: people far behind do not."""
    same_person_cosine: float = 0.36
    other_person_cosine: float = 0.25
    turned_yaw_degrees: float = 30.0
    turned_pitch_degrees: float = 25.0
    turned_presence: float = 0.5
    dark_brightness: float = 35.0
    blocked_contrast: float = 6.0
    frozen_motion: float = 0.05
    frozen_seconds: float = 20.0
    absent_least_seconds: float = 2.0
    second_least_seconds: float = 2.0
    substitution_least_seconds: float = 3.0
    turned_least_seconds: float = 3.0
    window_least_seconds: float = 1.0
    blocked_least_seconds: float = 3.0
    dark_least_seconds: float = 10.0
    join_gap_seconds: float = 2.0


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything an institution may set. `weights` name only kinds that may lower trust."""

    grace_seconds: float = 180.0
    minimum_seconds: float = 180.0
    coverage_minimum: float = 0.8
    tiers: tuple[str, ...] = ("A", "B")
    """Allowed tiers: A camera and screen, B camera only (phones and tablets)."""
    camera_frames_per_second: int = 10
    camera_kbps: int = 160
    sound_kbps: int = 24
    screen_kbps: int = 64
    segment_seconds: float = 8.0
    random_checks: int = 3
    silent_minutes: float = 15.0
    show_counter: bool = True
    report_domains: tuple[str, ...] = ()
    """Domains that a photo report may be mailed to; empty allows none."""
    weights: Mapping[str, Weight] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    thresholds: Thresholds = field(default_factory=Thresholds)

    def required_tracks(self, tier: str) -> tuple[str, ...]:
        """Return the tracks whose coverage is asked for in this tier."""
        return ("camera", "screen") if tier == "A" else ("camera",)


def policy_to_dict(policy: Policy) -> dict[str, Any]:
    """Return plain data for storage; `policy_from_dict` reads it back to an equal policy."""
    data = asdict(policy)
    return {**data, "tiers": list(policy.tiers), "report_domains": list(policy.report_domains)}


def policy_from_dict(data: Mapping[str, Any]) -> Policy:
    """Read stored rules. Unknown keys are refused (ValueError), missing ones take the default."""
    known = {f.name for f in fields(Policy)}
    unknown = set(data) - known
    if unknown:
        raise ValueError(f"unknown policy fields: {', '.join(sorted(unknown))}")
    values = dict(data)
    if "weights" in values:
        values["weights"] = {kind: Weight(**w) for kind, w in values["weights"].items()}
    if "thresholds" in values:
        values["thresholds"] = Thresholds(**values["thresholds"])
    for name in ("tiers", "report_domains"):
        if name in values:
            values[name] = tuple(values[name])
    return Policy(**values)
