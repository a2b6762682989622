"""Which entries of a list a screen shows. Pure: read lines in, keys of the list out; the lines are thrown away.

A single word counts in a short line or as a title ("AnyDesk: …"), not in the middle of a sentence: an exam may well
ask about Telegram. An entry of several words counts anywhere. One letter in eight may be misread: were it one in
seven, "Discard" would be Discord.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

SHORT_WORDS = 4
LETTERS_PER_MISREADING = 8
MOST_MISREADINGS = 2
SEPARATORS = (":", "-", "–", "—", "|", "•", "·")
_WORD = re.compile(r"[^\W_]+")
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l"})

Place = tuple[float, float, float, float]
"""Left, top, width, height as shares of the screen."""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line as it was read. Lives only while it is matched."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class FoundWord:
    """`key`: name of the list, a colon, the entry as the policy writes it."""

    key: str
    place: Place


def found_words(lines: Iterable[ReadLine], lists: Mapping[str, Sequence[str]]) -> list[FoundWord]:
    """Return each entry once, at the first line that shows it, in the order of the lists."""
    read = [(line, folded_words(line.text)) for line in lines]
    found = []
    for name, entries in lists.items():
        for entry in entries:
            words = folded_words(entry)
            place = next((line.place for line, seen in read if words and shows(line.text, seen, words)), None)
            if place is not None:
                found.append(FoundWord(f"{name}:{entry}", place))
    return found


def folded_words(text: str) -> list[str]:
    """Return the words in small letters, with letters as one that readers mix up."""
    return [word.translate(_ALIKE) for word in _WORD.findall(text.casefold())]


def shows(text: str, seen: Sequence[str], entry: Sequence[str]) -> bool:
    """Return whether a line, given as text and as folded words, shows an entry's words."""
    if len(entry) > 1:
        return _within("".join(entry), "".join(seen))
    if len(seen) > SHORT_WORDS and not _titled(text):
        return False
    places = seen if len(seen) <= SHORT_WORDS else seen[:1]
    return any(alike(word, entry[0]) for word in places)


def alike(read: str, entry: str) -> bool:
    """Return whether a read word may be the entry, with one misread letter for each eight of the entry."""
    return distance(read, entry, most=_misreadings(entry)) <= _misreadings(entry)


def distance(a: str, b: str, *, most: int) -> int:
    """Return the edit distance of two words, or any larger number where it is above `most`."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != other))
        if min(row) > most:
            return most + 1
    return row[-1]


def _misreadings(entry: str) -> int:
    return min(MOST_MISREADINGS, len(entry) // LETTERS_PER_MISREADING)


def _titled(text: str) -> bool:
    """Return whether a line begins with one word and a separator, as titles of windows do."""
    first, _, rest = text.strip().partition(" ")
    return first.endswith(SEPARATORS) or rest.lstrip().startswith(SEPARATORS)


def _within(entry: str, line: str) -> bool:
    """Return whether an entry of several words, blanks left out, stands anywhere in a line without blanks."""
    if entry in line:
        return True
    most = _misreadings(entry)
    return most > 0 and any(distance(part, entry, most=most) <= most for part in _parts(line, entry, most))


def _parts(line: str, entry: str, most: int) -> Iterator[str]:
    """Yield the parts of a line that may be an entry with `most` misread letters.

    Of `most` + 1 pieces of the entry one at least is read as it is. Comparing letter by letter only around such a
    piece costs a hundredth, and a screen full of text has thousands of parts.
    """
    last, size = max(0, len(line) - len(entry)), -(-len(entry) // (most + 1))
    starts: set[int] = set()
    for offset in range(0, len(entry), size):
        piece, at = entry[offset : offset + size], -1
        while (at := line.find(piece, at + 1)) >= 0:
            starts.update(range(at - offset - most, at - offset + most + 1))
    for start in sorted(starts):
        if 0 <= start <= last:
            yield line[start : start + len(entry)]
