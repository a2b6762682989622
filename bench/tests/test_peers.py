import json
import sys
from pathlib import Path

import numpy as np
import pytest

from bench import peers
from bench.accuracy.footage import Footage
from bench.accuracy.peers_page import counted, peers_section
from bench.accuracy.rows import COMPOSED, REAL
from bench.peers_runs import environments, harness
from bench.peers_runs.environments import PEERS, NotInstalled, Peer, python_of
from bench.peers_runs.material import STILLS, Material, Truth, truth_at
from bench.peers_runs.scoring import scored
from oes.domain.spans import Span

HERE = Path(sys.executable)
SOMEBODY, NOBODY, TWO = Truth(REAL, True, False), Truth(COMPOSED, False, False), Truth(COMPOSED, True, True)
MATERIAL = Material(
    films=[["a", "b"], ["c", "d"]],
    truths=[[SOMEBODY, SOMEBODY], [NOBODY, TWO]],
    pairs=[("p", "q"), ("p", "r"), ("q", "r")],
    same=[True, False, True],
    stills={kind: [kind] for kind in STILLS},
)
PERFECT = {
    "cpu_seconds": 0.04,
    "pictures": 4,
    "faces": [[1, 1], [0, 2]],
    "stills": [1, 1, 1, 1],
    "same": [True, False, True],
}
WORSE = {**PERFECT, "cpu_seconds": 0.4, "faces": [[1, 0], [1, 1]], "stills": [1, 0, 1, 0], "same": [False, None, True]}
FAKE = Peer("fake", "Fake", "MIT", "fake.py", ("fake==1",))


def speaks(tmp_path, told, *, name="fake.py", before=""):
    script = tmp_path / name
    script.write_text(f"import sys, json\n{before}\nprint('a line of its own')\nprint({json.dumps(told)!r})\n")
    return script


@pytest.fixture
def scripts(tmp_path, monkeypatch):
    """OES and one peer as scripts that only say their figures; no environment is made."""
    speaks(tmp_path, PERFECT, name="of_oes.py")
    speaks(tmp_path, WORSE)
    monkeypatch.setattr(peers, "SCRIPTS", tmp_path)
    monkeypatch.setattr(peers, "python_of", lambda peer, root, install: HERE)
    return tmp_path


def measured(folder, **options):
    return peers.measure(MATERIAL, folder, models=folder, environments=folder, peers=[FAKE], **options)


def test_a_peer_is_compared_with_oes(scripts):
    ours, _, fake = measured(scripts)["systems"]
    assert (ours["cpu_ratio"], ours["recall_ratio"], ours["pairs_ratio"]) == (1.0, 1.0, 1.0)
    assert fake["cpu_ratio"] == pytest.approx(10.0)
    assert (fake["recall_ratio"], fake["second_ratio"], fake["hard_ratio"]) == (0.5, 0.0, 0.5)
    assert fake["pairs_ratio"] == pytest.approx(1 / 3)


def test_a_peer_that_fails_leaves_a_row_that_says_so(scripts):
    speaks(scripts, WORSE, before="sys.exit('no such thing')")
    said = []
    fake = measured(scripts, say=said.append)["systems"][-1]
    assert fake["problem"] == "did not run"
    assert "no such thing" in said[-1]


def test_oes_has_to_run(scripts):
    speaks(scripts, PERFECT, name="of_oes.py", before="sys.exit(3)")
    with pytest.raises(peers.DidNotRun):
        measured(scripts)


def test_a_peer_that_cannot_be_installed_leaves_a_row_that_says_so(scripts, monkeypatch):
    monkeypatch.setattr(peers, "python_of", python_of)
    figures = measured(scripts, install=False)
    assert figures["systems"][-1]["problem"] == "could not be installed"
    assert "| Fake | could not be installed |" in "\n".join(peers_section(figures))


def test_what_pip_says_is_the_reason(tmp_path, monkeypatch):
    said = "import sys; sys.exit('ERROR: No matching distribution found for fake')"
    call = environments._call
    monkeypatch.setattr(environments, "_call", lambda command: call([str(HERE), "-c", said]))
    with pytest.raises(NotInstalled, match="No matching distribution"):
        python_of(FAKE, tmp_path, install=True)


