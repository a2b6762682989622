"""`oes bench seed`: what `load` fills its own server with."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.core.management.base import CommandError

from bench.seed import NotEmpty, seed
from oes.domain.policy import Policy

HELP = "used by load: fill the database of OES_DATA_DIR"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--students", type=int, required=True)
    parser.add_argument("--address", default="http://127.0.0.1:9/", help="of the testing system")
    parser.add_argument("--grace-seconds", type=float, default=10.0)
    parser.add_argument("--minimum-seconds", type=float, default=10.0)


def run(options: dict[str, Any]) -> None:
    limits = {name: options[name] for name in ("grace_seconds", "minimum_seconds")}
    policy = replace(Policy(), **limits)
    try:
        told = seed(students=options["students"], planned_minutes=60, policy=policy, address=options["address"])
    except NotEmpty as error:
        raise CommandError(str(error)) from error
    sys.stdout.write(json.dumps(told) + "\n")
