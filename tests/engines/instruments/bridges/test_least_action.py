from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.bridges.least_action import INSTRUMENT, widths
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket


def test_least_action_finds_the_schroedinger_bridge_and_the_straight_way_does_not(normal_bridge):
    flow = normal_bridge()
    values = parameters_model("p", INSTRUMENT.declared(flow))(kept_noise=0.5)
    first, early, *_, last = list(INSTRUMENT(flow).frames(values, Ticket()))
    assert "least_action" not in first.layers
    known = last.layers["schroedinger"].y
    off = [np.abs(one.layers["least_action"].y - known).max() for one in (early, last)]
    assert off[0] > 10.0 * off[1]  # it is trained before one's eyes
    found, exact = (last.layers[name].y for name in ("least_action", "schroedinger"))
    np.testing.assert_allclose(found, exact, rtol=0.02)
    straight = last.layers["straight_width"].y
    assert straight[30] < 0.8 * exact[30]
    assert last.readings["least_action"].value == pytest.approx(2.2808, rel=0.05)
    assert widths(flow) == pytest.approx((1.0, 2.0), rel=0.05)


def test_the_axes_hold_all_curves(normal_bridge, pendulum):
    flow = normal_bridge()
    values = parameters_model("p", INSTRUMENT.declared(flow))(kept_noise=3.0)
    (_, up) = INSTRUMENT.axes(flow, values)
    layers = list(INSTRUMENT(flow).frames(values, Ticket()))[-1].layers
    assert up.high > max(layer.y.max() for layer in layers.values())
    assert INSTRUMENT.refuses(pendulum()) == "needs a bridge between two clouds"
