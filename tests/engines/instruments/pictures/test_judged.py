from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.pictures.judged import INSTRUMENT, alike
from engines.learned.generative.noise.plane import NoisePlane
from engines.parameters.declare import parameters_model
from engines.protocols.pictures import Judged
from engines.running.ticket import Ticket


@pytest.fixture
def several(growing):
    """The same flow twice, and one that goes the other way."""

    class Twins(type(growing), Judged):
        def views(self):
            return {"velocity": growing, "data": growing, "score": Backwards()}

    class Backwards(type(growing)):
        def advance(self, states, start, stop, ticket=None):
            return -growing.advance(states, start, stop)

    drawn = growing.noise(5, np.random.default_rng(2))
    return NoisePlane(Twins(), drawn, np.zeros((0, 2, 2)))


def test_a_column_for_each_network_and_a_row_for_each_noise(several):
    p = parameters_model("p", INSTRUMENT.declared(several))(judged_shown=2)
    (frame,) = list(INSTRUMENT(several).frames(p, Ticket()))
    grid = frame.layers["judged"]
    assert grid.images.shape == (3, 3, 2, 2)
    assert grid.column_labels == ("velocity", "data", "score")
    np.testing.assert_array_equal(grid.images[:, 0], grid.images[:, 1])
    assert frame.readings["judged"].value == pytest.approx(-1.0)


def test_a_flow_without_others_like_it_is_refused(plane):
    assert "judged by different errors" in INSTRUMENT.refuses(plane())


def test_pictures_are_alike_whatever_their_brightness():
    one = np.random.default_rng(0).random((6, 3, 3))
    assert alike(one, 2.0 * one + 1.0) == pytest.approx(1.0)
    assert abs(alike(one, np.random.default_rng(1).random((6, 3, 3)))) < 0.6
