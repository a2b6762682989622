"""System calls that a confined process has no use for: network, programs, other processes, changes of files.

A seccomp filter, written out by hand since no library is needed for it (kernel: Documentation/userspace-api/
seccomp_filter.rst). A refused call answers EPERM; clone3 answers ENOSYS, so that the C library falls back to clone,
whose flags a filter can read.
"""

import ctypes
import errno
import os
import struct
import sys

ARCHITECTURES = {"x86_64": (0xC000003E, 0, 317), "aarch64": (0xC00000B7, 1, 277)}
"""Name of the machine: the kernel's number for it, the column in the tables below, the number of seccomp()."""
NEVER = {
    "execve": (59, 221), "execveat": (322, 281), "fork": (57, None), "vfork": (58, None),
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201), "accept": (43, 202),
    "accept4": (288, 242), "ptrace": (101, 117), "kill": (62, 129), "tkill": (200, 130),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424), "pidfd_getfd": (438, 438), "io_uring_setup": (425, 425), "bpf": (321, 280),
    "userfaultfd": (323, 282), "perf_event_open": (298, 241), "unshare": (272, 97), "setns": (308, 268),
    "mount": (165, 40), "init_module": (175, 105), "finit_module": (313, 273), "keyctl": (250, 219),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
}  # fmt: skip
FILES = {
    "creat": (85, None), "openat2": (437, 437), "unlink": (87, None), "unlinkat": (263, 35), "rename": (82, None),
    "renameat": (264, 38), "renameat2": (316, 276), "truncate": (76, 45), "rmdir": (84, None), "mkdir": (83, None),
    "mkdirat": (258, 34), "link": (86, None), "linkat": (265, 37), "symlink": (88, None), "symlinkat": (266, 36),
    "chmod": (90, None), "fchmodat": (268, 53), "chown": (92, None), "fchownat": (260, 54), "setxattr": (188, 5),
    "fchmod": (91, 52), "fchmodat2": (452, 452), "fchown": (93, 55), "lchown": (94, None), "mknod": (133, None),
    "mknodat": (259, 33), "utime": (132, None), "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88),
    "lsetxattr": (189, 6), "fsetxattr": (190, 7), "removexattr": (197, 14), "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
}  # fmt: skip
TGKILL, PRLIMIT = (234, 131), (302, 261)
"""A process ends itself by the first and sets its own limits by the second: with its own number, or 0."""
CLONE, CLONE3 = (56, 220), (435, 435)
OPEN, OPENAT = (2, None), (257, 56)
CLONE_THREAD = 0x00010000
CHANGES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
PR_SET_NO_NEW_PRIVS, SET_MODE_FILTER, ALL_THREADS = 38, 1, 1
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
LOAD, EQUAL, GREATER_EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER_AT, MACHINE_AT, ARGUMENTS_AT = 0, 4, 16
OTHER_TABLE = 0x40000000
"""From here on the numbers of x86_64 are those of its 32-bit table."""

Line = tuple[int, int, int, int]
"""One instruction: code, lines to skip when true, when false, operand."""


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("lines", ctypes.c_void_p)]


def refuse_calls(*, files: bool) -> bool:
    """Refuse these calls for all threads of this process, for ever; `files`: changes of files too.

    Return False where this machine or kernel has no such filter.
    """
    machine = ARCHITECTURES.get(os.uname().machine)
    if machine is None or not sys.platform.startswith("linux"):
        return False
    lines = filter_of(machine, files=files)
    code = b"".join(struct.pack("HBBI", *line) for line in lines)
    held = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(lines), ctypes.cast(held, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return bool(libc.syscall(machine[2], SET_MODE_FILTER, ALL_THREADS, ctypes.byref(program)) == 0)


def filter_of(machine: tuple[int, int, int], *, files: bool) -> list[Line]:
    """Return the filter for a machine, a row of `ARCHITECTURES`."""
    known, column, _ = machine
    refused = [(LOAD, 0, 0, MACHINE_AT), (EQUAL, 1, 0, known), _answer(errno.EPERM), (LOAD, 0, 0, NUMBER_AT)]
    refused += [(GREATER_EQUAL, 0, 1, OTHER_TABLE), _answer(errno.EPERM)]
    for numbers in (*NEVER.values(), *(FILES.values() if files else ())):
        refused += _if_number(numbers[column], [_answer(errno.EPERM)])
    for numbers in (TGKILL, PRLIMIT):
        refused += _if_number(numbers[column], _own_only())
    refused += _if_number(CLONE3[column], [_answer(errno.ENOSYS)])
    refused += _if_number(CLONE[column], _by_flags(0, CLONE_THREAD, wanted=True))
    for numbers, place in ((OPEN, 1), (OPENAT, 2)) if files else ():
        refused += _if_number(numbers[column], _by_flags(place, CHANGES, wanted=False))
    return [*refused, (RETURN, 0, 0, ALLOW)]


def _if_number(number: int | None, then: list[Line]) -> list[Line]:
    """Return lines that run `then`, which ends in an answer, for one call."""
    return [] if number is None else [(EQUAL, 0, len(then), number), *then]


def _own_only() -> list[Line]:
    """Return lines that allow a call whose first argument is this process's own number, or 0."""
    load, allow = (LOAD, 0, 0, ARGUMENTS_AT), (RETURN, 0, 0, ALLOW)
    return [load, (EQUAL, 1, 0, 0), (EQUAL, 0, 1, os.getpid()), allow, _answer(errno.EPERM)]


def _by_flags(argument: int, flags: int, *, wanted: bool) -> list[Line]:
    """Return lines that allow a call whose argument has one of the flags (`wanted`), or none of them."""
    skip = (0, 1) if wanted else (1, 0)
    allow, refuse = (RETURN, 0, 0, ALLOW), _answer(errno.EPERM)
    return [(LOAD, 0, 0, ARGUMENTS_AT + 8 * argument), (ANY_BIT, *skip, flags), allow, refuse]


def _answer(number: int) -> Line:
    return RETURN, 0, 0, REFUSE | number
