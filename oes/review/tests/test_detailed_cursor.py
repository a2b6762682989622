"""What a page that polls asks for: only the segments that came after its last answer."""

from datetime import UTC, datetime, timedelta

import pytest

from oes.review.detailed_queries import TOLD_TWICE_SECONDS, after_of, cursor_of

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def test_a_cursor_of_this_hour_asks_from_some_seconds_before_it():
    assert after_of(cursor_of(NOW), NOW + timedelta(minutes=5)) == NOW - timedelta(seconds=TOLD_TWICE_SECONDS)


def test_a_new_hour_has_new_links_and_asks_for_all():
    assert after_of(cursor_of(NOW), NOW + timedelta(minutes=31)) is None


@pytest.mark.parametrize("cursor", ["", "x", "1-2", "-1-2.000", "9" * 40, "1" * 9 + "-" + "9" * 12 + ".000", "\0"])
def test_what_is_no_cursor_asks_for_all(cursor):
    assert after_of(cursor, NOW) is None
