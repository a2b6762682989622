from oes.domain.shared_screen import ScreenEvent, not_monitor_episodes, second_screen_episodes
from oes.domain.spans import Span


def told(at: float, kind: str, detail: str = "", page: str = "one") -> ScreenEvent:
    return ScreenEvent(at, kind, detail, page)


def spans(episodes):
    return [episode.span for episode in episodes]


def test_a_window_that_was_shared_counts_until_the_whole_screen_is():
    events = [
        told(5, "screen_shared", "monitor"),
        told(100, "screen_shared", "window"),
        told(130, "screen_shared", "monitor"),
    ]
    (found,) = not_monitor_episodes(events, end_seconds=600)
    assert (found.kind, found.source, found.span) == ("screen_not_monitor", "screen", Span(100, 130))


def test_a_tab_that_stayed_counts_to_the_end():
    assert spans(not_monitor_episodes([told(100, "screen_shared", "browser")], end_seconds=600)) == [Span(100, 600)]


def test_a_browser_that_does_not_tell_accuses_nobody():
    assert not_monitor_episodes([told(100, "screen_shared", "unverified")], end_seconds=600) == []


def test_a_second_screen_counts_until_it_is_gone():
    events = [told(-20, "second_screen"), told(50, "one_screen"), told(200, "second_screen")]
    found = second_screen_episodes(events, end_seconds=600)
    assert spans(found) == [Span(0, 50), Span(200, 600)]
    assert {e.source for e in found} == {"recorder"}


def test_a_reloaded_page_that_finds_it_again_goes_on():
    events = [told(10, "second_screen"), told(60, "reload", page="two"), told(61, "second_screen", page="two")]
    assert spans(second_screen_episodes(events, end_seconds=600)) == [Span(10, 600)]


def test_a_reloaded_page_that_finds_none_ends_it():
    events = [told(10, "second_screen"), told(60, "reload", page="two"), told(300, "visible", page="two")]
    assert spans(second_screen_episodes(events, end_seconds=600)) == [Span(10, 60)]


def test_the_exams_page_and_the_recorder_tell_of_the_same_screen_once():
    own = [told(10, "second_screen"), told(100, "one_screen")]
    exam = [told(14, "second_screen", page="x"), told(60, "heartbeat", page="y"), told(120, "one_screen", page="y")]
    (found,) = second_screen_episodes(own, end_seconds=600, exam_page=exam)
    assert (found.span, found.source) == (Span(10, 120), "embed+recorder")


def test_the_exams_page_alone_counts_up_to_its_last_word():
    exam = [told(14, "second_screen", page="x"), told(60, "heartbeat", page="y")]
    (found,) = second_screen_episodes([], end_seconds=600, exam_page=exam)
    assert (found.span, found.source) == (Span(14, 60), "embed")


def test_the_guard_counts_up_to_its_last_word_and_joins_in():
    guard = [told(20, "second_screen", page="g"), told(90, "heartbeat", page="g")]
    (found,) = second_screen_episodes([], end_seconds=600, guard=guard)
    assert (found.span, found.source) == (Span(20, 90), "guard")
    own = [told(10, "second_screen"), told(60, "one_screen")]
    (found,) = second_screen_episodes(own, end_seconds=600, guard=guard)
    assert (found.span, found.source) == (Span(10, 90), "guard+recorder")
