"""`oes analyse FILE`: judge a recording on disk, without a server."""

import json
import math
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from oes.analysis.judge import FileReport, UnusableReference, judge_file, judge_screen
from oes.analysis.listening import load_listener
from oes.analysis.measure import load_measurer
from oes.analysis.media import UnreadableMedia
from oes.analysis.model_files import ModelFileError
from oes.analysis.reading import load_reader
from oes.domain.policy import Policy
from oes.domain.trust import Assessment, Found, assess
from oes.domain.violations import KINDS


class Command(BaseCommand):
    help = "Judge a camera recording (WebM or MP4) on disk and print duration, trust and violations."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--reference", type=Path, action="append", default=[], help="photo of the examinee")
        parser.add_argument("--sound", action="store_true", help="listen for speech, if the recording has sound")
        parser.add_argument("--screen", type=Path, help="recording of the screen, begun at the same moment")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument("--grace-seconds", type=_seconds, help="free seconds at the start (policy: 180)")
        parser.add_argument("--min-seconds", type=_seconds, help="an exam lasts longer than this (policy: 180)")

    def handle(self, *args: Any, **options: Any) -> None:
        policy = _policy(options)
        try:
            with Console(stderr=True).status("Looking at the recording"):
                report = _with_screen(_of_camera(options, policy), options["screen"], policy)
        except (ModelFileError, UnusableReference, OSError) as error:
            raise CommandError(str(error)) from error
        found = [Found(e.span.start, e.span.end, e.kind, str(place)) for place, e in enumerate(report.episodes)]
        result = assess(found, 1.0, report.duration_seconds, policy)
        self.stdout.write(_json(report, result) if options["json"] else _lines(report, result, policy))


def _of_camera(options: dict[str, Any], policy: Policy) -> FileReport:
    measurer = load_measurer(settings.OES_MODELS_DIR)
    listener = load_listener(settings.OES_MODELS_DIR) if options["sound"] else None
    path, references = options["file"], options["reference"]
    with _named(path):
        return judge_file(
            path, references=references, measurer=measurer, thresholds=policy.thresholds, listener=listener
        )


def _with_screen(report: FileReport, screen: Path | None, policy: Policy) -> FileReport:
    """Return the report with what a recording of the screen shows, if there is one."""
    if screen is None:
        return report
    with _named(screen):
        seen = judge_screen(screen, reader=lambda: load_reader(settings.OES_MODELS_DIR), policy=policy)
    joined = sorted((*report.episodes, *seen.episodes), key=lambda episode: (episode.span, episode.kind))
    return replace(report, episodes=tuple(joined))


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Say which of the files cannot be read."""
    try:
        yield
    except UnreadableMedia as error:
        raise CommandError(f"{path}: {error}") from error


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value < math.inf:
        raise ArgumentTypeError(f"{text} is no number of seconds from 0 on")
    return value


def _policy(options: dict[str, Any]) -> Policy:
    policy = Policy()
    if options["grace_seconds"] is not None:
        policy = replace(policy, grace_seconds=options["grace_seconds"])
    if options["min_seconds"] is not None:
        policy = replace(policy, minimum_seconds=options["min_seconds"])
    return policy


def _json(report: FileReport, result: Assessment) -> str:
    violations = [
        {
            "kind": e.kind,
            "start_seconds": round(e.span.start, 2),
            "end_seconds": round(min(e.span.end, report.duration_seconds), 2),
            "direct": KINDS[e.kind].direct,
        }
        for e in report.episodes
    ]
    told = {"duration_seconds": round(report.duration_seconds, 2), "trust": result.percent, "violations": violations}
    if report.utterances:
        told["utterances"] = [{name: round(value, 2) for name, value in asdict(u).items()} for u in report.utterances]
    return json.dumps(told, indent=1)


def _lines(report: FileReport, result: Assessment, policy: Policy) -> str:
    lost = {line.found.key: line.deduction for line in result.lines}
    rows = [
        f"{e.span.start:8.1f} {e.span.end:8.1f}  {KINDS[e.kind].label}  -{lost[str(place)]:g}"
        for place, e in enumerate(report.episodes)
    ]
    short = f"- (an exam lasts longer than {policy.minimum_seconds:g} s; see --min-seconds)"
    percent = short if result.percent is None else f"{result.percent} %"
    return "\n".join([f"duration {report.duration_seconds:.1f} s, trust {percent}", *(rows or ["nothing found"])])
