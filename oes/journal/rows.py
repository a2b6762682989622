"""The three statements of a link, written once: every upload pays for them, and Django's query builder took four
fifths of what a link costs."""

from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from oes.journal.models import Chain, Entry


def locked_chain(subject: UUID) -> Chain:
    """Return the subject's chain, made where there is none; nobody else adds to it before this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_select(), [_prepared(Chain, "subject", subject)])
        row = cursor.fetchone()
    if row:
        return Chain(id=row[0], subject=subject, length=row[1], head=row[2])
    Chain.objects.get_or_create(subject=subject)
    return Chain.objects.select_for_update().get(subject=subject)


def insert(entry: Entry) -> None:
    """Store a new entry and make it the head of its chain."""
    names = _columns()
    with connection.cursor() as cursor:
        cursor.execute(_insert(), [_prepared(Entry, name, getattr(entry, name)) for name in names])
        cursor.execute(_update(), [entry.sequence, entry.link, entry.chain_id])


@cache
def _columns() -> tuple[str, ...]:
    return tuple(field.attname for field in Entry._meta.local_concrete_fields if not field.primary_key)


@cache
def _insert() -> str:
    names = ", ".join(_column(Entry, name) for name in _columns())
    return f"INSERT INTO {_table(Entry)} ({names}) VALUES ({', '.join(['%s'] * len(_columns()))})"


@cache
def _select() -> str:
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    names = ", ".join(_column(Chain, name) for name in ("id", "length", "head"))
    return f"SELECT {names} FROM {_table(Chain)} WHERE {_column(Chain, 'subject')} = %s{lock}"


@cache
def _update() -> str:
    changed = ", ".join(f"{_column(Chain, name)} = %s" for name in ("length", "head"))
    return f"UPDATE {_table(Chain)} SET {changed} WHERE {_column(Chain, 'id')} = %s"


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _column(model: type[Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return connection.ops.quote_name(str(field.column))


def _prepared(model: type[Model], name: str, value: Any) -> Any:
    field: Any = model._meta.get_field(name)
    return field.get_db_prep_save(value, connection)
