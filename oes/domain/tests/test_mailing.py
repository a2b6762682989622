"""When mails leave."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from oes.domain.mailing import DIGEST_AT, PAUSES, is_final, next_digest, pause_after

MOMENTS = st.integers(1_600_000_000, 1_900_000_000).map(lambda told: datetime.fromtimestamp(told, UTC))
ZONES = st.sampled_from(["Asia/Almaty", "Europe/Berlin", "America/St_Johns", "UTC"])


def test_it_waits_longer_each_time_and_then_no_more():
    assert list(PAUSES) == sorted(PAUSES)
    assert [pause_after(tries) for tries in range(1, len(PAUSES) + 2)] == [*PAUSES, None]
    assert sum(PAUSES, timedelta()) >= timedelta(days=3)


def test_a_server_that_is_busy_is_asked_again():
    assert [is_final(code) for code in (250, 421, 451, 499, 500, 550, 599, 600)] == [False] * 4 + [True] * 3 + [False]


@given(MOMENTS, ZONES)
def test_the_mail_of_the_day_leaves_in_the_morning_within_a_day(at, name):
    zone = ZoneInfo(name)
    found = next_digest(at, zone)
    assert found.astimezone(zone).time() == DIGEST_AT
    assert timedelta() < found - at <= timedelta(hours=25)
    assert next_digest(found, zone) - found >= timedelta(hours=23)
