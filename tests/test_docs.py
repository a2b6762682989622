"""Nothing public is undocumented."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from oes.domain.appeal_state import AppealState
from oes.domain.attempt_state import AttemptState
from oes.domain.violations import KINDS
from tests import docs_tables

ROOT = Path(__file__).resolve().parent.parent
CODE = [
    path
    for folder in ("oes", "config", "bench", "demo")
    for path in (ROOT / folder).rglob("*.py")
    if "tests" not in path.parts and "migrations" not in path.parts
]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
PICTURES = (".png", ".jpg", ".svg")
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
_SETTING = re.compile(r"[\"'](OES_[A-Z_]+)[\"']")
INTERNAL = {"OES_SERVE_HANDED_DOWN"}
"""Variables that a command sets for itself: nobody may set them, so nobody needs to read of them."""
TEMPLATES = {
    "appeal_{row.state}": {f"appeal_{state}" for state in AppealState},
    "attempt_{state}": {f"attempt_{state}" for state in set(AttemptState) - {AttemptState.CREATED}},
    "{row._meta.model_name}_saved": {"faculty_saved", "studygroup_saved"},
}
"""What the actions made by f-strings come to. A new f-string has to be added here, or the test fails."""


def sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in CODE)


def docs() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))


def settings_read() -> set[str]:
    return set(_SETTING.findall(sources())) - INTERNAL


def journal_actions() -> set[str]:
    """Return the actions that the code appends: given as text, by a variable of the same function, or an f-string."""
    return {action for path in CODE for action in actions_of(path.read_text(encoding="utf-8"))}


def actions_of(source: str) -> set[str]:
    if not any(f"journal.{call}(" in source for call in ("append", "state", "once")):
        return set()
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    return {action for function in functions for value in _given(function) for action in _texts(value, function)}


def _given(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """Yield what the function gives as an action to the journal, or to a module's own `_tell`."""
    for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
        name = ast.unparse(call.func)
        if name in ("journal.append", "journal.state", "journal.once"):
            yield from (keyword.value for keyword in call.keywords if keyword.arg == "action")
        elif name == "_tell":
            yield call.args[2]


def _texts(value: ast.expr, function: ast.FunctionDef) -> set[str]:
    if isinstance(value, ast.JoinedStr):
        return TEMPLATES[ast.unparse(value)[2:-1]]
    if isinstance(value, ast.IfExp):
        return _texts(value.body, function) | _texts(value.orelse, function)
    if isinstance(value, ast.Constant):
        return {str(value.value)}
    if not isinstance(value, ast.Name):
        raise TypeError(f"{function.name} gives the journal an action that this test cannot read")
    if value.id in {argument.arg for argument in function.args.args}:
        return set()  # its callers say it
    assigned = [node for node in ast.walk(function) if isinstance(node, ast.Assign)]
    told = [node.value for node in assigned if value.id in {ast.unparse(target) for target in node.targets}]
    assert told, f"{function.name}: {value.id} comes from nowhere"
    return set().union(*(_texts(one, function) for one in told))


def documented_actions() -> set[str]:
    rows = [
        line.split("|")[1]
        for line in (ROOT / "docs/journal.md").read_text(encoding="utf-8").splitlines()
        if "|" in line
    ]
    return {action for row in rows for action in re.findall(r"`([a-z_]+)`", row)}


def undocumented(names: set[str]) -> list[str]:
    text = docs()
    return sorted(name for name in names if not re.search(rf"(?<![\w:]){re.escape(name)}(?!\w)", text))


def test_it_finds_what_it_looks_for():
    assert {"OES_SECRET_KEY", "OES_DATA_DIR"} <= settings_read()
    assert {"consent_given", "attempt_started", "policy_added", "exam_changed", "faculty_saved"} <= journal_actions()
    assert undocumented({"OES_NO_SUCH_SETTING"}) == ["OES_NO_SUCH_SETTING"]


def test_it_documents_every_setting():
    assert not undocumented(settings_read())


def test_it_documents_every_kind_of_violation():
    assert not undocumented(set(KINDS))


def test_it_documents_every_journal_action():
    assert documented_actions() == journal_actions()


def test_it_hides_only_variables_that_are_there():
    assert set(_SETTING.findall(sources())) >= INTERNAL


def test_it_documents_every_address_of_the_api():
    assert not undocumented(set(docs_tables.api_addresses()))


def test_it_documents_every_model():
    assert not undocumented({model._meta.label for model in docs_tables.our_models()})


@pytest.mark.parametrize("name", docs_tables.TABLES)
def test_it_keeps_tables_as_the_code_has_them(name):
    page, _ = docs_tables.TABLES[name]
    stored = (docs_tables.DOCS / page).read_text(encoding="utf-8")
    assert stored == docs_tables.written(name), f"docs/{page} is out of date: run make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_it_links_only_to_what_is_there(page):
    targets = [target for target in _LINK.findall(page.read_text(encoding="utf-8")) if not target.endswith(PICTURES)]
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.skipif(not any(ROOT.glob("docs/images/*")), reason="docs/images is empty: no picture has been taken yet")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_it_shows_only_pictures_that_are_there(page):
    targets = [target for target in _LINK.findall(page.read_text(encoding="utf-8")) if target.endswith(PICTURES)]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_it_tells_of_the_version_that_is_built():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest
    assert newest[1] == project["version"]