def test_an_environment_is_made_once_and_again_for_other_packages(tmp_path, monkeypatch):
    made = []

    def make(peer, folder):
        folder.mkdir(exist_ok=True)
        made.append(peer.packages)

    monkeypatch.setattr(environments, "_make", make)
    newer = Peer("fake", "Fake", "MIT", "fake.py", ("fake==2",))
    for peer in (FAKE, FAKE, newer):
        python_of(peer, tmp_path, install=True)
    assert made == [("fake==1",), ("fake==2",)]


def test_packages_of_peers_are_pinned_and_their_scripts_there():
    for peer in PEERS:
        assert all("==" in package for package in peer.packages)
        assert (peers.SCRIPTS / peer.script).is_file()


def test_faces_are_counted_where_labels_say_so():
    parts = scored(WORSE, MATERIAL)
    assert parts["found_real"] == {"found": 1, "of": 2}
    assert parts["found_composed"] == {"found": 1, "of": 1}
    assert parts["false_in_empty"] == {"found": 1, "of": 1}
    assert parts["second_found"] == {"found": 0, "of": 1}
    assert (parts["found_dark"], parts["found_profile"]) == ({"found": 1, "of": 1}, {"found": 0, "of": 1})


def test_a_pair_left_open_is_neither_right_nor_wrong():
    parts = scored(WORSE, MATERIAL)
    assert parts["pairs_right"] == {"found": 1, "of": 3}
    assert parts["pairs_open"] == {"found": 1, "of": 3}
    assert parts["called_two"] == {"found": 1, "of": 2}
    assert parts["called_one"] == {"found": 0, "of": 1}


def test_a_system_that_knows_nobody_has_no_figures_on_pairs():
    parts = scored({**WORSE, "same": None}, MATERIAL)
    assert parts["pairs_right"] is None


def clip(**labels):
    return Footage("c", Path("c.mp4"), 60.0, COMPOSED, "p", labels, {})


@pytest.mark.parametrize(
    ("at", "anybody", "second"), [(5.0, True, False), (15.0, False, False), (10.5, None, None), (35.0, True, True)]
)
def test_labels_are_not_judged_near_their_edges(at, anybody, second):
    truth = truth_at(clip(nobody_in_frame=(Span(10, 20),), second_person=(Span(30, 40),)), at)
    assert (truth.anybody, truth.second) == (anybody, second)


def test_a_print_is_not_judged_and_a_passer_by_is_no_second_person():
    seen = clip(presentation_attack=(Span(10, 20),), background_person=(Span(0, 60),))
    assert truth_at(seen, 15.0) == Truth(COMPOSED, None, None)
    assert truth_at(seen, 5.0) == Truth(COMPOSED, True, None)


class Bright:
    """Counts a face in every bright picture, and takes equally bright pictures for one person."""

    def __init__(self):
        self.begun = 0

    def begin(self, rgb):
        self.begun += 1

    def look(self, pictures, *, second):
        return [int(rgb.mean() > 100) for rgb in pictures]

    def counts(self, seen):
        return seen

    def portrait(self, rgb):
        return float(rgb.mean())

    def same(self, one, other):
        return one == other


def test_every_system_gets_the_same_pictures_in_order(tmp_path):
    for name, level in (("dark", 10), ("light", 200)):
        np.save(tmp_path / f"{name}.npy", np.full((4, 4, 3), level, np.uint8))
    dark, light = str(tmp_path / "dark.npy"), str(tmp_path / "light.npy")
    job = {"films": [[dark] * 9 + [light], [light]], "stills": [dark, light], "pairs": [[dark, light], [dark, dark]]}
    told = harness.run(Bright(), job, pairs=True)
    assert told["faces"] == [[0] * 9 + [1], [1]]
    assert (told["pictures"], told["stills"], told["same"]) == (11, [0, 1], [False, True])
    assert harness.run(Bright(), job, pairs=False)["same"] is None


def test_a_share_of_too_few_is_not_stated():
    assert (counted({"found": 12, "of": 12}), counted({"found": 39, "of": 40})) == ("12 of 12", "97.5 % of 40")
    assert counted(None) == "–"


def test_the_page_gives_ratios_and_no_milliseconds(scripts):
    figures = peers.for_docs(measured(scripts))
    assert "cpu_ms_per_picture" not in json.dumps(figures)
    text = "\n".join(peers_section(figures))
    assert "| Fake | 10 × | 1 of 2 | 0.50 × | 1 of 1 |" in text
    assert "- Fake: `fake==1`; MIT." in text
