"""The operations of analysis without networks, as they would be with a library that some bytes kill or stop."""

import ctypes
import time

from oes.analysis.facts import CameraMeasures, MediaFacts
from oes.analysis.operations import KINDS
from oes.analysis.operations import join as real_join
from oes.lib.plain import to_plain

FACTS = MediaFacts("webm", "vp8", None, 160, 120, 2.0)


def read(body: bytes) -> None:
    if body.endswith(b"crash"):
        ctypes.string_at(0)
    if body.endswith(b"hang"):
        time.sleep(60)


def camera(_told, bodies, _ask):
    read(bodies[0])
    return to_plain(CameraMeasures(FACTS, [], None)), ()


def facts(_told, bodies, _ask):
    if bodies[0] == b"lie":
        return {**to_plain(FACTS), "seconds": "long"}, ()
    return to_plain(FACTS), ()


def still(_told, bodies, _ask):
    read(bodies[0])
    return {}, [b"picture"]


def challenge(_told, bodies, _ask):
    read(bodies[0])
    return {"looks": [], "compared": []}, ()


def join(told, bodies, ask):
    def checked(question):
        got = ask(question)
        read(got[0])
        return got

    return real_join(told, bodies, checked)


OPERATIONS = {"camera": camera, "facts": facts, "still": still, "challenge": challenge, "join": join}
__all__ = ["KINDS", "OPERATIONS"]
