"""Stored rows of an attempt as the values that the pure rules take, and their episodes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from oes.analysis.columns import fingerprint_of, from_columns, sound_from_column
from oes.analysis.detectors import BaselinePose, baseline_pose, camera_episodes
from oes.analysis.detectors.looked_away import BASELINE_LEAST_FRAMES
from oes.analysis.detectors.speech import speech_episodes
from oes.analysis.facts import STEP_SECONDS
from oes.analysis.models import ObservationSet
from oes.analysis.services import latest_sets
from oes.attempts.models import Attempt
from oes.domain.accommodation import granted_spans
from oes.domain.cameras import NamedCamera, program_episodes
from oes.domain.measures import FrameMeasures, SoundMeasures
from oes.domain.observations import Episode
from oes.domain.page_facts import page_fact_episodes
from oes.domain.policy import Policy, ProgramUse, Thresholds
from oes.domain.silence import silent_episodes
from oes.domain.spans import Span
from oes.domain.timeline import Fault, KnownBy
from oes.domain.trust import judged_seconds
from oes.domain.window import WindowEvent, switch_episodes
from oes.recordings.clocks import Clocks, clocks_of
from oes.recordings.models import EXAM_TRACKS, ClientEvent, Segment, TrackKind
from oes.violations.absences import absences_of
from oes.violations.challenges import failed_challenges, without_what_was_asked
from oes.violations.faults import faults_of, possible
from oes.violations.guard_rules import guard_found
from oes.violations.screen_rules import screen_found

DECODED_SLACK_SECONDS = 1.0
"""A recorder that is stopped loses its last frames."""
WINDOW_SOURCES = (ClientEvent.Source.EMBED, ClientEvent.Source.EXTENSION, ClientEvent.Source.GUARD)
"""Whoever can see that the exam's window is left. The recorder cannot: the exam is in another tab."""
BLOCKED = {TrackKind.CAMERA.value: "camera_blocked", TrackKind.SCREEN.value: "screen_blocked"}
LATE_RETURN = "late_return"
"""The reason of a gap: the granted time of a break was over, and the student not back."""
EARLIER_ATTEMPTS = 3
"""So many earlier attempts of the student are searched for a film that is shown again."""


@dataclass(frozen=True, slots=True)
class Material:
    """All that an attempt's trust depends on. Times are on the attempt's clock."""

    elapsed_seconds: float
    """How long the attempt has lasted: violations count up to here."""
    duration_seconds: float
    """Up to where it can be said what is missing: the same once it has ended."""
    recorded: dict[str, list[Span]]
    faults: list[Fault]
    episodes: list[Episode]
    blocked: dict[str, list[Span]]
    """By track, where it showed nothing."""
    pauses: list[Span]
    """Granted ones: nothing is recorded in them, and nothing counts."""
    clocks: Clocks


def material_of(attempt: Attempt, *, elapsed_seconds: float, policy: Policy) -> Material:
    """Read an attempt's rows once and run the detectors. A running one is judged as far as it has arrived."""
    events = list(ClientEvent.objects.filter(attempt=attempt))
    recorded, clocks = recorded_spans(attempt), clocks_of(attempt, events)
    duration_seconds = elapsed_seconds
    if attempt.is_running:
        duration_seconds = judged_seconds(recorded, elapsed_seconds, policy, attempt.tier)
    found = [
        *_camera(attempt, elapsed_seconds, policy),
        *without_what_was_asked(_window(events, elapsed_seconds, policy), attempt),
        *_silence(events, duration_seconds, policy),
        *_programs(events, elapsed_seconds),
        *screen_found(attempt, events, elapsed_seconds, policy),
        *guard_found(events, elapsed_seconds, policy),
    ]
    breaks = [row.value() for row in attempt.pauses.all()]
    pauses = granted_spans(breaks, elapsed_seconds)
    found = [e for e in found if not any(p.start <= e.span.start and e.span.end <= p.end for p in pauses)]
    late = [Fault(row.late(elapsed_seconds), LATE_RETURN, KnownBy.SERVER) for row in breaks]
    faults = [
        *faults_of(possible(events, clocks.started_at), duration_seconds),
        *unreadable_faults(attempt),
        *absences_of(attempt, events, duration_seconds),
        *late,
    ]
    blocked = {track: [e.span for e in found if e.kind == kind] for track, kind in BLOCKED.items()}
    return Material(elapsed_seconds, duration_seconds, recorded, faults, found, blocked, pauses, clocks)


def _camera(attempt: Attempt, elapsed_seconds: float, policy: Policy) -> list[Episode]:
    """Return what camera and sound show, and the movements that were asked for in vain."""
    seen = camera_episodes(
        placed_frames(attempt),
        policy.thresholds,
        step_seconds=STEP_SECONDS,
        baseline=baseline_of(attempt, policy.thresholds),
        earlier=earlier_fingerprints(attempt),
        looks_down=is_on_paper(attempt),
    )
    if policy.listens:
        seen += speech_episodes(placed_sounds(attempt), policy.thresholds)
    inside = Span(0.0, elapsed_seconds)
    told = [*without_what_was_asked(seen, attempt), *failed_challenges(attempt)]
    return [replace(e, span=part) for e in told if (part := e.span.clipped(inside))]


