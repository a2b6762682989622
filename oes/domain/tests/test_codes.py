"""Codes for the telephone."""

import random

from oes.domain.codes import ALPHABET, new_code, read_code, shown_code


def test_no_two_letters_look_alike():
    for group in ("0O", "1IL", "5S", "8B"):
        assert not set(group) & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 27


def test_a_code_is_read_as_it_is_shown_or_carelessly():
    code = new_code(random.Random(4).choice, 8)
    assert len(code) == 8
    assert read_code(shown_code(code)) == read_code(f" {code.lower()} ") == code


def test_a_code_typed_with_the_cyrillic_keyboard_is_read():
    assert read_code("кмн-рст") == "KMHPCT"


def test_junk_is_no_code():
    assert read_code("--- 💥") == ""
