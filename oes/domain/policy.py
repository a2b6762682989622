"""The rules an attempt is judged by: one frozen value, versioned and kept with every attempt."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any

from oes.domain.program_lists import DEFAULT_SEVERITIES, WEIGHS, ListedProgram, listed_programs
from oes.domain.screen_lists import DEFAULT_SCREEN_WORDS, EXAM_LIST
from oes.domain.tiers import TRACKS


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
    "phone": Weight(10, 0.3, 40),
    "forbidden_software": Weight(15, 0, 40),
    "window_switch": Weight(3, 0.1, 30),
    "looked_away": Weight(1, 0.05, 15),
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a measure becomes an observation, and observations an episode. Units are in the names."""

    face_score: float = 0.6
    weak_face_score: float = 0.3
    """A lowered or turned head scores little: from here on it counts next to a frame with a face."""
    face_least_share: float = 0.35
    """The student's face has at least this share of its usual width: people behind do not stand in."""
    second_face_score: float = 0.6
    second_face_least_share: float = 0.25
    """A second face with landmarks counts from this share of the main face's width on."""
    second_head_score: float = 0.85
    second_head_least_share: float = 0.45
    """Without landmarks (a profile, the back of a head) only a clear and near one counts."""
    second_near_least_share: float = 0.35
    second_far_least_seconds: float = 4.0
    """A face smaller than this share of the main one's width counts only where it stays so long."""
    second_body_score: float = 0.6
    second_body_least_share: float = 0.75
    """Without a face a second body counts that is clear and has this share of the student's width and height."""
    body_score: float = 0.5
    """From here on the object detector's box is a person."""
    background_body_score: float = 0.4
    bent_most_seconds: float = 60.0
    """So long a body without a face may stand in for the student who bent down: then it may be a coat."""
    phone_score: float = 0.42
    phone_weak_score: float = 0.3
    """A phone is found where enough looks score this much; others beside them count from the weak score on."""
    book_score: float = 0.4
    book_weak_score: float = 0.25
    thing_least_looks: int = 2
    same_person_cosine: float = 0.36
    other_person_cosine: float = 0.30
    other_person_ratio: float = 0.55
    other_person_cosine_most: float = 0.42
    """Another person lies below other_person_cosine, or, where the reference fits the student well, below
    this ratio of the student's usual cosine, at most other_person_cosine_most."""
    substitution_least_frames: int = 3
    compared_yaw_degrees: float = 35.0
    turned_yaw_degrees: float = 30.0
    turned_pitch_degrees: float = 25.0
    turned_presence: float = 0.5
    dark_brightness: float = 35.0
    black_brightness: float = 12.0
    """Faces are found and compared well down to about 15 (mean luma); below this nothing is."""
    blocked_contrast: float = 8.0
    blocked_detail: float = 0.6
    frozen_change_brightness: float = 4.0
    frozen_change_share: float = 0.13
    """A frozen picture's blocks vary by no more levels than this, and no more than this share of its contrast. Measured
    over 9 s of VP8: frozen up to 3 levels and 0.07 (at 60 kbit/s 5 and 0.14), the stillest sitter 16 and 0.45."""
    frozen_motion_share: float = 0.022
    """Its median motion is at most this share: frozen up to 0.017 (at 60 kbit/s 0.026), the stillest sitter 0.043."""
    frozen_seconds: float = 8.0
    loop_seconds: float = 20.0
    loop_ratio: float = 0.5
    loop_cosine: float = 0.7
    """So many seconds repeat earlier ones if they differ from them by at most this share of their own movement, and
    move alike. Films shown again: 0 to 0.45 and 0.72 to 1, people: from 0.79 on and up to 0.58."""
    border_score: float = 0.7
    """Lines beside the face: rooms reach 0.6, seldom 0.9; every second print 0.7 (NUAA: 0 of 144 live frames)."""
    border_seconds: float = 24.0
    border_least_frames: int = 4
    border_moved_share: float = 0.15
    """The face moves sideways by this share of its width (standard deviation over `border_seconds`)."""
    border_slip_share: float = 0.08
    """Lines move with a face if they stay beside it to this share of its width: a print 0.02, a room all it moved."""
    shown_screen_score: float = 0.5
    shown_least_seconds: float = 5.0
    missed_face_seconds: float = 2.5
    """So long a face may be missed between two at the same place, if the picture hardly moved."""
    moved_motion: float = 10.0
    """Somebody who leaves or comes changes the luma by more than this on average (0..255)."""
    challenge_step_seconds: float = 4.0
    challenge_turn_degrees: float = 20.0
    """From the student's own straight look. A moved, tilted or bent print comes to 17; rolled to half a tube, to 33."""
    challenge_relief_ratio: float = 0.035
    """Of the distance of the eyes. A head that turns by 20 degrees has 0.043 and more."""
    challenge_closed_ratio: float = 0.5
    """Lids are closed below this share of their own opening; those of a print stay above 0.65."""
    absent_least_seconds: float = 1.5
    second_least_seconds: float = 1.5
    thing_least_seconds: float = 1.5
    background_least_seconds: float = 3.0
    substitution_least_seconds: float = 3.0
    turned_least_seconds: float = 3.0
    window_least_seconds: float = 1.0
    blocked_least_seconds: float = 3.0
    dark_least_seconds: float = 10.0
    speech_score: float = 0.6
    speech_kept_score: float = 0.5
    """A voice is heard from speech_score on and goes on for as long as this is reached."""
    speech_tail_seconds: float = 0.1
    """So long the network holds on to a word that has ended (0.12 s in the middle on labelled speech)."""
    speech_pause_seconds: float = 0.3
    speech_word_seconds: float = 0.25
    speech_least_seconds: float = 1.0
    uniform_contrast: float = 3.0
    """A screen of one colour, or black, has less deviation of luma."""
    uniform_least_seconds: float = 30.0
    messenger_least_words: int = 1
    remote_control_least_words: int = 1
    """So many entries of the list must stand on the screen at once."""
    words_least_seconds: float = 1.0
    exam_hidden_least_seconds: float = 10.0
    join_gap_seconds: float = 2.0


