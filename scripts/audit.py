"""`python -m scripts.audit`: ask for advisories about the pinned packages. Fails where one is known.

Where the services cannot be reached nothing was audited, and it says so: that is no failure of the packages.
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 300
Run = Callable[[Sequence[str]], str]


def main() -> int:
    """Return 1 where an advisory is known, else 0."""
    found = [*python_findings(_output), *node_findings(_output)]
    for line in found:
        print(f"audit: {line}")  # noqa: T201
    return 1 if any(not line.startswith("NOT AUDITED") for line in found) else 0


def pinned() -> list[str]:
    """Return all Python packages as `name==version`: ours, and what they need in turn."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    own = [line for line in [*project["dependencies"], *extras] if not line.startswith(f"{project['name']}[")]
    in_turn = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [re.sub(r"\[.*\]", "", line) for line in own + in_turn if line and not line.startswith("#")]


def python_findings(run: Run) -> list[str]:
    """Return a line for each advisory about a Python package, or that nothing could be said."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as listed:
        listed.write("\n".join(pinned()))
        listed.flush()
        told = run([sys.executable, "-m", "pip_audit", "--disable-pip", "--no-deps", "-f", "json", "-r", listed.name])
    packages = _json(told).get("dependencies", [])
    asked = [package for package in packages if "vulns" in package]
    if not asked:
        return ["NOT AUDITED: no advisories about Python packages could be fetched"]
    silent = [package["name"] for package in packages if "vulns" not in package]
    lines = [f"NOT AUDITED: {', '.join(silent)}: unknown to the service"] if silent else []
    return lines + [
        f"{package['name']} {package['version']}: {flaw['id']}, mended in {', '.join(flaw['fix_versions']) or 'none'}"
        for package in asked
        for flaw in package["vulns"]
    ]


def node_findings(run: Run) -> list[str]:
    """Return a line for each advisory about the tools of the browser code, or that nothing could be said."""
    told = _json(run(["npm", "audit", "--json"]))
    if "vulnerabilities" not in told:
        return ["NOT AUDITED: no advisories about npm packages could be fetched"]
    return [f"{name} (npm): {flaw['severity']}" for name, flaw in told["vulnerabilities"].items()]


def _json(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _output(command: Sequence[str]) -> str:
    try:
        return subprocess.run(
            command, capture_output=True, text=True, timeout=SECONDS, cwd=ROOT, check=False
        ).stdout  # both exit with 1 where something was found
    except (OSError, subprocess.TimeoutExpired):
        return ""


if __name__ == "__main__":
    sys.exit(main())
