"""Judge one recorded file from the command line: `python -m oes.analysis.judge FILE --reference P --json`."""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from oes.analysis.detectors import camera_episodes
from oes.analysis.measure import Measurer, load_measurer, with_similarity
from oes.analysis.media import WHOLE_RECORDING, UnreadableMedia, probe, sampled
from oes.analysis.model_files import ModelFileError, default_directory
from oes.analysis.photos import embed_photo
from oes.domain.observations import Episode
from oes.domain.policy import Thresholds
from oes.domain.violations import KINDS


class UnusableReference(Exception):
    """A reference photo cannot serve. The message says which and why."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What the camera detectors found in one file, on the file's own clock."""

    duration_seconds: float
    episodes: tuple[Episode, ...]


def judge_file(
    path: Path,
    *,
    references: Sequence[Path] = (),
    measurer: Measurer,
    thresholds: Thresholds | None = None,
    per_second: float = 1.0,
) -> FileReport:
    """Judge a whole camera recording. Raises UnreadableMedia or UnusableReference."""
    known = [_reference(photo, measurer) for photo in references]
    seconds = probe(path, limits=WHOLE_RECORDING).seconds
    frames = measurer.measure(sampled(path, per_second=per_second, limits=WHOLE_RECORDING))
    found = camera_episodes(with_similarity(frames, known), thresholds or Thresholds(), step_seconds=1.0 / per_second)
    return FileReport(seconds, tuple(found))


def report_to_dict(report: FileReport) -> dict[str, object]:
    """Return the report as plain data; trust is the caller's business."""
    return {
        "duration_seconds": round(report.duration_seconds, 1),
        "trust": None,
        "violations": [_violation(episode, report.duration_seconds) for episode in report.episodes],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge the file named on the command line and print what was found."""
    options = _options(arguments)
    try:
        measurer = load_measurer(options.models)
        report = judge_file(
            options.file, references=options.reference, measurer=measurer, per_second=options.per_second
        )
    except (ModelFileError, UnreadableMedia, UnusableReference) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    told = report_to_dict(report)
    sys.stdout.write(json.dumps(told, indent=1) + "\n" if options.json else _lines(report.episodes))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="oes.analysis.judge", description="Judge one camera recording.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--reference", type=Path, action="append", default=[], help="photo of the examinee")
    parser.add_argument("--models", type=Path, default=default_directory())
    parser.add_argument("--per-second", type=float, default=1.0)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)


def _reference(photo: Path, measurer: Measurer) -> tuple[float, ...]:
    facts = embed_photo(photo, measurer=measurer)
    if facts.embedding is None:
        reasons = ", ".join(facts.reasons)
        raise UnusableReference(f"The reference photo {photo} cannot be used: {reasons}.")
    return facts.embedding


def _violation(episode: Episode, duration_seconds: float) -> dict[str, object]:
    return {
        "kind": episode.kind,
        "start_seconds": round(episode.span.start, 2),
        "end_seconds": round(min(episode.span.end, duration_seconds), 2),
        "direct": KINDS[episode.kind].direct,
    }


def _lines(episodes: Iterable[Episode]) -> str:
    rows = (f"{e.span.start:8.1f} {e.span.end:8.1f}  {KINDS[e.kind].label}\n" for e in episodes)
    return "".join(rows) or "nothing found\n"


if __name__ == "__main__":
    raise SystemExit(main())