class ProgramUse(StrEnum):
    """Whether students are asked for a program beside the recorder's page. Keys are stored: they never change.

    REQUIRED: no attempt begins without it. OPTIONAL: it is asked for, and the exam goes on without it.
    """

    OFF = "off"
    OPTIONAL = "optional"
    REQUIRED = "required"


class ServerTime(StrEnum):
    """What becomes of minutes that a student lost to our own server. Keys are stored: they never change.

    OFFER: staff are told and may give them back while the attempt runs. GIVE: they are given by themselves.
    """

    OFF = "off"
    OFFER = "offer"
    GIVE = "give"


class Biometrics(StrEnum):
    """Whether a program compares faces. Keys are stored: they never change.

    ON: it does. CHOICE: the student says so before each attempt. OFF: no numbers of a face are computed anywhere, and a
    person compares the pictures.
    """

    ON = "on"
    CHOICE = "choice"
    OFF = "off"

    def holds(self, chosen: bool | None) -> bool:
        """Return whether faces are compared in an attempt; `chosen` is the student's answer where one was asked for."""
        return self == Biometrics.ON or (self == Biometrics.CHOICE and chosen is True)


class FindingsAfter(StrEnum):
    """When a student sees after the exam what was found, where `show_reasons` lets them at all."""

    ANALYSIS = "analysis"
    VERDICT = "verdict"


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything an institution may set. `weights` name only kinds that may lower trust."""

    grace_seconds: float = 180.0
    minimum_seconds: float = 180.0
    coverage_minimum: float = 0.8
    tiers: tuple[str, ...] = ("A", "B", "C")
    """Allowed tiers of `domain.tiers`. S comes from the exam: Safe Exam Browser is chosen there."""
    camera_frames_per_second: int = 10
    camera_kbps: int = 160
    sound_kbps: int = 24
    judge_speech: bool = False
    """Whether a program listens to the recorded sound for speech. Without it sound is kept and not measured."""
    screen_kbps: int = 64
    segment_seconds: float = 8.0
    random_checks: int = 3
    biometrics: str = Biometrics.ON
    """Whether a program compares faces, a person does, or the student chooses."""
    challenge_at_start: bool = True
    """Ask the student to turn the head and blink before "OK"."""
    random_challenges: int = 0
    """The same while the exam runs; whoever does not see the recorder's tab then is not marked."""
    silent_minutes: float = 15.0
    server_time: str = ServerTime.OFFER
    show_counter: bool = True
    most_violations: int = 0
    """The number of violations that a student is told as the maximum; 0 states none. Nothing ends at it."""
    show_reasons: bool = True
    """Whether the counter names the newest violations, each with its caption and time."""
    findings_after: str = FindingsAfter.ANALYSIS
    """When the student's own page shows what was found; never where `show_reasons` is off."""
    report_domains: tuple[str, ...] = ()
    """Domains that a photo report may be mailed to; empty allows none."""
    screen_words: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(DEFAULT_SCREEN_WORDS))
    """Entries that the screen is searched for, by the kind that they show. Read text is never kept."""
    exam_words: tuple[str, ...] = ()
    """The exam's host or title in Latin letters; one of them must stay on the screen. Empty: nobody looks."""
    extension: str = ProgramUse.OFF
    """Whether the browser extension is asked for. Only "required" refuses an exam without it."""
    exam_hosts: tuple[str, ...] = ()
    """Hosts beside the exam's own that the extension takes for the exam, such as a sign-in page. Compared whole."""
    guard: str = ProgramUse.OFF
    """Whether the student starts the desktop guard."""
    forbidden_programs: Mapping[str, str] = field(default_factory=lambda: dict(DEFAULT_SEVERITIES))
    """By list of `domain.program_lists`: off, informative or weighs."""
    own_programs: tuple[str, ...] = ()
    """The institution's own entries: "Name: process, process", or one process."""
    keep_media_days: int = 180
    """Days after the end of an attempt; see `domain.retention`. Of photos after the student's last attempt."""
    keep_measures_days: int = 180
    keep_events_days: int = 365
    keep_pictures_days: int = 365
    keep_results_days: int = 1825
    keep_photos_days: int = 365
    weights: Mapping[str, Weight] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    thresholds: Thresholds = field(default_factory=Thresholds)

    @property
    def listens(self) -> bool:
        """Whether sound is recorded and listened to."""
        return self.judge_speech and self.sound_kbps > 0

    def read_words(self) -> dict[str, tuple[str, ...]]:
        """Return all lists that the screen is searched for."""
        return {**self.screen_words, EXAM_LIST: self.exam_words}

    def listed_programs(self) -> list[ListedProgram]:
        """Return the programs that the guard looks for."""
        return listed_programs(self.forbidden_programs, self.own_programs) if self.guard != ProgramUse.OFF else []

    def program_weighs(self, program: ListedProgram) -> bool:
        """Return whether a listed program is a violation that weighs, or informs only."""
        return self.forbidden_programs.get(program.key) == WEIGHS

    def required_tracks(self, tier: str) -> tuple[str, ...]:
        """Return the tracks whose coverage is asked for in this tier."""
        return TRACKS[tier]


