"""A disk of its own for the tested server, small enough to be filled."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.chaos.inside.apps import RESERVE_FILE

RESERVE_MB = 16
"""Below so much free space the tested server takes nothing more."""
MEGABYTE, PAGE = 1024 * 1024, 4096
FILLER = "filler"


class Disk:
    """`kind`: tmpfs, which is really filled, or reserve, where the server is only told that it has too little left."""

    def __init__(self, folder: Path, *, kind: str, control: Path) -> None:
        self.folder, self.kind, self._control = folder, kind, control

    def fill(self, part: float) -> None:
        """Leave nothing (`part` below 0.5), or less than the reserve."""
        if self.kind == "reserve":
            (self._control / RESERVE_FILE).write_text(str(2**40))
            return
        left = 0 if part < 0.5 else int(RESERVE_MB * MEGABYTE * (part - 0.5))
        with suppress(OSError), (self.folder / FILLER).open("wb") as file:
            step = 64 * MEGABYTE
            while (room := shutil.disk_usage(self.folder).free - left) > 0 and step >= PAGE:
                step = self._grow(file.fileno(), min(step, room))

    def _grow(self, file: int, step: int) -> int:
        """Make the filler so much longer; return how much to try next: others write meanwhile."""
        try:
            os.posix_fallocate(file, os.fstat(file).st_size, step)
        except OSError:
            return step // 2
        return step

    def free(self) -> None:
        (self._control / RESERVE_FILE).unlink(missing_ok=True)
        (self.folder / FILLER).unlink(missing_ok=True)


@contextmanager
def own_disk(folder: Path, *, megabytes: int, control: Path) -> Iterator[Disk]:
    """Mount a small file system in memory on `folder`; where that is not allowed, yield one of kind `reserve`."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = shutil.which("mount")
    done = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if not done or done.returncode:
        yield Disk(folder, kind="reserve", control=control)
        return
    try:
        yield Disk(folder, kind="tmpfs", control=control)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=False)
