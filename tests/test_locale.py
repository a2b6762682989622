"""Every text of a page has its Kazakh and its Russian."""

import re
import subprocess
from pathlib import Path

import pytest

from oes.domain.violations import KINDS

LOCALE = Path(__file__).resolve().parent.parent / "locale"
LANGUAGES = ("kk", "ru")  # message ids are English
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


def unfinished(text: str) -> list[str]:
    """Return the message ids of a .po file whose translation is empty or marked fuzzy."""
    entries = [entry for entry in re.split(r"\n\s*\n", text) if _part(entry, "msgid")]
    return [_part(entry, "msgid") for entry in entries if _is_fuzzy(entry) or not _is_translated(entry)]


def _is_fuzzy(entry: str) -> bool:
    return any(line.startswith("#,") and "fuzzy" in line for line in entry.splitlines())


def _is_translated(entry: str) -> bool:
    keywords = set(re.findall(r"^(msgstr(?:\[\d\])?)", entry, re.MULTILINE))
    return bool(keywords) and all(_part(entry, keyword) for keyword in keywords)


def _part(entry: str, keyword: str) -> str:
    """Return the string after a keyword, its continuation lines joined; obsolete entries (#~) have none."""
    found = re.search(rf"^{re.escape(keyword)} ((?:\".*\"\n?)+)", entry + "\n", re.MULTILINE)
    return "".join(part[1:-1] for part in _STRING.findall(found[1])) if found else ""


@pytest.mark.skipif(not LOCALE.exists(), reason="locale/ is empty: no text has been gathered yet (make messages)")
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_translates_every_text(language):
    text = (LOCALE / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    assert [kind.label for kind in KINDS.values() if f'msgid "{kind.label}"' not in text] == []
    assert not unfinished(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_can_be_compiled(language, tmp_path):
    """As the set-up does it: one false % in a text would end it there."""
    source = LOCALE / language / "LC_MESSAGES" / "django.po"
    done = subprocess.run(
        ["msgfmt", "--check-format", "-o", str(tmp_path / "django.mo"), str(source)], capture_output=True, text=True
    )
    assert not done.returncode, done.stderr


def test_it_sees_what_is_missing():
    done = 'msgid ""\nmsgstr ""\n"Language: kk\\n"\n\nmsgid "Exam"\nmsgstr "Емтихан"\n\n'
    plural = 'msgid "%(n)s exam"\nmsgid_plural "%(n)s exams"\nmsgstr[0] "%(n)s экзамен"\nmsgstr[1] "%(n)s экзамена"\n'
    long = 'msgid ""\n"Long "\n"text"\nmsgstr ""\n"Ұзақ "\n"мәтін"\n\n'
    assert unfinished(done + long + plural) == []
    assert unfinished(done + 'msgid "Group"\nmsgstr ""\n') == ["Group"]
    assert unfinished('#, fuzzy\nmsgid "Group"\nmsgstr "Топ"\n') == ["Group"]
    assert unfinished(plural.replace('"%(n)s экзамена"', '""')) == ["%(n)s exam"]
    assert unfinished('#~ msgid "Old"\n#~ msgstr ""\n') == []
