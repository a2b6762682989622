"""The Config Key and what the browser sends of it."""

import hashlib

import pytest

from oes.domain.safe_exam_browser import (
    BadSetting,
    Choices,
    config_json,
    config_key,
    exam_settings,
    matches,
    request_hash,
)


def test_the_text_has_sorted_keys_no_whitespace_and_no_escapes():
    settings = {
        "URLFilterEnable": False, "startURL": "https://a.kz/?x=1&y=/é", "allowQuit": True, "b": {}, "Aa": [],
        "originatorVersion": "SEB_Win_3", "rules": [{"regex": False, "action": 1, "empty": {}}], "aB": -3,
    }  # fmt: skip
    assert config_json(settings) == (
        '{"Aa":[],"aB":-3,"allowQuit":true,"rules":[{"action":1,"regex":false}],'
        '"startURL":"https://a.kz/?x=1&y=/é","URLFilterEnable":false}'
    )


def test_the_key_is_the_hash_of_the_text():
    assert config_key({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()


def test_the_program_that_wrote_the_settings_does_not_change_the_key():
    assert config_key({"a": 1, "originatorVersion": "x"}) == config_key({"a": 1})


@pytest.mark.parametrize("bad", ['say "hi"', "back\\slash", "two\nlines", "\x00"])
def test_text_that_would_need_an_escape_is_refused(bad):
    with pytest.raises(BadSetting):
        config_key({"a": bad})


@pytest.mark.parametrize("bad", [1.5, None, b"bytes"])
def test_a_value_of_another_kind_is_refused(bad):
    with pytest.raises(BadSetting):
        config_key({"a": bad})


def test_the_fragment_of_the_address_does_not_count():
    assert request_hash("https://a.kz/b?c=1#d", "ff") == hashlib.sha256(b"https://a.kz/b?c=1ff").hexdigest()


def test_a_request_matches_by_one_of_its_keys_at_its_own_address_only():
    sent = request_hash("https://a.kz/1", "bb").upper()
    assert matches(sent, "https://a.kz/1", ["aa", "BB"])
    assert not matches(sent, "https://a.kz/2", ["aa", "bb"])
    assert not matches(sent, "https://a.kz/1", ["aa", ""])
    assert not matches("", "https://a.kz/1", [])
    assert not matches("ключ", "https://a.kz/1", ["aa"])


def test_only_chosen_hosts_are_let_through():
    choices = Choices(filter_addresses=True, more_hosts=("c.kz", "a.kz"))
    settings = exam_settings(choices, start_url="https://a.kz/", hosts=["a.kz", "b.kz"], microphone=False)
    assert [rule["expression"] for rule in settings["URLFilterRules"]] == ["a.kz", "b.kz", "c.kz"]
    assert settings["browserMediaCaptureMicrophone"] is False
    assert "URLFilterRules" not in exam_settings(Choices(), start_url="https://a.kz/", hosts=[], microphone=True)
