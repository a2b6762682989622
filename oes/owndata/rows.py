"""Rows as plain data."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model


def row_of(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """Return the named fields of a row."""
    return {name: getattr(row, name) for name in names}


def rows_of(rows: Iterable[Model], names: Iterable[str]) -> list[dict[str, Any]]:
    """Return the named fields of each row."""
    return [row_of(row, names) for row in rows]
