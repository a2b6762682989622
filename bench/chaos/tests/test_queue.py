"""What a scripted recorder keeps survives its process, whole or not at all."""

from bench.chaos.queue import ANNOUNCED, Queue

ROW = {"track": "camera", "run": 1, "sequence": 0, "start": 0.0, "end": 2.0, "added": 5.0}


def test_another_process_finds_it(tmp_path):
    Queue(tmp_path).add_segment(ROW, b"body")
    (row,) = Queue(tmp_path).segments()
    assert Queue(tmp_path).body(row) == b"body"
    assert Queue(tmp_path).manifest() == [{n: row[n] for n in ANNOUNCED}]


def test_checks_go_first_then_the_oldest(tmp_path):
    queue = Queue(tmp_path)
    queue.add_segment({**ROW, "sequence": 1, "added": 7.0}, b"b")
    queue.add_segment({**ROW, "sequence": 2, "added": 6.0}, b"c")
    queue.add_segment({**ROW, "track": "check_end", "added": 8.0}, b"a")
    assert [(row["track"], row["sequence"]) for row in queue.segments()] == [
        ("check_end", 0),
        ("camera", 2),
        ("camera", 1),
    ]


def test_a_piece_without_its_row_does_not_count(tmp_path):
    queue = Queue(tmp_path)
    (tmp_path / "segments" / "camera-1-9.webm").write_bytes(b"half")
    assert queue.segments() == []


def test_what_was_refused_waits_no_more_but_is_kept(tmp_path):
    queue = Queue(tmp_path)
    row = queue.add_segment(ROW, b"body")
    queue.set_aside(row, "409 different_bytes")
    assert queue.segments() == []
    assert [one["aside"] for one in queue.aside()] == ["409 different_bytes"]
    queue.remove(row)
    assert queue.aside() == []
    assert len(queue.made()) == 1


def test_events_go_in_order(tmp_path):
    queue = Queue(tmp_path)
    for number in (1, 0):
        queue.add_event({"run_key": "k", "sequence": number, "added": 1.0})
    assert [row["sequence"] for row in queue.events()] == [0, 1]
    queue.remove_events(queue.events()[:1])
    assert [row["sequence"] for row in queue.events()] == [1]
