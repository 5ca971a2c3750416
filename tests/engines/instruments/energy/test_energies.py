from __future__ import annotations

import pytest

from engines.instruments.energy.energies import INSTRUMENT
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket

EMPTY = parameters_model("p", ())()


def test_bars_are_as_high_as_schedules_cost(scheduled, linear):
    flow = scheduled(linear)
    (frame,) = INSTRUMENT(flow).frames(EMPTY, Ticket())
    tops = [frame.layers[name].y[0] for name in INSTRUMENT.draws]
    assert tops == pytest.approx([0.98240, 0.45912, 0.98240, 0.86896, 1.80], abs=0.02)
    assert frame.layers["energy_0"].label == "this one 0.98"
    assert INSTRUMENT.axes(flow, EMPTY)[1].high > max(tops)
    assert INSTRUMENT.heading(flow, EMPTY)[1] == "114% above the least"


def test_normal_data_need_cost_nothing(scheduled, pendulum):
    flow = scheduled(data="normal")
    assert flow.energies["this one"] < 1e-3
    assert INSTRUMENT.heading(flow, EMPTY)[1] == ""
    assert INSTRUMENT.refuses(pendulum()).startswith("needs a schedule")
