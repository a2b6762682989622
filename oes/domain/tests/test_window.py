from oes.domain.spans import Span
from oes.domain.window import PageEvent, switch_episodes


def switches(*events: tuple[float, str, str], end: float = 600.0) -> list[Span]:
    told = [PageEvent(*e) for e in events]
    return [e.span for e in switch_episodes(told, end_seconds=end, least_seconds=1.0, join_gap_seconds=2.0)]


def test_leaving_and_returning_is_one_switch():
    assert switches((100, "left", "a"), (109, "returned", "a")) == [Span(100, 109)]


def test_a_glance_shorter_than_the_least_is_none():
    assert switches((100, "left", "a"), (100.5, "returned", "a")) == []


def test_leaving_twice_in_a_row_counts_from_the_first():
    assert switches((100, "left", "a"), (104, "left", "a"), (110, "returned", "a")) == [Span(100, 110)]


def test_a_page_that_never_comes_back_counts_as_long_as_it_is_heard_of():
    assert switches((100, "left", "a"), (110, "heartbeat", "a"), (120, "heartbeat", "a")) == [Span(100, 120)]


def test_closing_the_exams_page_is_no_switch():
    assert switches((100, "left", "a")) == []


def test_an_end_that_was_taken_back_ends_nothing():
    told = [(50, "exam_ended", "a"), (100, "left", "a"), (110, "returned", "a"), (300, "exam_ended", "a")]
    assert switches(*told) == [Span(100, 110)]


def test_going_on_to_the_next_page_of_the_exam_is_a_return():
    assert switches((100, "left", "a"), (101.5, "returned", "b")) == [Span(100, 101.5)]


def test_what_comes_after_the_exam_is_no_switch():
    assert switches((300, "exam_ended", "a"), (301, "left", "a")) == []


def test_a_switch_that_reaches_the_exams_end_stops_there():
    assert switches((290, "left", "a"), (300, "exam_ended", "b")) == [Span(290, 300)]


def test_an_early_word_of_the_end_excuses_nothing():
    assert switches((0, "exam_ended", "forged"), (400, "left", "a"), (410, "returned", "a")) == [Span(400, 410)]


def test_order_of_arrival_does_not_matter():
    assert switches((109, "returned", "a"), (100, "left", "a")) == [Span(100, 109)]
