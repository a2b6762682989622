"""Nothing public is undocumented."""

import re
import tomllib
from pathlib import Path

import pytest

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
_ACTION = re.compile(r"\baction=(f?)\"([a-z0-9_{}.]+)\"")
_TOLD = re.compile(r"_tell\([^\"]*\"([a-z0-9_]+)\"")
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
_SETTING = re.compile(r"[\"'](OES_[A-Z_]+)[\"']")


def sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in CODE)


def docs() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))


def journal_actions() -> set[str]:
    """Return the actions that the code appends, the states of an attempt spelt out."""
    text = sources()
    found = set(_TOLD.findall(text))
    for is_template, action in _ACTION.findall(text):
        found |= {action.replace("{state}", state) for state in AttemptState} if is_template else {action}
    return found - {"store_true", "store_false", "append", "count"}  # of command-line options


def undocumented(names: set[str]) -> list[str]:
    text = docs()
    return sorted(name for name in names if not re.search(rf"(?<![\w:]){re.escape(name)}(?!\w)", text))


def test_it_finds_what_it_looks_for():
    assert {"OES_SECRET_KEY", "OES_DATA_DIR"} <= set(_SETTING.findall(sources()))
    assert {"consent_given", "attempt_started", "policy_added"} <= journal_actions()
    assert undocumented({"OES_NO_SUCH_SETTING"}) == ["OES_NO_SUCH_SETTING"]


def test_it_documents_every_setting():
    assert not undocumented(set(_SETTING.findall(sources())))


def test_it_documents_every_kind_of_violation():
    assert not undocumented(set(KINDS))


def test_it_documents_every_journal_action():
    assert not undocumented(journal_actions())


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
