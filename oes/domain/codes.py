"""Short codes that people read to each other on the telephone."""

from collections.abc import Callable, Sequence

ALPHABET = "234679ACDEFGHJKMNPQRTUVWXYZ"
"""No 0 and O, 1 and I and L, 5 and S, 8 and B."""
LENGTH = 6
_CYRILLIC = str.maketrans("АВЕКМНРСТУХ", "ABEKMHPCTYX")
"""Typed with the wrong keyboard, these letters look the same."""


def new_code(choose: Callable[[Sequence[str]], str]) -> str:
    """Return a code of 27^6 = 387 million; `choose` picks one letter of the alphabet."""
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def read_code(typed: str) -> str:
    """Return a typed code in its own letters: any case, with or without the hyphen, Cyrillic twins too."""
    letters = typed.upper().translate(_CYRILLIC)
    return "".join(letter for letter in letters if letter.isalnum())


def shown_code(code: str) -> str:
    """Return the code as it is shown: K7M-4QX."""
    return f"{code[:3]}-{code[3:]}"
