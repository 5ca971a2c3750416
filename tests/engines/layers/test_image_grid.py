import numpy as np
import pytest

from engines.errors import LayerError
from engines.layers.image_grid import ImageGrid


def test_a_contact_sheet_has_rows_columns_height_and_width():
    with pytest.raises(LayerError, match="ImageGrid.images"):
        ImageGrid(np.zeros((2, 8, 8)))


def test_a_picture_in_colours_has_red_green_and_blue():
    sheet = ImageGrid(np.zeros((2, 5, 6, 8, 3)))
    assert sheet.coloured
    assert sheet.sizes == (2, 5, 6, 8)
    assert not ImageGrid(np.zeros((2, 5, 6, 8))).coloured
    for colours in (1, 2, 4):
        with pytest.raises(LayerError, match=r"expected \(any, any, any, any, 3\)"):
            ImageGrid(np.zeros((1, 1, 8, 8, colours)))
    with pytest.raises(LayerError, match="ImageGrid.images"):
        ImageGrid(np.zeros((1, 1, 1, 8, 8, 3)))
