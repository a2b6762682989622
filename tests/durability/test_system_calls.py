"""The order of system calls of one upload: file synced, renamed, folder synced, row committed, and only then 201."""

import re
import shutil
import subprocess
import time

import psutil
import pytest

from bench.screen import end
from tests.durability.conftest import drawn


def trace(own, client) -> list[str]:
    """Return the traced calls of the server while one segment is put."""
    output = own.folder / "trace.txt"
    watched = "trace=fsync,fdatasync,rename,renameat,renameat2,sendto,sendmsg,write,writev,pwrite64"
    pid = own.running["web"].pid
    children = [str(child.pid) for child in psutil.Process(pid).children()]
    targets = [part for p in (str(pid), *children) for part in ("-p", p)]
    tracer = subprocess.Popen(["strace", "-f", "-y", "-s", "64", "-e", watched, "-o", str(output), *targets])
    try:
        time.sleep(1.5)
        answer = client.put_segment(track="camera", sequence=7, start=0.0, end=2.0, body=drawn(7))
        assert answer.status == 201
        time.sleep(0.5)
    finally:
        end(tracer)
    return output.read_text(errors="replace").splitlines()


def first(lines: list[str], pattern: str, after: int = -1) -> int:
    """Return the place of the first line behind `after` that matches."""
    for place in range(after + 1, len(lines)):
        if re.search(pattern, lines[place]):
            return place
    pytest.fail(f"no call matches {pattern!r} after line {after}:\n" + "\n".join(lines[-60:]))


@pytest.mark.models
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_the_answer_comes_after_file_rename_folder_and_commit(own, client):
    own.serve()
    client.open_run()
    client.ready()
    client.start()
    lines = trace(own, client)
    file_synced = first(lines, r"fsync\(\d+<[^>]*\.part>")
    renamed = first(lines, r"rename\w*\(.*\.part.*camera/1-7-", file_synced)
    folder_synced = first(lines, r"fsync\(\d+<[^>]*/camera>", renamed)
    committed = first(lines, r"f(data)?sync\(\d+<[^>]*oes\.sqlite3-wal>", folder_synced)
    answered = first(lines, r"HTTP/1\.1 201")
    assert file_synced < renamed < folder_synced < committed < answered
