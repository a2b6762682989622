"""What the .seb file holds, read by other hands than those that wrote it."""

import gzip
import hashlib
import json
import plistlib
import random
import string

import pytest
from rncryptor import DecryptionError, RNCryptor

from oes.domain.safe_exam_browser import Choices, config_key, exam_settings
from oes.integrations.seb.file import encrypted_file, plain_file

SETTINGS = exam_settings(
    Choices(filter_addresses=True, more_hosts=("library.example.kz",)),
    start_url="https://oes.example.kz/exams/1/",
    hosts=["oes.example.kz", "tests.example.kz:8443"],
    microphone=True,
)


class Bytes(RNCryptor):
    """Takes what was hidden as it is: a packed list is no text."""

    def post_decrypt_data(self, data: bytes) -> bytes:
        return data[: -data[-1]]


def test_the_plain_file_is_a_packed_property_list():
    body = gzip.decompress(plain_file(SETTINGS))
    assert body[:4] == b"plnd"
    assert plistlib.loads(gzip.decompress(body[4:])) == SETTINGS


def test_the_encrypted_file_opens_with_its_password_and_no_other():
    body = gzip.decompress(encrypted_file(SETTINGS, "қыс-2027"))
    assert body[:4] == b"pswd"
    assert plistlib.loads(gzip.decompress(Bytes().decrypt(body[4:], "қыс-2027"))) == SETTINGS
    with pytest.raises(DecryptionError):
        Bytes().decrypt(body[4:], "қыс-2026")


def test_two_files_of_the_same_settings_do_not_look_alike():
    assert encrypted_file(SETTINGS, "one") != encrypted_file(SETTINGS, "one")


def other_key(file: bytes) -> str:
    """Compute the Config Key from the file alone, another way: json.dumps over what plistlib reads."""
    read = plistlib.loads(gzip.decompress(gzip.decompress(file)[4:]))
    read.pop("originatorVersion", None)

    def ordered(value):
        if isinstance(value, dict):
            kept = [(k, ordered(v)) for k, v in value.items() if v != {}]
            return dict(sorted(kept, key=lambda pair: pair[0].casefold()))
        return [ordered(v) for v in value] if isinstance(value, list) else value

    text = json.dumps(ordered(read), separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def made_up(seed: int) -> dict:
    """Return settings of every shape that we write, in any order."""
    chance = random.Random(seed)
    word = lambda: "".join(chance.choices(string.ascii_letters, k=chance.randint(6, 12)))  # noqa: E731
    text = lambda: "".join(chance.choices(string.ascii_letters + string.digits + " /:?&=%#.-_әғқңө", k=12))  # noqa: E731
    simple = lambda: chance.choice([True, False, chance.randint(-5, 10**9), text(), "", "https://a.kz/b?c=1&d=2"])  # noqa: E731
    settings = {word(): simple() for _ in range(30)}
    settings[word()] = [{word(): simple() for _ in range(4)} for _ in range(3)]
    settings[word()] = {}
    settings["emptyList"] = []
    settings["originatorVersion"] = text()
    return settings


@pytest.mark.parametrize("seed", range(30))
def test_the_key_equals_another_computation_from_the_file(seed):
    settings = made_up(seed)
    assert config_key(settings) == other_key(plain_file(settings))


@pytest.mark.parametrize("quits", [True, False])
@pytest.mark.parametrize("filters", [True, False])
@pytest.mark.parametrize("microphone", [True, False])
def test_the_key_of_an_exam_equals_another_computation(quits, filters, microphone):
    choices = Choices(allow_quit=quits, filter_addresses=filters, quit_password_hash="ab" * 32)
    settings = exam_settings(choices, start_url="https://a.kz/exams/7/", hosts=["a.kz"], microphone=microphone)
    assert config_key(settings) == other_key(plain_file(settings))
