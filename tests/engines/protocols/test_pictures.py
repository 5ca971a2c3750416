from __future__ import annotations

import numpy as np
import pytest

from engines.protocols.pictures import Picturing


class Walked(Picturing):
    walks, walk = {"there": np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 4.0]])}, "there"

    def __init__(self, share):
        self.share = share

    def lifted(self, states):
        return states

    def seen(self, states):
        return states

    def decode(self, states):
        return states


@pytest.mark.parametrize(
    ("share", "place"),
    [
        (0.0, (0.0, 0.0)),
        (0.25, (0.5, 0.0)),
        (0.5, (1.0, 0.0)),
        (0.75, (1.0, 2.0)),
        (1.0, (1.0, 4.0)),
    ],
)
def test_the_place_that_a_walk_has_come_to(share, place):
    np.testing.assert_allclose(Walked(share).here, place)
