from __future__ import annotations

import numpy as np
import pytest

from engines.errors import WeightsError
from engines.learned.nets.quantised import quantised


def test_two_bits_leave_four_values_from_the_lowest_to_the_highest():
    array = np.random.default_rng(0).standard_normal((20, 30)).astype(np.float32)
    found = quantised({"w": array}, 2)["w"]
    values = np.unique(found)
    assert len(values) == 4
    assert (values[0], values[-1]) == pytest.approx((array.min(), array.max()))
    np.testing.assert_allclose(np.diff(values), (array.max() - array.min()) / 3.0, rtol=1e-5)
    assert found.dtype == np.float32


@pytest.mark.parametrize("bits", [3, 5, 8])
def test_no_weight_moves_by_more_than_half_a_step(bits):
    array = np.random.default_rng(1).standard_normal(500).astype(np.float32)
    step = float(np.ptp(array)) / (2**bits - 1)
    assert np.abs(quantised({"w": array}, bits)["w"] - array).max() <= 0.5 * step * 1.001


def test_an_array_of_one_value_stays():
    array = np.full(4, 0.3, np.float32)
    np.testing.assert_array_equal(quantised({"b": array}, 3)["b"], array)


@pytest.mark.parametrize("bits", [1, 0, -4])
def test_fewer_than_two_bits_are_refused(bits):
    with pytest.raises(WeightsError, match="allowed 2 and above"):
        quantised({}, bits)
