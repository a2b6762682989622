import numpy as np
import pytest

from bench.accuracy.verification import (
    Gallery,
    Scores,
    best_threshold,
    compare,
    halves,
    part_accuracy,
    roc,
    true_accepts,
)

APART = Scores(np.array([0.6, 0.8, 0.9]), np.array([0.1, 0.2, 0.3]))


def test_the_best_threshold_parts_what_can_be_parted():
    threshold = best_threshold(APART)
    assert 0.3 < threshold < 0.6
    assert APART.correct(threshold) == APART.n


def test_a_face_that_was_not_found_is_a_miss_and_no_false_alarm():
    scores = Scores(np.array([0.9, np.nan]), np.array([0.1, np.nan]))
    assert scores.correct(best_threshold(scores)) == 3
    assert true_accepts(scores, false_accept_rate=0.5)[0] == 0.5


def test_each_part_is_judged_by_the_others():
    same = np.arange(40) % 2 == 0
    similarities = np.where(same, 0.8, 0.2)
    assert part_accuracy(similarities, same) == (40, 40)
    similarities[0] = 0.1
    assert part_accuracy(similarities, same) == (39, 40)


def test_a_true_accept_rate_keeps_the_false_one():
    other = np.linspace(0.0, 0.5, 1000)
    share, threshold = true_accepts(Scores(np.array([0.4, 0.6]), other), false_accept_rate=1e-2)
    assert (other >= threshold).sum() == 10
    assert share == 0.5


def test_a_curve_never_falls():
    random = np.random.default_rng(1)
    points = roc(Scores(random.normal(0.6, 0.2, 200), random.normal(0.1, 0.2, 2000)))
    assert all(a[1] <= b[1] and a[0] < b[0] for a, b in zip(points, points[1:], strict=False))
    assert points[-1] == (pytest.approx(1.0), 1.0)


def gallery(names):
    return Gallery(tuple(names), tuple(name[0] for name in names), np.eye(4), np.ones(4, dtype=bool))


def test_every_pair_of_pictures_is_compared_once():
    one = gallery(["a1", "a2", "b1", "b2"])
    scores = compare(one, one)
    assert (len(scores.same), len(scores.other)) == (2, 4)
    assert scores.whose.tolist() == [0, 1]
    both_ways = compare(one, gallery(["a1", "a2", "b1", "b2"]))
    assert (len(both_ways.same), len(both_ways.other)) == (4, 8)
    assert 1.0 not in both_ways.same


def test_people_fall_into_two_halves_always_the_same():
    assert halves(["b", "a", "b", "c"]) == {"a": 0, "b": 1, "c": 0}
