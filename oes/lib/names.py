"""Names of people: found in any letter case, sorted by the alphabet of the interface (G7)."""

import unicodedata

_KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_RUSSIAN = "аәбвгғдеёжзиійкқлмнңоөпрстуұүфхһцчшщъыьэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ORDER = {"kk": _KAZAKH + _LATIN, "ru": _RUSSIAN + _LATIN, "en": _LATIN + _RUSSIAN}
_PLACES = {
    language: {letter: chr(0x100 + place) for place, letter in enumerate(order)} for language, order in _ORDER.items()
}


def search_name(name: str) -> str:
    """Return the name as it is searched: composed, case folded, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def sort_key(name: str, language: str) -> str:
    """Return a key whose plain order by code point is the language's alphabetical order. Spaces sort first."""
    places = _PLACES[language]
    return "".join(places.get(letter) or places.get(_plain(letter), letter) for letter in search_name(name))


def _plain(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]
