import pytest

from oes.domain.iin import iin_holds


@pytest.mark.parametrize("iin", ["000000000000", "100000000001", "000000000109"])
def test_the_check_digit_follows_the_first_weights(iin):
    digits = [int(d) for d in iin]
    assert iin_holds(iin) == (sum(d * w for d, w in zip(digits, range(1, 12), strict=False)) % 11 == digits[11])


def test_a_rest_of_ten_uses_the_second_weights():
    # 1*5*... : first weights give 10, the second (3, 4, 5, ...) give 2 * 5 = 10 % 11 or less
    assert iin_holds("000000000105") is False
    assert iin_holds("000000000101") is True  # 10 by the first weights, 1 by the second
    assert iin_holds("000000000100") is False


def test_exactly_one_last_digit_fits_or_none():
    for start in ("85010112345", "99123145678", "01020350001", "00000000020"):
        assert sum(iin_holds(f"{start}{digit}") for digit in range(10)) <= 1


@pytest.mark.parametrize("iin", ["", "12345678901", "1234567890123", "12345678901a", "٠٠٠٠٠٠٠٠٠٠٠٠", " 00000000000"])
def test_anything_else_is_refused(iin):
    assert not iin_holds(iin)
