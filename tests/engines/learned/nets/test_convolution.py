from __future__ import annotations

import numpy as np
import pytest

from engines.learned.nets.convolution import convolved, spread


@pytest.fixture
def drawn():
    draw = np.random.default_rng(0)
    return lambda *shape: draw.standard_normal(shape)


def test_a_convolution_sums_windows_of_four(drawn):
    x, kernel, offset = drawn(2, 3, 8, 6), drawn(5, 3, 4, 4), drawn(5)
    out = convolved(x, kernel, offset)
    assert out.shape == (2, 5, 4, 3)
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    window = padded[1, :, 4:8, 2:6]
    assert out[1, 2, 2, 1] == pytest.approx(offset[2] + (window * kernel[2]).sum())


def test_spreading_is_the_transpose_of_convolving(drawn):
    x, y, kernel = drawn(1, 3, 8, 8), drawn(1, 5, 4, 4), drawn(5, 3, 4, 4)
    there = (convolved(x, kernel, np.zeros(5)) * y).sum()
    back = (x * spread(y, kernel, np.zeros(3))).sum()
    assert there == pytest.approx(back, rel=1e-12)


def test_spreading_adds_its_offset_everywhere(drawn):
    out = spread(np.zeros((1, 2, 3, 3)), drawn(2, 4, 4, 4), np.arange(4.0))
    np.testing.assert_array_equal(out[0, :, 2, 5], np.arange(4.0))
    assert out.shape == (1, 4, 6, 6)
