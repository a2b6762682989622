"""`oes bench chaos-check`: what `chaos` asks its own installation at the end."""

import json
import sys
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db.models import F

from bench.chaos.check import check_all
from oes.recordings.models import Segment
from oes.violations.models import Trust

HELP = "used by chaos: what must hold after the faults"
LEASES = timedelta(minutes=5)


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--age", action="store_true", help="let leases of killed workers and rests run out at once")
    parser.add_argument("--folder", type=Path, help="of the run, with what its witnesses wrote")
    parser.add_argument("--twins", type=int, default=0, help="so many attempts are sent again without faults")


def run(options: dict[str, Any]) -> None:
    if options["age"]:
        Trust.objects.update(built_at=F("built_at") - LEASES)
        for rows in (Segment.objects.filter(analysed_at=None), Trust.objects.all()):
            rows.filter(claimed_at__isnull=False).update(claimed_at=F("claimed_at") - LEASES)
        return
    sys.stdout.write(json.dumps(check_all(options["folder"], twins=options["twins"])) + "\n")
