from oes.domain.clocks import Jump, Reading, jumps, offset_at, usual_offset


def told(*offsets: float) -> list[Reading]:
    return [Reading(60.0 * n, 60.0 * n + offset) for n, offset in enumerate(offsets)]


def test_a_clock_that_is_wrong_from_the_start_was_not_moved():
    assert jumps(told(3600, 3600.4, 3599.8)) == []


def test_a_clock_that_is_set_back_and_forward_is_told_with_its_moments():
    assert jumps(told(0, 0, -3600, -3600, 0, 0.2)) == [Jump(120, -3600), Jump(240, 3600)]


def test_one_odd_reading_is_no_jump():
    assert jumps(told(0, 0, -25, 0, 0)) == []


def test_no_reading_says_nothing():
    assert jumps([]) == []
    assert offset_at([], 5) is None
    assert usual_offset([]) is None


def test_the_reading_next_to_a_moment_tells_how_far_apart_the_clocks_were():
    readings = told(0, 0, 100, 100)
    assert [offset_at(readings, at) for at in (-5, 80, 100, 900)] == [0, 0, 100, 100]
    assert usual_offset(told(2, 2.2, 90)) == 2.2
