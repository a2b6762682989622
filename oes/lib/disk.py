"""How much room the disk of recordings has left."""

import shutil
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings

MEGABYTE = 1024 * 1024
SHORT_RESERVES = 3
"""From so many reserves of free space on there is enough; below, an administrator should act before it is used up."""


class DiskLow(Exception):
    """The disk has less free space than its reserve; nothing was written."""


class Level(StrEnum):
    """`short`: recordings are taken, but not for long. `low`: they are put off until there is space again."""

    ENOUGH = "enough"
    SHORT = "short"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Room:
    """Free space and the reserve, both in MB."""

    free: int
    reserve: int

    @property
    def level(self) -> Level:
        """Return what the free space is good for."""
        if self.free < self.reserve:
            return Level.LOW
        return Level.SHORT if self.free < SHORT_RESERVES * self.reserve else Level.ENOUGH


def room() -> Room:
    """Return what is free where recordings are stored. Makes the folder where it is missing."""
    folder = settings.OES_MEDIA_DIR
    folder.mkdir(parents=True, exist_ok=True)
    return Room(shutil.disk_usage(folder).free // MEGABYTE, settings.OES_DISK_RESERVE_MB)


def check_disk() -> None:
    """Raise DiskLow when free space is below the reserve."""
    if room().level is Level.LOW:
        raise DiskLow
