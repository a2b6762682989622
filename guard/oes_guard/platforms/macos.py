"""macOS: programs by psutil. Which one is in front is asked of nobody: that would need the student's leave."""

import subprocess

from oes_guard.matching import Process
from oes_guard.platforms import posix


class MacOS:
    """A Mac. Not tested on one yet."""

    key = "macos"
    tells_foreground = False

    def processes(self) -> list[Process]:
        return posix.processes()

    def foreground(self) -> Process | None:
        return None

    def screens(self) -> int | None:
        return None

    def virtual_machine(self) -> str:
        """Ask the kernel whether a hypervisor carries it."""
        try:
            asked = subprocess.run(
                ["/usr/sbin/sysctl", "-n", "kern.hv_vmm_present"],
                capture_output=True,
                text=True,
                timeout=5,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return "hypervisor" if asked.stdout.strip() == "1" else ""
