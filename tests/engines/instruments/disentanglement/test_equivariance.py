from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError
from engines.instruments.disentanglement.equivariance import equivariance_errors


def test_the_error_is_the_mean_square_over_pixels_of_each_transformation():
    wanted = np.zeros((3, 2, 2))
    made = np.array([1.0, 3.0, 0.5])[:, None, None] * np.ones((3, 2, 2))
    found = equivariance_errors(made, wanted, np.array([0, 0, 1]), 2)
    np.testing.assert_allclose(found, [5.0, 0.25])


def test_what_does_not_fit_is_refused():
    pictures = np.zeros((3, 2, 2))
    with pytest.raises(ParameterError, match="must be the same"):
        equivariance_errors(pictures, pictures[:2], np.zeros(3, int), 1)
    with pytest.raises(ParameterError, match="transformation 2 of 2 has no pictures"):
        equivariance_errors(pictures, pictures, np.zeros(3, int), 2)
