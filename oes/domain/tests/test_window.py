import pytest

from oes.domain.spans import Span
from oes.domain.window import WindowEvent, switch_episodes


def found(*events: tuple, end: float = 600.0):
    told = [WindowEvent(*e) for e in events]
    return switch_episodes(told, end_seconds=end, least_seconds=1.0, join_gap_seconds=2.0)


def switches(*events: tuple, end: float = 600.0) -> list[Span]:
    return [e.span for e in found(*events, end=end)]


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


def test_a_page_long_silent_before_the_exams_end_was_not_away_up_to_it():
    assert switches((100, "left", "a"), (110, "heartbeat", "a"), (310, "exam_ended", "b")) == [Span(100, 110)]


def test_an_early_word_of_the_end_excuses_nothing():
    assert switches((0, "exam_ended", "forged"), (400, "left", "a"), (410, "returned", "a")) == [Span(400, 410)]


def test_order_of_arrival_does_not_matter():
    assert switches((109, "returned", "a"), (100, "left", "a")) == [Span(100, 109)]


THREE = [
    (100.0, "left", "a", "embed"), (105.0, "returned", "a", "embed"),
    (100.4, "left", "b", "extension", "web.telegram.org"), (105.2, "returned", "b", "extension"),
    (99.8, "left", "c", "guard", "Telegram"), (104.9, "returned", "c", "guard"),
]  # fmt: skip


def test_three_sources_of_one_switch_are_one_violation_with_what_was_in_front():
    (one,) = found(*THREE)
    assert one.span == Span(99.8, 105.2)
    assert (one.source, one.detail) == ("embed+extension+guard", "Telegram, web.telegram.org")
    assert one.span.start <= one.shown.at_seconds <= one.span.end


@pytest.mark.parametrize("source", ["embed", "extension", "guard"])
def test_each_source_alone_finds_it(source):
    (one,) = found(*(e for e in THREE if e[3] == source))
    assert one.source == source
    assert one.span.seconds == pytest.approx(5, abs=0.3)


def test_sources_that_saw_different_switches_stay_apart():
    told = [
        (100, "left", "a"),
        (105, "returned", "a"),
        (108, "left", "c", "guard", "x"),
        (111, "returned", "c", "guard"),
    ]
    assert [(e.span, e.source) for e in found(*told)] == [(Span(100, 105), "embed"), (Span(108, 111), "guard")]


def test_the_least_length_is_that_of_the_whole():
    told = [
        (100, "left", "a"),
        (100.7, "returned", "a"),
        (100.5, "left", "c", "guard"),
        (101.2, "returned", "c", "guard"),
    ]
    assert switches(*told) == [Span(100, 101.2)]


def test_the_exams_end_told_by_its_page_holds_for_all_sources():
    told = [(300, "exam_ended", "a"), (310, "left", "c", "guard", "x"), (330, "returned", "c", "guard")]
    assert found(*told) == []


def test_only_the_exams_page_says_when_the_exam_is_over():
    told = [(300, "exam_ended", "c", "guard"), (310, "left", "c", "guard"), (330, "returned", "c", "guard")]
    assert switches(*told) == [Span(310, 330)]


def test_a_program_that_was_ended_in_order_saw_nothing_afterwards():
    told = [(100, "left", "c", "guard"), (110, "stopped", "c", "guard"), (500, "returned", "d", "guard")]
    assert switches(*told) == [Span(100, 110)]


def test_a_killed_program_counts_up_to_its_last_word_even_if_it_is_started_again():
    told = [(100, "left", "c", "guard"), (110, "heartbeat", "c", "guard"), (500, "returned", "d", "guard")]
    assert switches(*told) == [Span(100, 110)]


def test_going_from_one_program_to_the_next_is_one_switch_with_both_names():
    told = [(100, "left", "c", "guard", "Telegram"), (105, "left", "c", "guard", "AnyDesk")]
    (one,) = found(*told, (109, "returned", "c", "guard"))
    assert (one.span, one.detail) == (Span(100, 109), "Telegram, AnyDesk")


def test_what_one_source_says_of_its_return_does_not_bring_back_another():
    told = [(100, "left", "a"), (100, "left", "c", "guard"), (103, "returned", "a"), (110, "returned", "c", "guard")]
    (one,) = found(*told)
    assert (one.span, one.source) == (Span(100, 110), "embed+guard")
