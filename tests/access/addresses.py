"""Every address of the URL configuration, by name."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def patterns() -> dict[str, tuple[str, URLPattern]]:
    """Return address and pattern of every name, `app:name`."""
    return dict(_named(get_resolver()))


def _named(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, tuple[str, URLPattern]]]:
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _named(entry, address, f"{space}{entry.namespace}:" if entry.namespace else space)
        else:
            yield f"{space}{entry.name}", (address, entry)
