"""How much a recording may weigh, in kbit/s."""

from dataclasses import dataclass

from oes.domain.policy import Policy


@dataclass(frozen=True, slots=True)
class Bitrates:
    """Bitrates of the camera's picture, its sound and the screen."""

    camera_kbps: int
    sound_kbps: int
    screen_kbps: int

    def needed(self, *, screen: bool, sound: bool = True) -> int:
        """Return what a line has to carry for these sources."""
        return self.camera_kbps + (self.sound_kbps if sound else 0) + (self.screen_kbps if screen else 0)


LOW = Bitrates(camera_kbps=60, sound_kbps=0, screen_kbps=30)
"""The level that a recorder falls back to when its uploads fall behind."""


def normal(policy: Policy) -> Bitrates:
    """Return the level that a recording begins with."""
    return Bitrates(policy.camera_kbps, policy.sound_kbps, policy.screen_kbps)


def low(policy: Policy) -> Bitrates:
    """Return the low level: nowhere above the policy's own."""
    return Bitrates(min(LOW.camera_kbps, policy.camera_kbps), LOW.sound_kbps, min(LOW.screen_kbps, policy.screen_kbps))
