"""The guard is a package of its own."""

import ast
from pathlib import Path

OURS = Path(__file__).resolve().parent.parent / "oes_guard"


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names}


def test_it_imports_nothing_of_the_server():
    found = set().union(*(imported(path) for path in OURS.rglob("*.py")))
    assert "oes_guard" in found
    assert not found & {"oes", "config", "bench", "demo", "django"}
