"""All screen detectors together: looks of one attempt in, episodes out. Pure; no numpy."""

from collections.abc import Iterable

from oes.analysis.detectors.exam_not_visible import exam_not_visible
from oes.analysis.detectors.messenger import messenger
from oes.analysis.detectors.remote_control import remote_control
from oes.analysis.detectors.screen_blocked import screen_blocked
from oes.analysis.detectors.screen_words import STEP_SECONDS
from oes.domain.measures import ScreenMeasures
from oes.domain.observations import Episode, episodes
from oes.domain.policy import Thresholds


def screen_episodes(looks: Iterable[ScreenMeasures], thresholds: Thresholds) -> list[Episode]:
    """Return the episodes of all kinds that the screen shows, by start. Looks may come in any order."""
    ordered = sorted(looks, key=lambda look: look.at_seconds)
    seen = (
        (remote_control(ordered, thresholds), thresholds.words_least_seconds),
        (messenger(ordered, thresholds), thresholds.words_least_seconds),
        (exam_not_visible(ordered), thresholds.exam_hidden_least_seconds),
        (screen_blocked(ordered, thresholds), thresholds.uniform_least_seconds),
    )
    found = [
        episode
        for observations, least_seconds in seen
        for episode in episodes(
            observations,
            step_seconds=STEP_SECONDS,
            join_gap_seconds=thresholds.join_gap_seconds,
            least_seconds=least_seconds,
            source="screen",
        )
    ]
    return sorted(found, key=lambda episode: (episode.span, episode.kind))
