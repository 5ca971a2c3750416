from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError
from engines.instruments.disentanglement.codes import matched


def test_values_of_factors_are_numbered_in_their_order():
    factors = np.array([[0.5, 9.0], [1.0, 9.5], [0.5, 8.0]])
    codes, values = matched(np.zeros((3, 2), np.float32), factors)
    np.testing.assert_array_equal(values, [[0, 1], [1, 2], [0, 0]])
    assert codes.dtype == np.float64


def test_what_does_not_fit_is_refused():
    codes, factors = np.zeros((4, 2)), np.arange(8).reshape(4, 2)
    with pytest.raises(ParameterError, match=r"must be \(n, d\) and \(n, F\)"):
        matched(codes[:3], factors)
    with pytest.raises(ParameterError, match="not finite"):
        matched(codes + np.nan, factors)
    with pytest.raises(ParameterError, match="factor 2 never changes"):
        matched(codes, factors * [1, 0])
