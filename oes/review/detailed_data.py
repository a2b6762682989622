"""What the report's scripts are given: the rows as plain data, and every word they show."""

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from oes.recordings.playback import PlayedTrack
from oes.review.detailed_queries import Report


def report_data(report: Report) -> dict[str, Any]:
    """Return the report as the page's data and as the poll's answer."""
    attempt, tracks = report.attempt, {track.kind: track for track in report.tracks}
    return {
        "state": attempt.state,
        "running": attempt.is_running,
        "final": report.trust_final,
        "duration_seconds": report.duration_seconds,
        "grace_seconds": report.grace_seconds,
        "trust": {
            "state": report.trust_state,
            "percent": report.trust.percent,
            "coverage": report.coverage_percent,
        },
        "violations": [asdict(violation) for violation in report.violations],
        "gaps": [asdict(gap) for gap in report.gaps],
        "checks": [asdict(pin) for pin in report.pins],
        "segments": {kind: [asdict(source) for source in track.segments] for kind, track in tracks.items()},
        "parts": {kind: _parts(track) for kind, track in tracks.items()},
    }


def _parts(track: PlayedTrack) -> list[dict[str, Any]]:
    return [asdict(source) for source in track.parts]


def strings() -> dict[str, str]:
    """Return the words of the scripts. {names} in braces are filled in by them."""
    return {
        "gap": _("No recording: {reason}"),
        "gap_unknown": _("No recording at this moment"),
        "not_yet": _("Not received yet"),
        "before": _("The recording begins later"),
        "after": _("The recording has ended"),
        "none": _("Nothing was recorded by this source"),
        "loading": _("Loading…"),
        "error_file": _("The recording could not be loaded. Check the connection and press “Try again”."),
        "error_format": _("This browser cannot play the recording. Use a current Chrome, Edge or Firefox."),
        "error_expired": _("The link to the recording has expired. Press “Try again”."),
        "offline": _("The connection was lost: the page shows what it knew at {time}."),
        "live_edge": _("Live"),
        "grace": _("First minutes: shown, but without weight"),
        "play": _("Play"),
        "pause": _("Pause"),
        "tour": _("Violations: {count}, about {time} at {rate}×"),
        "tour_none": _("No violations to play"),
        "tour_on": _("Violation {number} of {count}"),
        "tour_done": _("All violations were played."),
        "seconds": _("{n} s"),
        "minutes": _("{m} min {s} s"),
        "stepping": _("still pictures at this speed"),
        "here": _("{caption}, {start} – {end}"),
        "track_camera": _("Web camera"),
        "track_screen": _("Screen"),
    }
