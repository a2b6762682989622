"""No program that we start takes the machine for itself: the right to real-time priority is given up first."""

import ctypes
import resource
import sys
from contextlib import suppress

PR_CAPBSET_DROP = 24
CAP_SYS_NICE = 23


def give_up_priority() -> None:
    """Let nothing that this thread starts from now on take real-time priority or put itself before others.

    A browser that root starts gives its sound threads real-time priority; when one of them spins, nothing else runs on
    its core. Without the capability it runs like anybody's browser. This process itself keeps its rights, so call it
    before threads that start programs. It does nothing where the right is missing already, or elsewhere than on Linux.
    Source: prctl(2), capabilities(7) "Capability bounding set", getrlimit(2).
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_SYS_NICE, 0, 0, 0)
    for limit in (resource.RLIMIT_RTPRIO, resource.RLIMIT_NICE):
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (0, 0))
