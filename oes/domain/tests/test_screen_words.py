import random
from time import process_time

import pytest

from oes.domain.screen_lists import DEFAULT_SCREEN_WORDS
from oes.domain.screen_words import ReadLine, distance, found_words, shows

PLACE = (0.1, 0.2, 0.3, 0.04)


def keys(*texts: str, **lists: tuple[str, ...]) -> list[str]:
    return [word.key for word in found_words([ReadLine(text, PLACE) for text in texts], lists or DEFAULT_SCREEN_WORDS)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Telegram", "messenger:Telegram"),
        ("(3) WhatsApp", "messenger:WhatsApp"),
        ("AnyDesk: user 481 220 is connected", "remote_control:AnyDesk"),
        ("TeamViewer – session with Ivan started at noon", "remote_control:TeamViewer"),
        ("Discord | #general | the whole group of ours", "messenger:Discord"),
        ("github.com/rustdesk/rustdesk", "remote_control:RustDesk"),
        ("write a message...", "messenger:Write a message"),
        ("someone@example.org is viewing your screen now", "remote_control:is viewing your screen"),
        ("Your desktop iscurrently shared with her", "remote_control:Your desktop is currently shared"),
        ("Te1egram", "messenger:Telegram"),
    ],
)
def test_a_title_a_banner_or_a_prompt_is_found(text, key):
    assert key in keys(text)


@pytest.mark.parametrize(
    "text",
    [
        "Which of these is a messenger: Telegram or a spreadsheet?",
        "Do not use WhatsApp or Telegram during the exam.",
        "Discard",
        "PrairieLearn QA 101, Fa25",
        "Remote desktop software is discussed in chapter 4 of the book",
        "Skyper and Vibers",
        "",
    ],
)
def test_a_sentence_that_mentions_them_is_not(text):
    assert keys(text) == []


def test_an_entry_is_found_once_with_its_place():
    lines = [ReadLine("nothing", PLACE), ReadLine("Viber", (0.5, 0.5, 0.1, 0.02)), ReadLine("Viber", PLACE)]
    (word,) = found_words(lines, {"messenger": ("Viber",)})
    assert (word.key, word.place) == ("messenger:Viber", (0.5, 0.5, 0.1, 0.02))


def test_an_entry_without_letters_is_never_found():
    assert keys("...", exam=("...",)) == []


def test_a_host_is_found_in_an_address():
    assert keys("https://moodle.example.kz/mod/quiz/attempt.php", exam=("moodle.example.kz",)) == [
        "exam:moodle.example.kz"
    ]


def test_the_distance_counts_letters_that_differ_are_missing_or_added():
    assert distance("telegram", "telegram", most=2) == 0
    assert distance("telegam", "telegram", most=2) == 1
    assert distance("xelegrams", "telegram", most=2) == 2
    assert distance("abc", "telegram", most=2) == 3


def test_a_wall_of_text_costs_little():
    letters = random.Random(1)
    wall = ["".join(letters.choice("abcdefghijklmnopqrstuvwxyz ") for _ in range(40)) for _ in range(60)]
    spent = process_time()
    assert keys(*wall) == []
    assert process_time() - spent < 0.3


def test_a_part_of_a_line_is_found_as_if_all_parts_were_compared():
    chance = random.Random(2)
    for _ in range(500):
        entry = "".join(chance.choice("abcd") for _ in range(chance.choice((8, 12, 16, 20))))
        line = "".join(chance.choice("abcd") for _ in range(chance.choice((6, 20, 40))))
        most = min(2, len(entry) // 8)
        spoilt = list(entry)
        for _ in range(chance.choice((1, 2, 3))):
            spoilt[chance.randrange(len(spoilt))] = "x"
        text = line[:5] + "".join(spoilt) + line[5:]
        starts = range(max(1, len(text) - len(entry) + 1))
        wanted = any(distance(text[at : at + len(entry)], entry, most=most) <= most for at in starts)
        assert shows(text, [text], [entry[:4], entry[4:]]) == wanted
