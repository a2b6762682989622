"""Every package has one exact version and a licence that we may build on; advisories are asked for by `make check`."""

import json
import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.audit import node_findings, pinned, python_findings

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PERMISSIVE = re.compile(
    r"\b(MIT|MIT-0|MIT-CMU|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|Unlicense|Zlib|CC0|CNRI|HPND"
    r"|LGPL|Lesser General Public)\b",
    re.IGNORECASE,
)
MOZILLA = re.compile(r"MPL|Mozilla", re.IGNORECASE)
COPYLEFT = re.compile(r"(?<!L)GPL|(?<!Lesser )General Public", re.IGNORECASE)
TOOLS = {"djlint": "a linter that is run beside the code; nothing imports it and nobody is handed it"}


def needed(requirements: list[str]) -> set[str]:
    """Return the names of packages and of all that they need in turn here."""
    found: set[str] = set()
    waiting = [(Requirement(line), extra) for line in requirements for extra in ("", *Requirement(line).extras)]
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        if (requirement.marker and not requirement.marker.evaluate({"extra": extra})) or f"{name}[{extra}]" in found:
            continue
        found.add(f"{name}[{extra}]")
        try:
            lines = distribution(name).requires or []
        except PackageNotFoundError:
            continue  # for another system
        inner = [Requirement(line) for line in lines]
        waiting += [(one, extra) for one in inner if not one.marker or one.marker.evaluate({"extra": extra})]
        waiting += [(one, own) for one in inner for own in one.extras]
    return {name.partition("[")[0] for name in found} - {"pip"}  # comes with Python's own venv


RUNNING = needed(PROJECT["dependencies"])
EXTRAS = PROJECT["optional-dependencies"]
ALL = RUNNING | needed(EXTRAS["dev"] + EXTRAS["classroom"]) - {PROJECT["name"]}


def licence(name: str) -> str:
    told = distribution(name).metadata
    classifiers = [line for line in told.get_all("Classifier") or [] if line.startswith("License ::")]
    return " ".join([told.get("License-Expression") or "", *classifiers, (told.get("License") or "")[:300]])


def test_every_package_has_one_exact_version_and_that_is_installed():
    lines = pinned()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9a-z.]*", line)] == []
    versions = dict(line.split("==") for line in lines)
    names = {canonicalize_name(name): told for name, told in versions.items()}
    assert len(names) == len(lines), "a package is pinned twice"
    assert ALL - set(names) == set(), "run scripts/lock"
    assert {name: version(name) for name in sorted(ALL)} == {name: names[name] for name in sorted(ALL)}


def test_what_only_google_classroom_needs_is_left_out_of_a_default_installation_and_tested_with_dev():
    assert f"{PROJECT['name']}[classroom]" in EXTRAS["dev"]
    assert needed(EXTRAS["classroom"]) & RUNNING <= {"cffi", "cryptography", "pycparser", "typing-extensions"}


@pytest.mark.parametrize("name", sorted(ALL))
def test_its_licence_allows_what_we_do(name):
    told = licence(name)
    if name in TOOLS:
        assert name not in RUNNING
        return
    permission = "Permission is hereby granted, free of charge" in " ".join(told.split())
    assert permission or PERMISSIVE.search(told) or (name not in RUNNING and MOZILLA.search(told)), told
    assert not COPYLEFT.search(told.replace("LGPL", "").replace("Lesser General Public", "")), told


def test_npm_packages_are_locked_with_their_hashes():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    locked = {path: entry for path, entry in packages.items() if path}
    assert locked
    assert [path for path, entry in locked.items() if not entry.get("integrity", "").startswith("sha512-")] == []
    own = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert [name for name, told in own.items() if not re.fullmatch(r"\d+\.\d+\.\d+", told)] == []


def test_an_audit_tells_of_advisories_and_says_when_it_could_not_ask():
    flaw = {"id": "PYSEC-1", "fix_versions": ["2.0"]}
    told = {"dependencies": [{"name": "a", "version": "1.0", "vulns": [flaw]}, {"name": "b", "skip_reason": "?"}]}
    lines = python_findings(lambda command: json.dumps(told))
    assert lines == ["NOT AUDITED: b: unknown to the service", "a 1.0: PYSEC-1, mended in 2.0"]
    assert python_findings(lambda command: "no network")[0].startswith("NOT AUDITED")
    assert node_findings(lambda command: json.dumps({"message": "405"}))[0].startswith("NOT AUDITED")
    found = {"vulnerabilities": {"x": {"severity": "high"}}}
    assert node_findings(lambda command: json.dumps(found)) == ["x (npm): high"]
    assert node_findings(lambda command: json.dumps({"vulnerabilities": {}})) == []
