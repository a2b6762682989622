"""False alarms per honest hour: what the gate decides by."""

from pathlib import Path

from bench.accuracy.event_rows import honest_row
from bench.accuracy.footage import Footage, read_folder
from bench.accuracy.gate import HONEST
from bench.accuracy.judging import detected_kinds, honest_scores, takes_of
from bench.accuracy.listed import BadData
from bench.accuracy.measured import measured_by
from bench.accuracy.rows import REAL, Outcome
from bench.accuracy.run import Suite
from bench.accuracy.tools import Terminal, Tools


def run(data: Path, tools: Tools, terminal: Terminal) -> Outcome:
    measured = measured_by(tools)
    footages = honest_footage(data)
    if not footages:
        raise BadData("no clip in honest can be scored")
    for footage in terminal.steps(footages, "honest footage"):
        measured.prepare(footage)
    takes = takes_of(footages)
    found = honest_scores(footages, measured, tools.thresholds)
    rows = [honest_row(kind, HONEST, found[kind], takes=takes) for kind in detected_kinds()]
    return Outcome(rows, remarks=(_remark(footages),))


def honest_footage(data: Path) -> list[Footage]:
    """Return all real footage: the honest clips, and the labelled ones outside their labels of a violation."""
    labelled = read_folder(data / "clips") if (data / "clips").is_dir() else []
    return [*read_folder(data / "honest"), *(footage for footage in labelled if footage.kind == REAL)]


def _remark(footages: list[Footage]) -> str:
    minutes = sum(footage.seconds for footage in footages) / 60
    people = len({footage.person for footage in footages})
    return (
        f"{minutes:.1f} minutes of real footage in {takes_of(footages)} takes, of people in {people} recordings, each "
        "judged by its reference photo or, where it has none, by its own first faces. So little footage proves no low "
        "rate: without one false alarm the rate may still be as high as the upper limit says. A kind is left out "
        "where a clip's labels make it undecidable."
    )


SUITE = Suite("honest", "False alarms in honest footage", ("honest",), run)
