"""Short codes that people read out, copy and type: for the helpdesk, the exam's page, the guard, a phone."""

from collections.abc import Callable, Sequence

ALPHABET = "234679ACDEFGHJKMNPQRTUVWXYZ"
"""No 0 and O, 1 and I and L, 5 and S, 8 and B."""
_CYRILLIC = str.maketrans("АВЕКМНРСТУХ", "ABEKMHPCTYX")
"""Typed with the wrong keyboard, these letters look the same."""


def new_code(choose: Callable[[Sequence[str]], str], letters: int) -> str:
    """Return a code of so many letters, one of 27 ^ `letters`; `choose` picks one letter of the alphabet."""
    return "".join(choose(ALPHABET) for _ in range(letters))


def read_code(typed: str) -> str:
    """Return a typed code in its own letters: any case, with or without the hyphen, Cyrillic twins too."""
    letters = typed.upper().translate(_CYRILLIC)
    return "".join(letter for letter in letters if letter.isalnum())


def shown_code(code: str) -> str:
    """Return the code as it is shown, in two halves: K7M-4QX."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"
