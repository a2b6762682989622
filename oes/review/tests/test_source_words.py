"""Who told of a violation, and how much was copied, on the pages that show it."""

import pytest
from django.urls import reverse
from django.utils import translation

from oes.review.source_words import told_by
from oes.review.words import caption_with_detail
from oes.violations.models import Violation
from tests.scenes import Seen, sit


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_a_switch_names_all_who_told_it_and_what_was_in_front():
    row = Violation(kind="window_switch", source="embed+extension+guard", detail="Telegram, chat.example")
    assert told_by(row) == "told by: the exam's page, the browser extension, the guard program"
    assert caption_with_detail(row) == "Switched the active window: Telegram, chat.example"


def test_a_screen_that_two_pages_told_of_names_both():
    assert told_by(Violation(kind="second_screen", source="embed+recorder")) == (
        "told by: the exam's page, the recorder's page"
    )


@pytest.mark.parametrize("source", ["camera", "recorder", "screen", "challenge", "camera+guard"])
def test_what_recordings_show_names_no_teller(source):
    assert told_by(Violation(kind="phone", source=source)) == ""


@pytest.mark.parametrize(
    ("detail", "shown"),
    [
        ("1200", "Text pasted into the exam: 1,200 characters"),
        ("1", "Text pasted into the exam: 1 character"),
        ("", "Text pasted into the exam"),
        ("Иванов", "Text pasted into the exam"),
    ],
)
def test_what_was_pasted_is_told_by_its_length_only(detail, shown):
    assert caption_with_detail(Violation(kind="pasted", detail=detail)) == shown


def test_the_detailed_report_and_the_photo_report_say_who_told_it(signed_in, admin, aigerim, exam):
    attempt = sit(aigerim, exam, seen=[Seen("window_switch", 900, 905)])
    Violation.objects.update(source="embed+guard", detail="Telegram")
    for address in ("review:detailed", "reports:photo"):
        page = signed_in(admin).get(reverse(address, args=[attempt.uuid]), headers={"Accept-Language": "en"})
        assert "Switched the active window: Telegram" in page.content.decode()
        assert "told by: the exam&#x27;s page, the guard program" in page.content.decode()
