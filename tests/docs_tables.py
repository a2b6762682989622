"""The tables in docs/ that are read off the code. `make docs` writes them; tests/test_docs.py compares."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

from oes.domain.policy import DEFAULT_WEIGHTS, Weight
from oes.domain.violations import KINDS, ViolationKind
from tests.personal import fields_table, keeping_table, purposes_table, sensitive_table

DOCS = Path(__file__).resolve().parent.parent / "docs"
API_PREFIXES = ("api/", "embed/", "extension/v1/", "guard/", "seb/")
_PERSONAL = re.compile(r"Personal data: (?P<data>.+?)\. Kept: (?P<kept>.+?)\.(?=\s|$)", re.DOTALL)


def access_table() -> str:
    """Return who may open what. Its rows know models, which are there only once Django is set up."""
    from tests.access.page import access_table as told

    return told()


def our_models() -> list[type[Model]]:
    """Return the models of the product's own apps."""
    return [model for model in apps.get_models() if model.__module__.startswith("oes.")]


def personal_data(model: type[Model]) -> tuple[str, str] | None:
    """Return what personal data the docstring of a model says it holds and how long it is kept, or None."""
    found = _PERSONAL.search(model.__doc__ or "")
    return (_plain(found["data"]), _plain(found["kept"])) if found else None


def api_addresses() -> dict[str, str]:
    """Return the addresses of the API by the name of their URL."""
    return {name: address for name, address in _named(get_resolver()) if address.startswith(API_PREFIXES)}


def kinds_table() -> str:
    rows = ["| kind | caption | direct | told by | grade | per event / per second / cap |", "|---|---|---|---|---|---|"]
    rows += [_kind_row(kind) for kind in KINDS.values()]
    return "\n".join(rows)


def api_table() -> str:
    rows = ["| name | address |", "|---|---|"]
    rows += [f"| `{name}` | `/{address}` |" for name, address in sorted(api_addresses().items())]
    return "\n".join(rows)


TABLES = {
    "models": ("privacy.md", fields_table),
    "keeping": ("retention.md", keeping_table),
    "purposes": ("dpia.md", purposes_table),
    "sensitive": ("dpia.md", sensitive_table),
    "kinds": ("trust.md", kinds_table),
    "api": ("api.md", api_table),
    "access": ("access.md", access_table),
}


def written(name: str) -> str:
    """Return the page with its table as the code has it now."""
    page, table = TABLES[name]
    between = re.compile(rf"(<!-- {name}: by make docs -->\n).*?(<!-- end -->)", re.DOTALL)
    text, count = between.subn(
        lambda found: f"{found[1]}{table()}\n{found[2]}", (DOCS / page).read_text(encoding="utf-8")
    )
    if count != 1:
        raise ValueError(f"docs/{page} has no place for the table {name}")
    return text


def _kind_row(kind: ViolationKind) -> str:
    weight = DEFAULT_WEIGHTS.get(kind.key, Weight(0, 0, 0))
    numbers = f"{weight.per_event:g} / {weight.per_second:g} / {weight.cap:g}" if weight.cap else "0"
    direct = "yes" if kind.direct else ""
    return f"| `{kind.key}` | {kind.label} | {direct} | {kind.source} | {kind.grade} | {numbers} |"


def _named(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _named(entry, address, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern) and entry.name:
            yield space + entry.name, address


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main() -> None:
    for name, (page, _) in TABLES.items():
        (DOCS / page).write_text(written(name), encoding="utf-8")


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main()
