import math

import pytest

from oes.lib.canonical import canonical, digest


def test_it_gives_one_text_whatever_the_order_of_keys():
    assert canonical({"b": 1, "a": [True, None, 0.1]}) == canonical({"a": [True, None, 0.1], "b": 1})
    assert canonical({"b": 1, "a": "Әділ"}) == '{"a":"Әділ","b":1}'.encode()


@pytest.mark.parametrize("value", [math.nan, math.inf, {"a": -math.inf}])
def test_it_refuses_what_is_no_number(value):
    with pytest.raises(ValueError, match="JSON"):
        canonical(value)


def test_it_refuses_what_json_does_not_know():
    with pytest.raises(TypeError):
        canonical({"a": object()})


def test_its_digest_is_sha256():
    assert digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
