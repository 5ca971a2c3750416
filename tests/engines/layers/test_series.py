import numpy as np
import pytest

from engines.errors import LayerError
from engines.layers.series import Series


@pytest.mark.parametrize("name", ["y", "low", "high"])
def test_everything_in_a_series_is_as_long_as_x(name):
    arrays = {"y": np.zeros(3), name: np.zeros(4)}
    with pytest.raises(LayerError, match=rf"Series.{name} has shape \(4,\), expected \(3\)"):
        Series(np.arange(3.0), **arrays)
