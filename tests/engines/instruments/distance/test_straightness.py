from __future__ import annotations

import math

import numpy as np
import pytest

from engines.instruments.distance.straightness import INSTRUMENT, bends, straightness
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn

UNIT = np.array([[1.0, 1.0], [-1.0, -1.0]])


def test_the_straightness_of_a_gaussian_is_known(stretch):
    found = straightness(stretch(2.0), UNIT, np.linspace(0, 1, 2001))
    assert found == pytest.approx(2 * 2.0 * (2 - math.pi / 2), abs=1e-4)


def test_straight_paths_at_constant_speed_do_not_bend(drift):
    flow = drift()
    flow.velocity = lambda states, time: np.tile([1.0, -2.0], (len(states), 1))
    flow.record = lambda states, times, ticket=None: (
        states[:, None] + times[:, None] * np.array([1.0, -2.0])
    )
    assert np.abs(bends(flow, UNIT, np.linspace(0, 1, 11))).max() < 1e-20


def test_only_a_flow_from_noise_to_data_is_measured(pendulum, stretch):
    assert INSTRUMENT.refuses(pendulum()) == "needs a flow from noise to data"
    assert INSTRUMENT.refuses(stretch()) == ""


def test_a_few_paths_come_first_and_the_reading_is_their_mean(stretch):
    flow = stretch()
    values = parameters_model("p", INSTRUMENT.declared(flow))(straightness_paths=4000)
    frames = list(INSTRUMENT(flow).frames(values, Ticket()))
    assert [f.level for f in frames] == [0, 1]
    assert frames[-1].progress == 1.0
    assert frames[-1].readings["straightness"].value == pytest.approx(1.717, abs=0.08)
    layer = frames[-1].layers["straightness"]
    assert (layer.low <= layer.high).all()


def test_a_withdrawn_ticket_ends_the_measurement(stretch):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        bends(stretch(), UNIT, np.linspace(0, 1, 5), ticket)


def test_the_chart_runs_from_noise_to_data(stretch):
    flow = stretch()
    values = parameters_model("p", INSTRUMENT.declared(flow))()
    x, y = INSTRUMENT.axes(flow, values)
    assert (x.low, x.high) == (0.0, 1.0)
    assert y.low == 0.0
