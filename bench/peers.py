"""OES and what users would pick instead, on the same pictures in the same run, each in a process of its own.

Peers are dependencies of this benchmark only: they live in environments beside the data and are made when asked for.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.peers_runs.environments import PEERS, NotInstalled, Peer, python_of
from bench.peers_runs.material import STILLS, Material
from bench.peers_runs.scoring import ratio, scored, share
from oes.analysis.model_files import ModelFileError, fetch, model_files, verify

SCRIPTS = Path(__file__).with_name("peers_runs")
ROOT = Path(__file__).resolve().parents[1]
LISTING = SCRIPTS / "models.toml"
RUN_SECONDS = 900
OURS = "oes"
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
COULD_NOT_INSTALL, DID_NOT_RUN = "could not be installed", "did not run"

Say = Callable[[str], None]


class DidNotRun(Exception):
    """A system's script failed. The message holds the end of what it said."""


def measure(
    material: Material,
    folder: Path,
    *,
    models: Path,
    environments: Path,
    peers: Sequence[Peer] = PEERS,
    install: bool = True,
    say: Say = lambda text: None,
) -> dict[str, Any]:
    """Return the figures of OES and of each peer; `folder` is for scratch, `environments` is kept.

    A peer that cannot be installed or fails has a `problem` instead of figures. DidNotRun if OES itself fails.
    """
    job = folder / "job.json"
    told = _job(material, models, environments)
    job.write_text(json.dumps(told), encoding="utf-8")
    say("OES")
    ours = _ours(job, material)
    less = folder / "without-things.json"
    less.write_text(json.dumps({**told, "things": False, "stills": [], "pairs": []}), encoding="utf-8")
    systems = [_named(OURS, "OES"), _named("oes_faces", "OES without people and things")]
    systems = [systems[0] | ours, systems[1] | _ours(less, replace(material, same=[]))]
    for peer in peers:
        say(peer.name)
        about = {"key": peer.key, "name": peer.name, "licences": peer.licences, "packages": list(peer.packages[:1])}
        try:
            found = _peer(peer, job, material, environments=environments, install=install)
        except (NotInstalled, ModelFileError) as error:
            say(f"{peer.name} {COULD_NOT_INSTALL}: {error}")
            found = {"problem": COULD_NOT_INSTALL}
        except DidNotRun as error:
            say(f"{peer.name} {DID_NOT_RUN}: {error}")
            found = {"problem": DID_NOT_RUN}
        systems.append(about | found)
    return {"material": about_material(material), "systems": [_compared(one, ours) for one in systems]}


def about_material(material: Material) -> dict[str, int]:
    pictures = sum(map(len, material.films))
    stills = sum(map(len, material.stills.values()))
    return {"films": len(material.films), "pictures": pictures, "pairs": len(material.pairs), "stills": stills}


def for_docs(figures: dict[str, Any]) -> dict[str, Any]:
    """Return the figures without those that hold for one machine only."""
    systems = [{k: v for k, v in one.items() if k != "cpu_ms_per_picture"} for one in figures["systems"]]
    return {**figures, "systems": systems}


def run_script(python: Path, script: Path, job: Path, *, ours: bool = False) -> dict[str, Any]:
    """Run one system over a job and return what its last line says. Raises DidNotRun."""
    command = [str(python), str(script), str(job)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= dict.fromkeys(THREADS, "1") | {"PYTHONNOUSERSITE": "1"}
    if ours:
        environment["PYTHONPATH"] = str(ROOT)
    try:
        done = subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            timeout=RUN_SECONDS,
            check=False,
            preexec_fn=_on_one_processor,
        )
        if done.returncode:
            raise DidNotRun(done.stderr.strip()[-800:])
        return dict(json.loads(done.stdout.strip().splitlines()[-1]))
    except (OSError, subprocess.TimeoutExpired, IndexError, ValueError) as error:
        raise DidNotRun(f"{type(error).__name__}: {error}") from error


def _named(key: str, name: str) -> dict[str, Any]:
    return {"key": key, "name": name, "licences": "", "packages": []}


def _ours(job: Path, material: Material) -> dict[str, Any]:
    return _scored(run_script(Path(sys.executable), SCRIPTS / "of_oes.py", job, ours=True), material)


def _on_one_processor() -> None:
    """Keep the process to be and all its threads on one processor, where the system knows how."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def _peer(peer: Peer, job: Path, material: Material, *, environments: Path, install: bool) -> dict[str, Any]:
    python = python_of(peer, environments, install=install)
    if peer.key == "mediapipe" and verify(environments, listing=LISTING):
        if not install:
            raise NotInstalled("its network file is missing, and nothing is to be fetched")
        fetch(environments, listing=LISTING)
    return _scored(run_script(python, SCRIPTS / peer.script, job), material)


def _job(material: Material, models: Path, environments: Path) -> dict[str, Any]:
    own, more = model_files(), model_files(LISTING)
    return {
        "films": material.films,
        "stills": [path for paths in material.stills.values() for path in paths],
        "things": True,
        "pairs": material.pairs,
        "models": str(models.resolve()),
        "task": str((environments / more["face_landmarker"].file).resolve()),
        "yunet": str((models / own["yunet"].file).resolve()),
        "sface": str((models / own["sface"].file).resolve()),
    }


def _scored(told: dict[str, Any], material: Material) -> dict[str, Any]:
    return {
        "problem": None,
        "cpu_ms_per_picture": 1000 * told["cpu_seconds"] / told["pictures"],
        "parts": scored(told, material),
    }


def _compared(system: dict[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    """Return a system's figures with its ratios to those of OES."""
    if system["problem"]:
        return system
    parts, own = system["parts"], ours["parts"]
    return system | {
        "cpu_ratio": ratio(system["cpu_ms_per_picture"], ours["cpu_ms_per_picture"]),
        "recall_ratio": ratio(share(parts["found_real"]), share(own["found_real"])),
        "second_ratio": ratio(share(parts["second_found"]), share(own["second_found"])),
        "hard_ratio": ratio(_hard(parts), _hard(own)),
        "pairs_ratio": ratio(share(parts["pairs_right"]), share(own["pairs_right"])),
    }


def _hard(parts: dict[str, Any]) -> float | None:
    """Return the share found of all stills together."""
    kinds = [parts[f"found_{kind}"] for kind in STILLS]
    return share({"found": sum(one["found"] for one in kinds), "of": sum(one["of"] for one in kinds)})