_LISTS = ("tiers", "report_domains", "exam_words", "exam_hosts", "own_programs")


def policy_to_dict(policy: Policy) -> dict[str, Any]:
    """Return plain data for storage; `policy_from_dict` reads it back to an equal policy."""
    data = asdict(policy)
    words = {kind: list(entries) for kind, entries in policy.screen_words.items()}
    return {**data, **{name: list(getattr(policy, name)) for name in _LISTS}, "screen_words": words}


def policy_from_dict(data: Mapping[str, Any]) -> Policy:
    """Read stored rules. Unknown keys are refused (ValueError), missing ones take the default.

    A threshold that no detector reads any more is passed over: old versions must stay readable.
    """
    known = {f.name for f in fields(Policy)}
    unknown = set(data) - known
    if unknown:
        raise ValueError(f"unknown policy fields: {', '.join(sorted(unknown))}")
    values = dict(data)
    if "weights" in values:
        values["weights"] = {kind: Weight(**w) for kind, w in values["weights"].items()}
    if "thresholds" in values:
        still_known = {f.name for f in fields(Thresholds)}
        values["thresholds"] = Thresholds(**{k: v for k, v in values["thresholds"].items() if k in still_known})
    if "screen_words" in values:
        values["screen_words"] = {kind: tuple(entries) for kind, entries in values["screen_words"].items()}
    for name in _LISTS:
        if name in values:
            values[name] = tuple(values[name])
    return Policy(**values)
