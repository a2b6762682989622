from oes.domain.page_facts import page_fact_episodes
from oes.domain.spans import Span
from oes.domain.window import WindowEvent


def facts(*events: tuple, end: float = 600.0) -> list[tuple]:
    told = [WindowEvent(at, kind, "a", "embed", detail) for at, kind, detail in events]
    return [(e.kind, e.span, e.detail) for e in page_fact_episodes(told, end_seconds=end)]


def test_what_is_repeated_soon_is_one_episode_with_the_whole_length():
    told = [(100, "copied", "40"), (110, "cut", "2"), (141, "copied", "7")]
    assert facts(*told) == [("copied", Span(100, 111), "42"), ("copied", Span(141, 142), "7")]


def test_pasting_is_told_apart_from_copying():
    assert [kind for kind, *_ in facts((100, "pasted", "9"), (101, "copied", "9"))] == ["pasted", "copied"]


def test_printing_has_no_length():
    assert facts((100, "printed", "")) == [("printed", Span(100, 101), "")]


def test_a_length_that_is_none_counts_as_nothing():
    assert facts((100, "pasted", "Иванов"), (101, "pasted", "²"), (102, "pasted", "9" * 40)) == [
        ("pasted", Span(100, 103), "")
    ]


def test_what_comes_after_the_exam_is_not_told():
    assert facts((300, "exam_ended", ""), (310, "printed", "")) == []


def test_only_the_exams_page_is_asked():
    assert page_fact_episodes([WindowEvent(5, "copied", "a", "guard", "3")], end_seconds=60) == []


def test_order_does_not_matter():
    told = [(100, "copied", "40"), (110, "cut", "2"), (105, "pasted", "7")]
    assert facts(*told) == facts(*reversed(told))
