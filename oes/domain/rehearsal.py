"""What a rehearsal showed, and what follows: which tier, which level, what to do about each problem."""

from dataclasses import dataclass
from enum import StrEnum

from oes.domain.bitrates import low, normal
from oes.domain.policy import Policy
from oes.domain.tiers import Tier

SPARE = 1.25
"""A line carries a level when it has a quarter more than the level asks for."""
LATE_SECONDS = 24.0
"""So late the oldest segment may be at the end; the recorder lowers its bitrate at the same limit."""
SMOOTH_SHARE = 0.8
HALTING_SHARE = 0.5
"""Shares of the asked frames a second: from the first on smooth, below the second too few to judge by."""
WEAK_FRAMES_PER_SECOND = 3.0
"""Below it a computer is too slow for video; a picture a second it can take. Poor light slows cameras to 5 or 7."""
BATTERY_LOW, BATTERY_SHORT = 20, 60
"""Percent without a charger: below the first it ends within the exam, below the second it may."""
SHARED = ("monitor", "unverified")


class Level(StrEnum):
    """How much is recorded: as the policy says, or as little as can still be judged."""

    NORMAL = "normal"
    LOW = "low"


class State(StrEnum):
    """Of one line of the result: all is well, good to know, something must be done."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Measured:
    """What page and server measured. None: this browser does not tell."""

    seconds: float
    stored_seconds: float
    """Seconds of the camera that reached the server."""
    late_seconds: float
    """How long the oldest segment waited for the line when recording ended."""
    upload_kbps: float | None = None
    frames_per_second: float | None = None
    battery_percent: int | None = None
    charging: bool | None = None
    wake_lock: bool | None = None
    camera: bool = True
    sound: bool = False
    screen: str = ""
    """What was shared: monitor, window, browser, unverified; denied; unsupported; "" when it was left out."""
    local_store: bool = True
    face_problems: tuple[str, ...] | None = None
    """The server's answer to the picture; None when there was none."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the result; `key` names its sentence, `value` is the number in it."""

    part: str
    key: str
    state: State
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """`tier` is None where no exam of these rules can be sat with this device."""

    tier: Tier | None
    level: Level
    findings: tuple[Finding, ...]

    @property
    def ready(self) -> bool:
        """Return whether nothing has to be done before the exam."""
        return self.tier is not None and all(f.state != State.BAD for f in self.findings)


def outcome(measured: Measured, policy: Policy, *, pictures: bool = False) -> Outcome:
    """Judge a rehearsal by these rules. The order of the findings is that of the page.

    `pictures`: the browser took one a second, since it cannot record video.
    """
    tier = _tier(measured, policy, pictures)
    level, line = _line(measured, policy, screen=tier == Tier.CAMERA_AND_SCREEN)
    found = [
        _camera(measured, policy),
        _face(measured.face_problems),
        *_sound(measured, policy),
        _screen(measured, tier),
        line,
        *_device(measured),
    ]
    return Outcome(tier, level, tuple(found))


def _tier(measured: Measured, policy: Policy, pictures: bool) -> Tier | None:
    if not measured.camera:
        return None
    if pictures:
        return Tier.STILLS if Tier.STILLS in policy.tiers else None
    if _too_weak(measured, policy):
        return Tier.STILLS
    if measured.screen in SHARED and Tier.CAMERA_AND_SCREEN in policy.tiers:
        return Tier.CAMERA_AND_SCREEN
    return Tier.CAMERA if Tier.CAMERA in policy.tiers else None


def _too_weak(measured: Measured, policy: Policy) -> bool:
    """Return whether pictures take the place of a video that hardly moves, where the rules allow them."""
    frames = measured.frames_per_second
    return frames is not None and frames < WEAK_FRAMES_PER_SECOND and Tier.STILLS in policy.tiers


def _line(measured: Measured, policy: Policy, *, screen: bool) -> tuple[Level, Finding]:
    kbps = measured.upload_kbps
    if kbps is None or measured.stored_seconds <= 0:
        return Level.LOW, Finding("line", "line_nothing", State.BAD)
    behind = measured.late_seconds > LATE_SECONDS
    if kbps >= SPARE * normal(policy).needed(screen=screen, sound=measured.sound) and not behind:
        return Level.NORMAL, Finding("line", "line_good", State.GOOD, kbps)
    if kbps >= SPARE * low(policy).needed(screen=screen):
        return Level.LOW, Finding("line", "line_low", State.NOTE, kbps)
    return Level.LOW, Finding("line", "line_slow", State.BAD, kbps)


def _camera(measured: Measured, policy: Policy) -> Finding:
    if not measured.camera:
        return Finding("camera", "camera_missing", State.BAD)
    frames = measured.frames_per_second
    if frames is None:
        return Finding("camera", "camera_works", State.GOOD)
    if _too_weak(measured, policy):
        return Finding("camera", "camera_weak", State.NOTE, frames)
    share = frames / policy.camera_frames_per_second
    if share >= SMOOTH_SHARE:
        return Finding("camera", "camera_smooth", State.GOOD, frames)
    halting = share >= HALTING_SHARE
    return Finding(
        "camera", "camera_halting" if halting else "camera_too_slow", State.NOTE if halting else State.BAD, frames
    )


def _face(problems: tuple[str, ...] | None) -> Finding:
    if problems is None:
        return Finding("face", "face_unknown", State.NOTE)
    return Finding("face", f"face_{problems[0]}", State.BAD) if problems else Finding("face", "face_good", State.GOOD)


def _sound(measured: Measured, policy: Policy) -> list[Finding]:
    if not policy.sound_kbps:
        return []
    return [
        Finding("sound", "sound_good", State.GOOD) if measured.sound else Finding("sound", "sound_none", State.NOTE)
    ]


def _screen(measured: Measured, tier: Tier | None) -> Finding:
    if measured.screen in SHARED:
        return Finding("screen", f"screen_{measured.screen}", State.GOOD)
    if measured.screen == "unsupported":
        return Finding("screen", "screen_unsupported" if tier else "screen_needed", State.NOTE if tier else State.BAD)
    return Finding("screen", "screen_not_shared", State.BAD)


def _device(measured: Measured) -> list[Finding]:
    found = [*_battery(measured)]
    if measured.wake_lock is not None:
        awake = measured.wake_lock
        found.append(Finding("awake", "awake_good" if awake else "awake_not", State.GOOD if awake else State.NOTE))
    else:
        found.append(Finding("awake", "awake_not", State.NOTE))
    if not measured.local_store:
        found.append(Finding("store", "store_none", State.NOTE))
    return found


def _battery(measured: Measured) -> list[Finding]:
    percent = measured.battery_percent
    if percent is None or measured.charging is None:
        return []
    if measured.charging:
        return [Finding("battery", "battery_charging", State.GOOD, percent)]
    if percent < BATTERY_LOW:
        return [Finding("battery", "battery_low", State.BAD, percent)]
    if percent < BATTERY_SHORT:
        return [Finding("battery", "battery_short", State.NOTE, percent)]
    return [Finding("battery", "battery_full", State.GOOD, percent)]
