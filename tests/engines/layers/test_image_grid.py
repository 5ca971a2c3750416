import numpy as np
import pytest

from engines.errors import LayerError
from engines.layers.image_grid import ImageGrid


def test_a_contact_sheet_has_rows_columns_height_and_width():
    with pytest.raises(LayerError, match="ImageGrid.images"):
        ImageGrid(np.zeros((2, 8, 8)))
