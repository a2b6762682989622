"""Which blobs the rows name: of every model that has a `blob_key`, caches excepted."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

from oes.appeals.models import Blurred
from oes.recordings.models import JoinedFile

CACHES = (JoinedFile, Blurred)
"""Made again from what is kept; never evidence."""


def blob_models() -> Iterator[tuple[type[Model], bool]]:
    """Yield each model whose rows name blobs, and whether they know the hash of the plaintext."""
    for model in apps.get_models():
        names = {column.name for column in model._meta.get_fields()}
        if "blob_key" in names and model not in CACHES:
            yield model, "sha256" in names


def named_here() -> Iterator[tuple[str, str]]:
    """Yield the key of every blob that a row names, and the hash of its plaintext, "" where the row has none."""
    for model, has_hash in blob_models():
        rows = model._default_manager.exclude(blob_key="")
        if has_hash:
            yield from rows.values_list("blob_key", "sha256").iterator()
        else:
            yield from ((key, "") for key in rows.values_list("blob_key", flat=True).iterator())


def is_named(key: str) -> bool:
    """Return whether a row names this blob now."""
    return any(model._default_manager.filter(blob_key=key).exists() for model, _ in blob_models())
