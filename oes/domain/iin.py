"""The IIN, Kazakhstan's personal number: twelve digits, the last of which checks the others."""

_FIRST = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_DIGITS = frozenset("0123456789")


def iin_holds(iin: str) -> bool:
    """Return whether these are twelve digits with the right check digit."""
    if len(iin) != 12 or not set(iin) <= _DIGITS:
        return False
    digits = [int(digit) for digit in iin]
    check = _rest(digits, _FIRST)
    if check == 10:
        check = _rest(digits, _SECOND)
    return check == digits[-1]  # a rest of 10 again is never issued, and equals no digit


def _rest(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11
