import numpy as np
import pytest

from engines.errors import LayerError
from engines.layers.curves import Curves


def test_every_line_has_a_role():
    with pytest.raises(LayerError, match="Curves.roles has 1 entries, expected 2"):
        Curves((np.zeros((2, 2)), np.zeros((3, 2))), ("repel",))


def test_an_unknown_role_is_refused():
    with pytest.raises(LayerError, match="Curves.roles has 'up'"):
        Curves((np.zeros((2, 2)),), ("up",))
