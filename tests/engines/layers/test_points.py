import numpy as np
import pytest

from engines.errors import LayerError
from engines.layers.points import Points


def test_an_unknown_mark_is_refused_with_the_known_ones():
    with pytest.raises(LayerError, match="Points.mark = 'star', allowed dot, cloud, stable"):
        Points(np.zeros((1, 2)), mark="star")


@pytest.mark.parametrize("columns", [1, 4])
def test_a_place_has_two_or_three_coordinates(columns):
    with pytest.raises(LayerError, match="expected"):
        Points(np.zeros((2, columns)))


def test_one_mark_per_point_means_one_for_each():
    with pytest.raises(LayerError, match="Points.mark has 1 entries, expected 2"):
        Points(np.zeros((2, 2)), mark=("saddle",))


def test_labels_are_none_or_one_for_each():
    with pytest.raises(LayerError, match="Points.labels has 1 entries, expected 2"):
        Points(np.zeros((2, 2)), labels=("a",))
