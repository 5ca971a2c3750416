from __future__ import annotations

import numpy as np

from engines.instruments.bridges.spaghetti import INSTRUMENT
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket


def shown(flow, **values):
    made = parameters_model("p", INSTRUMENT.declared(flow))(**values)
    (frame,) = INSTRUMENT(flow).frames(made, Ticket())
    return frame


def test_ways_between_the_same_ends_differ_by_noise_alone(normal_bridge):
    frame = shown(normal_bridge(), end_pairs=3, noises=40)
    ways = frame.layers["spaghetti"].positions.reshape(3, 40, 61, 2)
    assert np.ptp(ways[:, :, 0], axis=1).max() < 1e-9
    assert np.ptp(ways[:, :, -1], axis=1).max() < 1e-9
    # gamma at the middle is 1/2
    assert abs(float(ways[:, :, 30].std(axis=1).mean()) - 0.5) < 0.06
    assert frame.readings["spaghetti"].value == 0.5
    assert len(frame.layers["spaghetti_ends"].positions) == 6


def test_without_latent_noise_one_way_is_all(normal_bridge):
    frame = shown(normal_bridge(amplitude=0.0), end_pairs=3, noises=40)
    ways = frame.layers["spaghetti"].positions
    assert len(ways) == 3
    middle = 0.5 * (ways[:, 0] + ways[:, -1])
    np.testing.assert_allclose(ways[:, 30], middle, atol=1e-9)


def test_other_flows_are_refused_in_words(pendulum):
    assert INSTRUMENT.refuses(pendulum()) == "needs a bridge between two clouds"
