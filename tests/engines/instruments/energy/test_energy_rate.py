from __future__ import annotations

import numpy as np

from engines.instruments.energy.energy_rate import INSTRUMENT
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket

EMPTY = parameters_model("p", ())()


def shown(flow):
    (frame,) = INSTRUMENT(flow).frames(EMPTY, Ticket())
    return frame.layers


def test_the_best_schedule_costs_the_same_at_all_times(scheduled, linear):
    layers = shown(scheduled())
    least = layers["rate_best"].y[0]
    np.testing.assert_allclose(layers["rate"].y[5:-5], least, rtol=5e-3)
    assert {"rate_linear", "rate_trig", "rate_VP"} <= set(layers)
    uneven = shown(scheduled(linear))
    assert np.ptp(uneven["rate"].y) > 0.5
    assert "rate_linear" not in uneven


def test_the_chart_is_high_enough_for_the_least(scheduled, pendulum):
    flow = scheduled()
    assert INSTRUMENT.axes(flow, EMPTY)[1].high > flow.energies["linear"]
    assert INSTRUMENT.heading(flow, EMPTY)[0] == "Energy over time"
    assert INSTRUMENT.refuses(pendulum()).startswith("needs a schedule")
