"""What can be said of the Mac's part without a Mac: psutil is the same, and the kernel's word is read."""

import os
import subprocess

import pytest

from oes_guard.platforms.macos import MacOS


def test_it_sees_programs_and_says_what_it_cannot_see():
    mac = MacOS()
    assert os.getpid() in {process.pid for process in mac.processes()}
    assert (mac.foreground(), mac.screens(), mac.tells_foreground) == (None, None, False)


@pytest.mark.parametrize(("said", "machine"), [("1\n", "hypervisor"), ("0\n", ""), ("", "")])
def test_the_kernel_says_whether_a_hypervisor_carries_it(monkeypatch, said, machine):
    answer = subprocess.CompletedProcess([], 0, stdout=said)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: answer)
    assert MacOS().virtual_machine() == machine


def test_a_kernel_that_does_not_answer_is_no_virtual_machine(monkeypatch):
    def missing(*_: object, **__: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "run", missing)
    assert MacOS().virtual_machine() == ""
