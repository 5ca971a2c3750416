import numpy as np
import pytest

from engines.errors import LayerError
from engines.layers.arrays import frozen


def test_a_frozen_array_is_a_read_only_copy():
    source = np.arange(3.0)
    kept = frozen("L.a", source, (None,))
    source[0] = 7.0
    assert kept[0] == 0.0
    with pytest.raises(ValueError, match="read-only"):
        kept[0] = 1.0


def test_a_wrong_shape_is_named_with_the_expected_one():
    with pytest.raises(LayerError, match=r"L.a has shape \(2, 3\), expected \(3, any\)"):
        frozen("L.a", np.zeros((2, 3)), (3, None))


def test_what_nobody_writes_to_is_kept_as_it_is():
    once = frozen("L.a", [1.0, 2.0], (2,))
    assert frozen("L.b", once, (2,)) is once
    assert frozen("L.c", once, (2,), np.float32) is not once
    source = np.arange(3.0)
    seen = source[:]  # a view that is read-only does not stop its owner
    seen.flags.writeable = False
    assert frozen("L.d", seen, (3,)) is not seen
