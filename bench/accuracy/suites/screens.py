"""Words on pictures of screens: labels.csv (image, label, box_xyxy, origin).

A label that begins with "remote" is a remote session. Virtual machines are left out: no list asks for them.
"""

from pathlib import Path

from bench.accuracy.conditions import AS_IT_IS, changed
from bench.accuracy.counts import Counts, decision_row
from bench.accuracy.listed import read_list
from bench.accuracy.rows import COMPOSED, STILL, Outcome
from bench.accuracy.run import Suite
from bench.accuracy.tools import Terminal, Tools, read_rgb
from oes.analysis.reading import load_reader, words_of_picture

FOLDER = "screens"
CONDITIONS = (AS_IT_IS, "compressed")
KINDS = {"messenger": "messenger", "remote_control": "remote"}
"""Kind of violation -> how the labels begin that name it."""
LEFT_OUT = "virtual_machine"
CUT_IN = "composed"


def run(data: Path, tools: Tools, terminal: Terminal) -> Outcome:
    folder = data / FOLDER
    columns = ("image", "label", "origin")
    listed = read_list(folder / "labels.csv", columns, pictures=lambda line: [folder / line["image"]])
    labels = [label for label in listed.lines if label["label"] != LEFT_OUT]
    reader = load_reader(tools.models, threads=tools.threads)
    rows = []
    for condition in CONDITIONS:
        counts = {(kind, source): Counts() for source in (STILL, COMPOSED) for kind in KINDS}
        for label in terminal.steps(labels, f"screens, {condition}"):
            picture = changed(read_rgb(folder / label["image"]), condition)
            found = {key.split(":")[0] for key in words_of_picture(picture, tools.policy, reader=reader)}
            source = COMPOSED if label["origin"].startswith(CUT_IN) else STILL
            for kind, begins in KINDS.items():
                counts[kind, source].add(labelled=label["label"].startswith(begins), found=kind in found)
        rows += [
            decision_row(counted, detector=kind, condition=condition, kind=source)
            for (kind, source), counted in counts.items()
            if counted.n
        ]
    return Outcome(rows, left_out=listed.left_out)


SUITE = Suite("screens", "Messengers and remote sessions on the screen", (FOLDER,), run)
