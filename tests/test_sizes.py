"""Files and functions stay small enough to read, and errors are caught by their names."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("oes", "config", "bench", "demo", "guard", "tests")
FILE_LINES = 300
FUNCTION_LINES = 40
BROAD = {"Exception", "BaseException"}

# The worker's outer loop logs and goes on; the store removes its part of a file whatever happened, and raises again.
# A confined process tells its parent of every error, and the parent ends it whatever stopped a question.
MAY_CATCH_ALL = {
    "oes/lib/management/commands/worker.py",
    "oes/lib/blobs.py",
    "oes/lib/confined/child.py",
    "oes/lib/confined/room.py",
}

FILES = sorted(
    path
    for path in [*ROOT.glob("*.py"), *(p for folder in FOLDERS for p in (ROOT / folder).rglob("*.py"))]
    if "migrations" not in path.parts
)


def long_functions(source: str) -> list[str]:
    return [
        f"{node.name} ({length} lines)"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    ]


def broad_handlers(source: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ExceptHandler) and (node.type is None or BROAD & _names(node.type))
    ]


def _names(node: ast.expr) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_it_stays_small_and_narrow(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= FILE_LINES
    assert not long_functions(source)
    if path.relative_to(ROOT).as_posix() not in MAY_CATCH_ALL:
        assert not broad_handlers(source)


def test_it_sees_a_long_function_and_a_broad_handler():
    assert long_functions("def walk():\n" + "    step()\n" * FUNCTION_LINES) == ["walk (41 lines)"]
    assert broad_handlers("try:\n    walk()\nexcept (OSError, Exception):\n    pass\n") == [3]
    assert broad_handlers("try:\n    walk()\nexcept:\n    pass\n") == [3]
    assert not broad_handlers("try:\n    walk()\nexcept OSError:\n    pass\n")
