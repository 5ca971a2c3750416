import numpy as np
import pytest

from engines.errors import LayerError
from engines.layers.scalar_field import ScalarField


def test_values_are_rows_of_y_and_columns_of_x():
    field = ScalarField(np.arange(3.0), np.arange(2.0), np.zeros((2, 3)))
    assert field.values.shape == (2, 3)


def test_a_transposed_field_is_refused():
    with pytest.raises(
        LayerError, match=r"ScalarField.values has shape \(3, 2\), expected \(2, 3\)"
    ):
        ScalarField(np.arange(3.0), np.arange(2.0), np.zeros((3, 2)))


def test_the_mask_of_untrusted_nodes_has_the_shape_of_the_field():
    with pytest.raises(LayerError, match="ScalarField.untrusted"):
        ScalarField(np.arange(3.0), np.arange(2.0), np.zeros((2, 3)), untrusted=np.zeros((1, 3)))
