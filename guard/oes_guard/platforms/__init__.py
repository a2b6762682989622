"""What the guard asks of an operating system, and the one that it runs on."""

import sys
from typing import Protocol

from oes_guard.matching import Process


class Platform(Protocol):
    """A system. Each answer is fresh; what a system does not tell is None or empty."""

    key: str
    """windows, linux or macos."""

    def processes(self) -> list[Process]:
        """Return the running programs."""
        ...

    def foreground(self) -> Process | None:
        """Return the program whose window is in front; None where no window is, or nobody can tell."""
        ...

    @property
    def tells_foreground(self) -> bool:
        """Whether this system says which program is in front."""
        ...

    def screens(self) -> int | None:
        """Return the number of screens in use."""
        ...

    def virtual_machine(self) -> str:
        """Return the virtual machine that this computer is, or nothing."""
        ...


class UnsupportedSystem(Exception):
    """The guard does not run here; the message says why."""


def here() -> Platform:
    """Return the system that the guard runs on. UnsupportedSystem where it cannot work."""
    if sys.platform == "win32":
        from oes_guard.platforms.windows import FIRST_VERSION, Win32, Windows

        if sys.getwindowsversion().major < FIRST_VERSION:
            raise UnsupportedSystem("Windows before 10")
        return Windows(Win32())
    if sys.platform == "darwin":
        from oes_guard.platforms.macos import MacOS

        return MacOS()
    if sys.platform.startswith("linux"):
        from oes_guard.platforms.linux import Linux

        return Linux()
    raise UnsupportedSystem(sys.platform)


HYPERVISORS = {
    "virtualbox": "VirtualBox",
    "innotek": "VirtualBox",
    "vmware": "VMware",
    "qemu": "QEMU",
    "kvm": "KVM",
    "xen": "Xen",
    "parallels": "Parallels",
    "bochs": "Bochs",
    "bhyve": "bhyve",
    "virtual machine": "Hyper-V",
}
"""Words of the maker's and model's names that a virtual machine gives itself."""


def hypervisor_in(*names: str) -> str:
    """Return the virtual machine that names of maker and model tell of, or nothing."""
    told = " ".join(names).lower()
    return next((name for word, name in HYPERVISORS.items() if word in told), "")
