import numpy as np
import pytest

from engines.layers.frame import Frame
from engines.layers.points import Points


def test_the_layers_of_a_frame_keep_their_order_and_cannot_be_changed():
    low, high = Points(np.zeros((1, 2))), Points(np.ones((1, 2)))
    source = {"b": low, "a": high}
    frame = Frame(source)
    source.clear()
    assert list(frame.layers) == ["b", "a"]
    with pytest.raises(TypeError):
        frame.layers["c"] = low
