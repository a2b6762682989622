import numpy as np
import pytest

from bench.accuracy.verification import (
    Gallery,
    Scores,
    best_threshold,
    compare,
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


def test_each_part_is_judged_by_people_who_are_not_in_it():
    people = [f"p{i}" for i in range(20)]
    angles = np.concatenate([np.arange(20.0), np.arange(20.0) + 0.1])
    embeddings = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    pictures = tuple(f"{person}/{shot}" for shot in (1, 2) for person in people)
    everyone = Gallery(pictures, tuple(2 * people), embeddings, np.ones(40, dtype=bool))
    pairs = [(person, person, True) for person in people] + [("p0", "p3", False)] * 20
    similarities = np.array([0.995] * 20 + [0.2] * 20)
    right, thresholds = part_accuracy(similarities, pairs, everyone, everyone)
    assert (right, len(thresholds)) == (40, 10)
    similarities[0] = 0.1
    assert part_accuracy(similarities, pairs, everyone, everyone)[0] == 39


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
