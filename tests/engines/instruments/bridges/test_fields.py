from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.bridges.fields import INSTRUMENT, refusal
from engines.numerics.interpolants.bridging import FIELDS
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket


def shown(flow, **values):
    made = parameters_model("p", INSTRUMENT.declared(flow))(field_arrows=8, **values)
    (frame,) = INSTRUMENT(flow).frames(made, Ticket())
    return frame


@pytest.mark.parametrize("name", FIELDS)
def test_each_field_is_drawn_as_it_is(normal_bridge, name):
    flow = normal_bridge(noise=0.7)
    layer = shown(flow, shown_field=name, t=0.25).layers["fields"]
    places = np.stack(np.meshgrid(layer.x, layer.y), axis=-1).reshape(-1, 2)
    exact = flow.field(name, places, 0.25).reshape(8, 8, 2)
    np.testing.assert_allclose(np.stack([layer.u, layer.v], axis=-1), exact)


def test_the_samplers_drifts_part_as_noise_grows(normal_bridge):
    calm, wild = normal_bridge(), normal_bridge(noise=2.0)
    drifts = [shown(flow, shown_field="b_F", t=0.5).layers["fields"].u for flow in (calm, wild)]
    assert np.abs(drifts[1] - drifts[0]).max() > 1.0
    still = [shown(flow, shown_field="b", t=0.5).layers["fields"].u for flow in (calm, wild)]
    np.testing.assert_array_equal(*still)


def test_other_flows_are_refused_in_words(pendulum, normal_bridge):
    assert INSTRUMENT.refuses(pendulum()) == "needs a bridge between two clouds"
    assert INSTRUMENT.refuses(normal_bridge()) == ""
    assert INSTRUMENT.refuses(normal_bridge().shadow()) == "needs a planar flow"
    assert refusal(normal_bridge().shadow(), planar=False) == ""
