"""A book in the frame. Unit: score 0..1 of the object detector (EfficientDet-Lite0, COCO class "book").

What lies at one place for most of the attempt is furniture: a shelf is no violation, and neither is a book that lay
there from the start (the room is looked at before the exam). Laptops are not told: chairs and bags behind the student
score as high as laptops.
"""

from collections.abc import Sequence

from oes.analysis.detectors.looks import SAME_PLACE_OVERLAP, lasting, shared, told
from oes.domain.measures import FrameMeasures, Thing
from oes.domain.observations import Observation
from oes.domain.policy import Thresholds

KIND = "forbidden_object"
MOST_SHARE = 0.5
FURNITURE_SHARE = 0.5
"""Seen at one place by so many of all looks, it belongs to the room."""
PLACES = 12
"""Looks, evenly spread, whose books are taken as places where furniture may stand."""


def forbidden_object(frames: Sequence[FrameMeasures], thresholds: Thresholds) -> list[Observation]:
    """Return the frames with a book that came into view. The box is the book's."""
    furniture = _furniture(frames, thresholds)

    def moved_in(i: int) -> Thing | None:
        books = [b for b in _books(frames[i], thresholds) if not any(_same_place(b, place) for place in furniture)]
        return max(books, key=lambda book: book.score, default=None)

    return told(frames, KIND, lasting(frames, moved_in, score=thresholds.book_score, thresholds=thresholds))


def _books(frame: FrameMeasures, thresholds: Thresholds) -> list[Thing]:
    likely = (t for t in frame.things or () if t.kind == "book" and t.score >= thresholds.book_weak_score)
    return [book for book in likely if book.width * book.height <= MOST_SHARE]


def _furniture(frames: Sequence[FrameMeasures], thresholds: Thresholds) -> list[Thing]:
    looks = [_books(frame, thresholds) for frame in frames if frame.things is not None]
    every = max(1, len(looks) // PLACES)
    places = [book for look in looks[::every] for book in look]
    return [p for p in places if _times(p, looks) >= max(2, FURNITURE_SHARE * len(looks))]


def _times(place: Thing, looks: Sequence[Sequence[Thing]]) -> int:
    return sum(any(_same_place(book, place) for book in look) for look in looks)


def _same_place(a: Thing, b: Thing) -> bool:
    return shared(a, b)[0] >= SAME_PLACE_OVERLAP
