"""`oes bench KIND`. Each kind is one file in bench/commands; add it to the list here."""

from argparse import ArgumentParser
from typing import Any, Protocol

from django.core.management.base import BaseCommand, CommandError

from bench.commands import (
    accuracy,
    board,
    chain,
    chaos,
    chaos_check,
    fuzz,
    input_delay,
    load,
    peers,
    seed,
    speed,
    tamper,
)
from bench.priority import give_up_priority

STOPPED = 130
"""What a shell says of a program that Ctrl-C ended."""


class Kind(Protocol):
    HELP: str

    def add_arguments(self, parser: ArgumentParser) -> None: ...

    def run(self, options: dict[str, Any]) -> None: ...


KINDS: dict[str, Kind] = {
    "accuracy": accuracy,
    "speed": speed,
    "peers": peers,
    "load": load,
    "chain": chain,
    "board": board,
    "input-delay": input_delay,
    "chaos": chaos,
    "chaos-check": chaos_check,
    "seed": seed,
    "fuzz": fuzz,
    "tamper": tamper,
}


class Command(BaseCommand):
    help = "Measure OES on this machine."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True)
        for name, kind in KINDS.items():
            kind.add_arguments(kinds.add_parser(name, help=kind.HELP))

    def handle(self, *args: Any, **options: Any) -> None:
        give_up_priority()
        try:
            KINDS[options["kind"]].run(options)
        except KeyboardInterrupt as stop:
            raise CommandError("Stopped before the end.", returncode=STOPPED) from stop
