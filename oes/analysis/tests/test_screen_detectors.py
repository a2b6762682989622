from oes.analysis.detectors.screen import screen_episodes
from oes.domain.measures import ScreenMeasures
from oes.domain.policy import Thresholds
from oes.domain.spans import Span

PLACE = (0.5, 0.4, 0.2, 0.03)


def look(at: float, *words: str, read: bool = True, contrast: float = 60.0) -> ScreenMeasures:
    """Return a look that stands for eight seconds."""
    return ScreenMeasures(
        at_seconds=at, brightness=200.0, contrast=contrast, width=1280, height=720, held_seconds=8.0,
        words=words if read else None, places=tuple(PLACE for _ in words),
    )  # fmt: skip


def found(*looks: ScreenMeasures, **limits: float) -> list[tuple[str, Span]]:
    return [(e.kind, e.span) for e in screen_episodes(looks, Thresholds(**limits))]


def test_words_stand_until_the_next_reading():
    looks = [look(0), look(8, "messenger:Telegram"), look(16, read=False), look(24)]
    assert found(*looks) == [("messenger", Span(7.5, 23.5))]


def test_the_episode_is_shown_by_a_moment_that_was_looked_at():
    (episode,) = screen_episodes([look(0), look(8, "remote_control:AnyDesk")], Thresholds())
    assert episode.kind == "remote_control"
    assert episode.source == "screen"
    assert episode.shown.at_seconds == 8.0
    assert (episode.shown.box.x, episode.shown.box.width) == (0.5, 0.2)


def test_each_list_is_its_own_kind_in_any_order():
    looks = [look(8, "messenger:Viber", "remote_control:AnyDesk"), look(0)]
    assert {kind for kind, _ in found(*looks)} == {"messenger", "remote_control"}


def test_a_policy_may_ask_for_two_entries():
    one, two = look(0, "messenger:Viber"), look(8, "messenger:Viber", "messenger:Skype")
    assert found(one, two, messenger_least_words=2) == [("messenger", Span(7.5, 15.5))]


def test_an_exam_that_was_seen_and_has_gone_is_told():
    seen = "exam:moodle.example.kz"
    looks = [look(0), look(8, seen), look(16), look(24, read=False), look(32, seen)]
    assert found(*looks) == [("exam_not_visible", Span(15.5, 31.5))]


def test_an_exam_that_was_never_read_accuses_nobody():
    assert found(look(0), look(8), look(16)) == []


def test_an_empty_screen_is_blocked_only_if_it_lasts():
    assert found(look(0), look(8, contrast=0.5), look(16)) == []
    empty = [look(at, contrast=0.5) for at in range(8, 56, 8)]
    assert found(look(0), *empty, look(56)) == [("screen_blocked", Span(7.5, 55.5))]


def test_a_screen_that_was_never_read_shows_no_words():
    assert found(look(0, read=False), look(8, read=False)) == []
