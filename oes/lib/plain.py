"""Dataclasses as plain data for JSON, and back with every type checked: the other side may have been taken over."""

import base64
import types
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Return dicts, lists, numbers, texts, booleans and None; bytes as base64, numpy's numbers as Python's."""
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, list | tuple):
        return [to_plain(one) for one in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Enum):
        return value.value
    return value.item() if hasattr(value, "item") else value


def from_plain(kind: type[T], value: Any) -> T:
    """Return what `to_plain` was given. Raises ValueError where the data are not of that kind.

    Knows dataclasses of bool, int, float, str, bytes, enums, tuples, lists and "or None".
    """
    try:
        made: T = _made(kind, value)
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"no {getattr(kind, '__name__', kind)}: {error}") from error
    return made


def _made(kind: Any, value: Any) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        if set(value) != set(hints):
            raise ValueError("other fields than expected")
        return kind(**{name: _made(hint, value[name]) for name, hint in hints.items()})
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        (inner,) = (one for one in get_args(kind) if one is not type(None))
        return None if value is None else _made(inner, value)
    if origin in (tuple, list):
        return origin(_items(get_args(kind), value))
    return _one(kind, value)


def _items(kinds: tuple[Any, ...], value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("a list is expected")
    if len(kinds) == 1 or kinds[1] is Ellipsis:
        return [_made(kinds[0], one) for one in value]
    return [_made(kind, one) for kind, one in zip(kinds, value, strict=True)]


def _one(kind: Any, value: Any) -> Any:
    if kind is float and type(value) in (int, float):
        return float(value)
    if kind is bytes and isinstance(value, str):
        return base64.b64decode(value, validate=True)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if type(value) is not kind:
        raise ValueError(f"{getattr(kind, '__name__', kind)} is expected")
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
