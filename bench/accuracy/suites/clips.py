"""Events of the labelled clips, composed and real apart, and substitution by each reference photo alone."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.accuracy.event_rows import delay_row, event_row
from bench.accuracy.events import total
from bench.accuracy.footage import Footage, some_footage
from bench.accuracy.judging import detected_kinds, episodes_of, score_kind, scores
from bench.accuracy.measured import PLAIN, Measured, measured_by
from bench.accuracy.rows import COMPOSED, REAL, Outcome, Row
from bench.accuracy.run import Suite
from bench.accuracy.tools import Terminal, Tools

SUBSTITUTION = "substitution"


def run(data: Path, tools: Tools, terminal: Terminal) -> Outcome:
    measured = measured_by(tools)
    footages = some_footage(data / "clips")
    for footage in terminal.steps(footages, "clips"):
        measured.prepare(footage)
    rows = [row for kind in _kinds(footages) for row in _rows(kind, footages, measured, tools)]
    rows += _each_photo(footages, measured, tools)
    return Outcome(rows, remarks=(_remark(footages),))


def _kinds(footages: Sequence[Footage]) -> list[str]:
    return [kind for kind in (COMPOSED, REAL) if any(footage.kind == kind for footage in footages)]


def _rows(kind: str, footages: Sequence[Footage], measured: Measured, tools: Tools) -> Iterator[Row]:
    some = [footage for footage in footages if footage.kind == kind]
    for detector, found in scores(some, measured, tools.thresholds).items():
        if detector not in detected_kinds():
            continue
        yield event_row(detector, PLAIN.name, kind, found)
        if detector == SUBSTITUTION and (delay := delay_row(detector, PLAIN.name, kind, found)):
            yield delay


def _each_photo(footages: Sequence[Footage], measured: Measured, tools: Tools) -> Iterator[Row]:
    """Yield substitution by every photo alone: photos of other sessions and dark ones should do as well."""
    for session in sorted({photo.session.partition(" (")[0] for f in footages for photo in f.photos}):
        pairs = [(f, p) for f in footages for p in f.photos if p.session.partition(" (")[0] == session]
        for kind in (COMPOSED, REAL):
            found = total(
                score_kind(SUBSTITUTION, f, episodes_of(f, measured, tools.thresholds, photo=p))
                for f, p in pairs
                if f.kind == kind
            )
            if found.exposure_seconds:
                yield event_row(SUBSTITUTION, f"photo: {session}", kind, found)


def _remark(footages: Sequence[Footage]) -> str:
    minutes = {k: sum(f.seconds for f in footages if f.kind == k) / 60 for k in (COMPOSED, REAL)}
    return (
        f"{minutes[COMPOSED]:.1f} minutes of composed and {minutes[REAL]:.1f} minutes of real webcam clips. People cut "
        "out over a still room favour a detector: the two are never added up. An event is found when violations of "
        "its kind cover at least half of it; a violation that touches no label of its kind (1 s tolerance) is a false "
        "alarm. People who stand behind with their backs turned are not scored as a second person."
    )


SUITE = Suite("clips", "Events in labelled clips", ("clips",), run)
