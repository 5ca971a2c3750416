import numpy as np
import pytest

from engines.errors import LayerError
from engines.layers.tracks import Tracks


def test_every_track_is_sampled_at_every_time():
    with pytest.raises(LayerError, match="Tracks.positions"):
        Tracks(np.zeros((2, 4, 2)), np.arange(5.0))


def test_an_unknown_role_is_refused():
    with pytest.raises(LayerError, match="Tracks.role = 'ghost', allowed path, before"):
        Tracks(np.zeros((1, 5, 2)), np.arange(5.0), role="ghost")


def test_colours_have_one_value_per_sample():
    with pytest.raises(LayerError, match="Tracks.values"):
        Tracks(np.zeros((1, 5, 2)), np.arange(5.0), values=np.zeros((1, 4)))
