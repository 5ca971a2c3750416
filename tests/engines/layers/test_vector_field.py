import numpy as np
import pytest

from engines.errors import LayerError
from engines.layers.vector_field import VectorField


def test_both_components_have_the_shape_of_the_grid():
    with pytest.raises(LayerError, match=r"VectorField.v has shape \(3, 2\), expected \(2, 3\)"):
        VectorField(np.arange(3.0), np.arange(2.0), np.zeros((2, 3)), np.zeros((3, 2)))
