"""The confined process itself: `python -m oes.lib.confined.child MODULE LIMITS PARENT`, its channel as standard input.

MODULE holds `OPERATIONS`, what can be asked for by name, and `KINDS`, which of its errors the parent wants to tell
apart. It is imported before the process binds itself, and imports neither Django nor settings: there is no database
here, and no secret in the environment.
"""

import gc
import json
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from oes.lib.confined.limits import MB, Limits, allow_cpu, confine, die_with
from oes.lib.confined.wire import receive, send

Ask = Callable[[dict[str, Any]], Sequence[bytes]]
"""Asks the parent for more bytes while an operation runs."""
Operation = Callable[[dict[str, Any], Sequence[bytes], Ask], tuple[dict[str, Any], Sequence[bytes]]]
"""Plain data and bytes in, plain data and bytes out."""
TOLD_BYTES = 4 * 1024 * MB
"""What the parent sends is believed: it has been bounded there."""
WHY_LETTERS = 300


def main() -> None:
    """Serve the parent until it closes the channel."""
    module, limits, parent = sys.argv[1], Limits(**json.loads(sys.argv[2])), int(sys.argv[3])
    channel = socket.socket(fileno=os.dup(0))
    os.dup2(2, 1)  # whatever a library prints is no answer
    for number in (signal.SIGINT, signal.SIGTERM):  # sent to a whole group, they mean the parent, which ends us
        signal.signal(number, signal.SIG_IGN)
    die_with(parent)
    loaded = import_module(module)
    send(channel, {"ready": confine(limits)}, [])
    try:
        while serve(channel, loaded.OPERATIONS, loaded.KINDS, limits):
            pass
    except (EOFError, OSError):
        return


def serve(
    channel: socket.socket,
    operations: Mapping[str, Operation],
    kinds: Mapping[type[Exception], str],
    limits: Limits,
) -> bool:
    """Do one piece of work; return False when this process is of no more use."""
    head, bodies = receive(channel, most_bytes=TOLD_BYTES)
    allow_cpu(limits.cpu_seconds)

    def ask(question: dict[str, Any]) -> Sequence[bytes]:
        send(channel, {"ask": question}, [])
        return receive(channel, most_bytes=TOLD_BYTES)[1]

    try:
        told, made = operations[head["name"]](head["told"], bodies, ask)
    except MemoryError:
        gc.collect()
        send(channel, {"failed": "memory", "why": ""}, [])
        return False
    except Exception as error:  # noqa: BLE001  (the parent judges it)
        kind = next((kind for known, kind in kinds.items() if isinstance(error, known)), "content")
        why = str(error) if kind != "content" else f"{type(error).__name__}: {error}"
        send(channel, {"failed": kind, "why": why[:WHY_LETTERS]}, [])
        return True
    send(channel, {"told": told}, made)
    return True


if __name__ == "__main__":
    main()
