"""The scripts as they are served."""

import json
import re

import pytest
from django.test import Client

from oes.integrations.embed.scripts import without_remarks

MOST_BYTES = 8 * 1024
BOTH = ["/embed/oes-embed.js", "/embed/oes-embed-code.js"]


@pytest.mark.parametrize("address", BOTH)
def test_a_script_is_small_and_stands_under_a_stable_address(organisation, address):
    answer = Client().get(address)
    assert answer["Content-Type"].startswith("text/javascript")
    assert "max-age=300" in answer["Cache-Control"]
    assert len(answer.content) <= MOST_BYTES
    assert b"document.cookie" not in answer.content
    unchanged = Client().get(address, headers={"If-None-Match": answer["ETag"]})
    assert unchanged.status_code == 304
    for one in (answer, unchanged):
        assert one["Access-Control-Allow-Origin"] == "*"
        assert one["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert Client().post(address).status_code == 405


def test_the_script_says_what_it_is_and_carries_no_further_remarks(organisation):
    text = Client().get(BOTH[0]).content.decode()
    assert text.startswith("/* OES in a page of the testing system")
    assert text.count("/*") == 1
    assert not re.search(r"^\s", text.partition("*/\n")[2], re.MULTILINE)


def test_taking_out_remarks_takes_nothing_else_out():
    source = '/* what it is */\n  var a = "/* kept */"; // kept\n  /* gone\n     too */\n  // gone\n\n  b(a / 2);\n'
    assert without_remarks(source) == '/* what it is */\nvar a = "/* kept */"; // kept\nb(a / 2);\n'


def test_the_box_speaks_the_languages_of_the_students(organisation):
    words = json.loads(Client().get(BOTH[1]).content.decode().split("\n")[0].removeprefix("window.OES.words = ")[:-1])
    assert set(words) == {"kk", "ru", "en"}
    assert len({tuple(sorted(one)) for one in words.values()}) == 1
    assert {"wrong_code", "old_code", "too_many_tries", "failed"} <= set(words["en"])
