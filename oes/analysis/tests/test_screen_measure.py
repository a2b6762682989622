import numpy as np
import pytest

from oes.analysis.media import UnreadableMedia
from oes.analysis.reading import Words
from oes.analysis.screen_columns import from_screen_columns, reading_of, to_screen_columns
from oes.analysis.screen_measure import MS_IN_HAND, Reading, ScreenMeasurer, credit_at, grown, joined_words
from oes.analysis.screen_media import PacketFacts, look_moments
from oes.analysis.tests.drawing import drawn_clip
from oes.domain.screen_words import FoundWord

WORD = FoundWord("messenger:Viber", (0.1, 0.1, 0.2, 0.05))
LISTS = {"messenger": ("Viber",)}


class FakeReader:
    """Finds the same words always and keeps where it was asked to look."""

    def __init__(self, *found: FoundWord, cost_ms: float = 100.0) -> None:
        self.found, self.cost_ms, self.asked = list(found), cost_ms, []

    def words(self, rgb, lists, *, wanted):
        self.asked.append(wanted)
        return Words(self.found, self.cost_ms)


def measurer(reader: FakeReader, lists=LISTS) -> ScreenMeasurer:
    return ScreenMeasurer(lists=lists, reader=lambda: reader)


def test_a_segment_without_lists_is_looked_at_once_and_not_read():
    reader = FakeReader(WORD)
    (look,) = measurer(reader, {"messenger": ()}).measure(drawn_clip(seconds=4), seconds=8.0)
    assert reader.asked == []
    assert look.words is None
    assert (look.width, look.height, look.held_seconds) == (160, 120, 8.0)
    assert 40 < look.brightness < 80
    assert look.contrast > 10


def test_a_new_screen_is_read_whole_at_its_last_frame():
    reader = FakeReader(WORD)
    one = measurer(reader)
    (look,) = one.measure(drawn_clip(seconds=2), starts_at=16.0, seconds=8.0)
    assert reader.asked == [None]
    assert (look.words, look.places) == (("messenger:Viber",), (WORD.place,))
    assert look.at_seconds == pytest.approx(1.9, abs=0.05)
    assert one.reading.at_seconds == pytest.approx(17.9, abs=0.05)


def test_a_screen_that_looks_as_it_did_is_not_read_again():
    reader = FakeReader(WORD)
    one, still = measurer(reader), drawn_clip(seconds=0.1)
    for number in range(3):
        looks = one.measure(still, starts_at=number * 8.0, seconds=8.0)
    assert len(reader.asked) == 1
    assert looks[0].words is None


def test_a_changed_screen_is_read_where_it_changed():
    reader = FakeReader(WORD)
    one = measurer(reader)
    one.measure(drawn_clip(seconds=0.1), seconds=8.0)
    one.measure(drawn_clip(seconds=0.1, first_frame=40), starts_at=8.0, seconds=8.0)
    wanted = reader.asked[1]
    assert wanted[15].any()
    assert not wanted[:9].any()
    assert not wanted[28:].any()


def test_a_screen_that_always_changes_is_read_as_often_as_is_paid_for():
    reader = FakeReader(cost_ms=2000.0)
    one = measurer(reader)
    for number in range(30):
        one.measure(drawn_clip(seconds=0.1, shade=40 + 90 * (number % 2)), starts_at=number * 8.0, seconds=8.0)
    assert len(reader.asked) == 3  # two from what is in hand, and one that 240 s pay for


def test_what_is_in_hand_is_bounded():
    late = Reading(0.0, 0.0, bytes(36 * 64))
    assert credit_at(None, 0.0) == credit_at(late, 1e6) == MS_IN_HAND
    assert 0 < credit_at(late, 10.0) < MS_IN_HAND


def test_words_stay_where_nothing_was_read_anew():
    here, there = (
        FoundWord("messenger:Skype", (0.0, 0.0, 0.1, 0.02)),
        FoundWord("messenger:Viber", (0.8, 0.8, 0.1, 0.02)),
    )
    wanted = np.zeros((36, 64), dtype=bool)
    wanted[:4, :10] = True
    assert joined_words([here, there], [], wanted) == (there,)
    assert joined_words([here, there], [here], wanted) == (here, there)
    assert joined_words([here, there], [], None) == ()


def test_cells_grow_by_one():
    cells = np.zeros((5, 6), dtype=bool)
    cells[0, 0] = cells[3, 4] = True
    assert grown(cells).sum() == 4 + 9


def test_key_frames_and_large_changes_are_looked_at_when_they_are_sharp_and_the_end():
    sent = [PacketFacts(0.0, 5000, True), PacketFacts(6.0, 30_000, False), PacketFacts(15.8, 200, False)]
    assert look_moments(sent) == [4.0, 10.0, 15.8]
    assert look_moments([PacketFacts(0.0, 5000, True)]) == [0.0]
    assert look_moments([]) == [0.0]


def test_a_long_file_with_one_key_frame_is_looked_at_all_along():
    sent = [PacketFacts(0.0, 5000, True), *(PacketFacts(float(at), 100, False) for at in range(1, 31))]
    assert look_moments(sent) == [4.0, 8.0, 16.0, 24.0, 30.0]


def test_looks_and_what_was_read_survive_storage():
    one = measurer(FakeReader(WORD))
    looks = one.measure(drawn_clip(seconds=2), seconds=8.0)
    columns = to_screen_columns(looks, one.reading)
    (again,) = from_screen_columns(columns)
    assert again.words == ("messenger:Viber",)
    assert again.contrast == pytest.approx(looks[0].contrast, abs=0.001)
    read = reading_of(columns)
    assert read.grid == one.reading.grid
    assert read.words == (WORD,)
    assert reading_of(to_screen_columns(looks, None)) is None


def test_bytes_that_show_nothing_are_unreadable():
    with pytest.raises(UnreadableMedia):
        measurer(FakeReader()).measure(b"\x1a\x45\xdf\xa3 nothing")
