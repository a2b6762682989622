"""`oes bench tamper`: attack many evidence packs, and count what both verifiers find."""

import random
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError

from bench.both_verifiers import Case, in_javascript, in_python
from bench.packs import Signer, signed, written
from bench.tampering import ATTACKS, Attacked, clean, is_found
from oes.evidence.verify import Report

HELP = "attack evidence packs in every way, and count what is found"
BATCH = 200


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--packs", type=int, default=2000, help="attacked ones, and a tenth of that without fault")
    parser.add_argument("--seed", type=int, default=1)


def run(options: dict[str, Any]) -> None:
    rng = random.Random(options["seed"])
    signer = Signer(rng.randbytes(32))
    attacks = [ATTACKS[number % len(ATTACKS)] for number in range(options["packs"])]
    missed: dict[str, int] = {}
    for part in (attacks[at : at + BATCH] for at in range(0, len(attacks), BATCH)):
        attacked = [attack(rng, clean(rng, signer), signer) for attack in part]
        cases = [Case(one.body, (signer.fingerprint,), one.receipt) for one in attacked]
        for kind in _missed(attacked, _agreed(cases)):
            missed[kind] = missed.get(kind, 0) + 1
    alarms = 0
    for _ in range(0, max(1, options["packs"] // 10), BATCH):
        cases = [Case(written(signed(clean(rng, signer), signer)), (signer.fingerprint,)) for _ in range(BATCH)]
        alarms += sum(report.outcome != "clean" for report in _agreed(cases))
    told = f"{len(attacks)} attacks in {len(ATTACKS)} ways, not found: {missed or 'none'}; false alarms: {alarms}\n"
    sys.stdout.write(told)
    if missed or alarms:
        raise CommandError(f"seed {options['seed']} brings it back")


def _missed(attacked: list[Attacked], reports: list[Report]) -> Iterator[str]:
    return (one.kind for one, report in zip(attacked, reports, strict=True) if not is_found(one, report))


def _agreed(cases: list[Case]) -> list[Report]:
    """Return what both verifiers say. CommandError where they differ."""
    ours, browsers = [in_python(case) for case in cases], in_javascript(cases)
    for one, other in zip(ours, browsers, strict=True):
        if asdict(one) != asdict(other):
            raise CommandError(f"the verifiers differ: {one} {other}")
    return ours
