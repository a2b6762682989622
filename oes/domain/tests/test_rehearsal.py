"""What follows from a rehearsal."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oes.domain.policy import Policy
from oes.domain.rehearsal import Level, Measured, State, outcome

GOOD = Measured(
    seconds=60, stored_seconds=60, late_seconds=2, upload_kbps=4000, frames_per_second=9.8, battery_percent=80,
    charging=True, wake_lock=True, sound=True, screen="monitor", face_problems=(),
)  # fmt: skip


def keys(measured: Measured, policy: Policy | None = None) -> dict[str, tuple[str, str]]:
    return {f.part: (f.key, str(f.state)) for f in outcome(measured, policy or Policy()).findings}


def test_a_good_device_is_ready_in_the_fullest_tier():
    result = outcome(GOOD, Policy())
    assert (result.tier, result.level, result.ready) == ("A", Level.NORMAL, True)
    assert {f.state for f in result.findings} == {State.GOOD}


@pytest.mark.parametrize(
    ("kbps", "late", "level", "key"),
    [
        (310, 0, "normal", "line_good"),
        (309, 0, "low", "line_low"),
        (4000, 25, "low", "line_low"),
        (256, 0, "low", "line_low"),
        (113, 0, "low", "line_low"),
        (112, 0, "low", "line_slow"),
        (64, 40, "low", "line_slow"),
        (None, 60, "low", "line_nothing"),
    ],
)
def test_the_line_picks_the_level(kbps, late, level, key):
    measured = replace(GOOD, upload_kbps=kbps, late_seconds=late)
    assert outcome(measured, Policy()).level == level
    assert keys(measured)["line"][0] == key


def test_nothing_on_the_server_is_no_connection_whatever_the_page_says():
    assert keys(replace(GOOD, stored_seconds=0))["line"] == ("line_nothing", "bad")


@pytest.mark.parametrize(
    ("screen", "tiers", "tier", "finding"),
    [
        ("monitor", ("A", "B"), "A", ("screen_monitor", "good")),
        ("unverified", ("A",), "A", ("screen_unverified", "good")),
        ("unsupported", ("A", "B"), "B", ("screen_unsupported", "note")),
        ("unsupported", ("A",), None, ("screen_needed", "bad")),
        ("denied", ("A", "B"), "B", ("screen_not_shared", "bad")),
        ("window", ("A",), None, ("screen_not_shared", "bad")),
        ("monitor", ("B",), "B", ("screen_monitor", "good")),
    ],
)
def test_the_screen_picks_the_tier(screen, tiers, tier, finding):
    policy = replace(Policy(), tiers=tiers)
    measured = replace(GOOD, screen=screen)
    assert outcome(measured, policy).tier == tier
    assert keys(measured, policy)["screen"] == finding


@pytest.mark.parametrize(
    ("percent", "charging", "finding"),
    [
        (10, True, ("battery_charging", "good")),
        (19, False, ("battery_low", "bad")),
        (40, False, ("battery_short", "note")),
        (90, False, ("battery_full", "good")),
    ],
)
def test_the_battery_is_told_where_the_browser_tells_it(percent, charging, finding):
    assert keys(replace(GOOD, battery_percent=percent, charging=charging))["battery"] == finding


def test_a_browser_without_a_battery_or_a_wake_lock_needs_neither():
    found = keys(replace(GOOD, battery_percent=None, charging=None, wake_lock=None))
    assert "battery" not in found
    assert found["awake"] == ("awake_not", "note")
    assert outcome(replace(GOOD, wake_lock=None), Policy()).ready


@pytest.mark.parametrize(("frames", "state"), [(8.0, "good"), (5.0, "note"), (4.9, "bad"), (None, "good")])
def test_too_few_frames_are_told(frames, state):
    assert keys(replace(GOOD, frames_per_second=frames))["camera"][1] == state


def test_the_face_is_the_servers_word():
    assert keys(replace(GOOD, face_problems=("too_dark", "no_face")))["face"] == ("face_too_dark", "bad")
    assert keys(replace(GOOD, face_problems=None))["face"] == ("face_unknown", "note")


def test_a_microphone_is_asked_for_only_by_the_rules():
    assert keys(replace(GOOD, sound=False))["sound"] == ("sound_none", "note")
    assert "sound" not in keys(GOOD, replace(Policy(), sound_kbps=0))


def test_without_a_camera_nothing_can_be_sat():
    result = outcome(replace(GOOD, camera=False), Policy())
    assert (result.tier, result.ready) == (None, False)


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_faster_line_never_gets_a_lower_level(slower, faster):
    slower, faster = sorted((slower, faster))
    first, second = (outcome(replace(GOOD, upload_kbps=kbps), Policy()).level for kbps in (slower, faster))
    assert (first, second) != (Level.NORMAL, Level.LOW)


def test_a_browser_that_takes_pictures_is_of_tier_c_where_the_rules_allow_it():
    phone = replace(GOOD, screen="unsupported", sound=False)
    assert outcome(phone, Policy(), pictures=True).tier == "C"
    assert outcome(phone, replace(Policy(), tiers=("A", "B")), pictures=True).tier is None


@pytest.mark.parametrize(
    ("frames", "tiers", "tier", "finding"),
    [
        (2.9, ("A", "B", "C"), "C", ("camera_weak", "note")),
        (3.0, ("A", "B", "C"), "A", ("camera_too_slow", "bad")),
        (2.9, ("A", "B"), "A", ("camera_too_slow", "bad")),
    ],
)
def test_a_computer_too_slow_for_video_takes_pictures_where_the_rules_allow_it(frames, tiers, tier, finding):
    policy = replace(Policy(), tiers=tiers)
    slow = replace(GOOD, frames_per_second=frames)
    assert outcome(slow, policy).tier == tier
    assert keys(slow, policy)["camera"] == finding
