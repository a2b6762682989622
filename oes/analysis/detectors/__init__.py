"""All camera detectors together: measures of one attempt in, episodes out. Pure."""

from collections.abc import Iterable, Sequence
from functools import partial

from oes.analysis.detectors.background_person import background_person
from oes.analysis.detectors.bodies import bent
from oes.analysis.detectors.camera_blocked import camera_blocked, covered
from oes.analysis.detectors.faces import sitting
from oes.analysis.detectors.forbidden_object import forbidden_object
from oes.analysis.detectors.looked_away import BaselinePose, baseline_pose, looked_away
from oes.analysis.detectors.nobody_in_frame import absent, nobody_in_frame
from oes.analysis.detectors.phone import phone
from oes.analysis.detectors.poor_light import poor_light
from oes.analysis.detectors.presentation_attack import presentation_attack
from oes.analysis.detectors.second_person import second_person
from oes.analysis.detectors.substitution import substitution
from oes.analysis.detectors.virtual_camera import virtual_camera
from oes.domain.measures import FrameMeasures
from oes.domain.observations import Episode, episodes
from oes.domain.policy import Thresholds

__all__ = ["BaselinePose", "baseline_pose", "camera_episodes"]


def camera_episodes(
    frames: Iterable[FrameMeasures],
    thresholds: Thresholds,
    *,
    step_seconds: float = 1.0,
    baseline: BaselinePose | None = None,
    earlier: Sequence[Sequence[bytes]] | None = (),
    looks_down: bool = False,
) -> list[Episode]:
    """Return the episodes of all camera kinds, by start. Frames may come in any order.

    `earlier`: the fingerprints of the student's other attempts, each in its order; None looks for no film at all.
    `looks_down`: the exam is written on paper; a head that is bent over it means nothing, and a body without
    a face for minutes, neither.
    """
    ordered: Sequence[FrameMeasures] = sorted(frames, key=lambda frame: frame.at_seconds)
    joined = partial(episodes, step_seconds=step_seconds, join_gap_seconds=thresholds.join_gap_seconds)
    there = sitting(ordered, thresholds)
    hidden = covered(ordered, there, thresholds)
    bodies = bent(ordered, there, thresholds)
    empty = absent(ordered, there, hidden, thresholds, bent=bodies, looks_down=looks_down)
    seconds = second_person(ordered, there, thresholds, step_seconds=step_seconds)
    found = joined(seconds, least_seconds=thresholds.second_least_seconds)
    repeated = [] if earlier is None else virtual_camera(ordered, earlier, thresholds, step_seconds=step_seconds)
    seen = (
        (nobody_in_frame(ordered, empty), thresholds.absent_least_seconds),
        (background_person(ordered, there, found, thresholds, bent=bodies), thresholds.background_least_seconds),
        (substitution(ordered, there, empty, thresholds), thresholds.substitution_least_seconds),
        (
            looked_away(ordered, there, thresholds, baseline=baseline, looks_down=looks_down),
            thresholds.turned_least_seconds,
        ),
        (phone(ordered, thresholds), thresholds.thing_least_seconds),
        (forbidden_object(ordered, thresholds), thresholds.thing_least_seconds),
        (camera_blocked(ordered, hidden, thresholds), thresholds.blocked_least_seconds),
        (poor_light(ordered, thresholds), thresholds.dark_least_seconds),
        (repeated, thresholds.loop_seconds / 2),
        (presentation_attack(ordered, thresholds), thresholds.shown_least_seconds),
    )
    for observations, least_seconds in seen:
        found += joined(observations, least_seconds=least_seconds)
    return sorted(found, key=lambda episode: (episode.span, episode.kind))
