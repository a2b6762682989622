import numpy as np
import pytest

from bench.accuracy.conditions import AS_IT_IS, CONDITIONS, changed

PICTURE = np.random.default_rng(3).integers(60, 200, (96, 128, 3)).astype(np.uint8)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition_repeats_itself_and_leaves_its_input_alone(condition):
    before = PICTURE.copy()
    once = changed(PICTURE, condition)
    assert once.dtype == np.uint8
    assert once.ndim == 3
    assert np.array_equal(once, changed(PICTURE, condition))
    assert np.array_equal(before, PICTURE)
    assert not np.array_equal(once, PICTURE)


def test_conditions_do_what_they_are_called():
    def detail(rgb):
        return np.abs(np.diff(rgb.astype(float), axis=1)).mean()

    assert changed(PICTURE, AS_IT_IS) is PICTURE
    assert changed(PICTURE, "dark").mean() < 0.3 * PICTURE.mean()
    assert detail(changed(PICTURE, "noisy")) > detail(PICTURE) > detail(changed(PICTURE, "blurred"))
    assert changed(PICTURE, "small").shape == (32, 43, 3)
    assert np.array_equal(changed(changed(PICTURE, "mirrored"), "mirrored"), PICTURE)
    assert changed(PICTURE, "side-lit")[:, 100:].mean() < 0.5 * changed(PICTURE, "side-lit")[:, :28].mean()