def is_on_paper(attempt: Attempt) -> bool:
    """Return whether the exam is written on paper, which is settled before its tasks are handed out.

    That is said by an app above; only the name of the relation is known here.
    """
    written = getattr(attempt.enrolment.exam, "written", None)
    return bool(written and written.on_paper)


def placed_frames(attempt: Attempt) -> list[FrameMeasures]:
    """Return the measured frames of the camera on the attempt's clock, in order."""
    placed = []
    for row in latest_sets(attempt).defer("embeddings"):
        start = row.segment.started_seconds
        placed += [replace(f, at_seconds=start + f.at_seconds) for f in from_columns(row.frames, b"")]
    return sorted(placed, key=lambda f: f.at_seconds)


def earlier_fingerprints(attempt: Attempt) -> list[list[bytes]] | None:
    """Return what the camera showed in the student's attempts before this one; None while it runs.

    A film is looked for once, at the end: every frame is compared with every other, and a running attempt is judged
    every few seconds.
    """
    if not attempt.has_ended:
        return None
    before = Attempt.objects.real().filter(
        enrolment__student=attempt.enrolment.student, started_at__lt=attempt.started_at
    )
    return [_fingerprints(other) for other in before.order_by("-started_at")[:EARLIER_ATTEMPTS]]


def _fingerprints(attempt: Attempt) -> list[bytes]:
    columns = latest_sets(attempt).values_list("frames__fingerprint", flat=True)
    return [fingerprint for column in columns for text in column or () if (fingerprint := fingerprint_of(text))]


def placed_sounds(attempt: Attempt) -> list[SoundMeasures]:
    """Return the measured sound of the camera on the attempt's clock, in order."""
    rows = latest_sets(attempt).values_list("segment__started_seconds", "frames__sound")
    heard = [(start, sound_from_column(column)) for start, column in rows if column]
    return [replace(sound, at_seconds=start + sound.at_seconds) for start, sound in heard]


def baseline_of(attempt: Attempt, thresholds: Thresholds) -> BaselinePose | None:
    """Return the student's own pose at the device check, or None where too little of it was seen."""
    sets = ObservationSet.objects.filter(
        segment__track__attempt=attempt, segment__track__kind=TrackKind.CHECK_START, revision=1
    )
    frames = [f for row in sets.order_by("segment_id") for f in from_columns(row.frames, b"")]
    posed = [f for f in frames if f.yaw is not None]
    return baseline_pose(posed, thresholds) if len(posed) >= BASELINE_LEAST_FRAMES else None


def recorded_spans(attempt: Attempt) -> dict[str, list[Span]]:
    """Return the seconds of each track that can really be seen.

    The browser's word on a segment's length is not believed for the camera, which always moves: only what was
    decoded counts. (A still screen sends hardly a frame, so there the length is only bounded, at ingest.) The same
    bytes a second time are no recording of other seconds.
    """
    rows = (
        Segment.objects.filter(track__attempt=attempt, track__kind__in=EXAM_TRACKS, observation_sets__revision=1)
        .exclude(analysed_at=None)
        .order_by("pk")
        .values_list("track__kind", "started_seconds", "ended_seconds", "sha256", "observation_sets__duration_seconds")
    )
    spans: dict[str, list[Span]] = defaultdict(list)
    known: set[str] = set()
    for kind, start, end, sha256, decoded in rows:
        if sha256 not in known:
            seen = min(end, start + decoded + DECODED_SLACK_SECONDS) if kind == TrackKind.CAMERA else end
            spans[kind].append(Span(start, seen))
        known.add(sha256)
    return dict(spans)


def unreadable_faults(attempt: Attempt) -> list[Fault]:
    """Return the seconds of segments that were received and cannot be read."""
    rows = Segment.objects.filter(track__attempt=attempt, track__kind__in=EXAM_TRACKS).exclude(unreadable_reason="")
    return [
        Fault(Span(start, end), "unreadable", KnownBy.SERVER)
        for start, end in rows.values_list("started_seconds", "ended_seconds")
    ]


def _programs(events: Sequence[ClientEvent], duration_seconds: float) -> list[Episode]:
    """Return when the camera's name was that of a program, by what the recorder's page told."""
    told = [e for e in events if e.source == ClientEvent.Source.RECORDER and e.kind == "camera_opened"]
    return program_episodes([NamedCamera(e.at_seconds, e.detail) for e in told], end_seconds=duration_seconds)


def _silence(events: Iterable[ClientEvent], duration_seconds: float, policy: Policy) -> list[Episode]:
    source = ClientEvent.Source.EXTENSION
    heard = [e.at_seconds for e in events if e.source == source]
    expected = policy.extension == ProgramUse.REQUIRED
    return silent_episodes(
        heard, kind="extension_silent", source=source.value, end_seconds=duration_seconds, expected=expected
    )


def _window(events: Iterable[ClientEvent], duration_seconds: float, policy: Policy) -> list[Episode]:
    """Return when the exam was left, by all who can tell, and what was copied, pasted or printed in its page."""
    told = [
        WindowEvent(e.at_seconds, e.kind, str(e.run_key), e.source, e.detail)
        for e in events
        if e.source in WINDOW_SOURCES
    ]
    limits = policy.thresholds
    left = switch_episodes(
        told,
        end_seconds=duration_seconds,
        least_seconds=limits.window_least_seconds,
        join_gap_seconds=limits.join_gap_seconds,
    )
    return [*left, *page_fact_episodes(told, end_seconds=duration_seconds)]
