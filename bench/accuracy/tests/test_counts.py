from bench.accuracy.counts import Counts, decision_row


def test_decisions_are_counted_into_recall_precision_and_false_alarms():
    counts = Counts()
    for labelled, found in [(True, True), (True, True), (True, False), (False, True), *[(False, False)] * 36]:
        counts.add(labelled=labelled, found=found)
    row = decision_row(counts, detector="phone", condition="dark")
    assert (row.n, row.labelled, row.recall, row.precision) == (40, 3, 2 / 3, 2 / 3)
    assert row.false_alarms_per_hour == 100 / 37
    assert row.value == 38 / 40
    assert row.low < row.value < row.high


def test_nothing_counted_gives_no_shares():
    row = decision_row(Counts(), detector="phone", condition="dark")
    assert (row.recall, row.precision, row.false_alarms_per_hour, row.value) == (None, None, None, None)
