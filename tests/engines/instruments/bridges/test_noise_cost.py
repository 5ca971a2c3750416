from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.bridges import noise_cost
from engines.instruments.bridges.noise_cost import INSTRUMENT, cost
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(noise_cost, "LEVELS", np.array([0.25, 1.0]))
    monkeypatch.setattr(noise_cost, "CELLS", 401)
    monkeypatch.setattr(noise_cost, "STEPS", 100)


def test_what_noise_mends_of_normal_clouds_is_known(normal_bridge):
    """A constant error moves the mean: m' = (half/V - eps/V) m + delta, and KL = m^2 / (2 V)."""
    line, delta, eps = normal_bridge(last=1.0, amplitude=2.0).shadow(), 0.5, 0.5
    # V = 1 throughout, so that m(1) = delta (1 - exp(-eps)) / eps
    mean = delta * (1.0 - np.exp(-eps)) / eps
    assert cost(line, delta, eps) == pytest.approx(0.5 * mean**2, rel=0.01)
    assert cost(line, 0.0, eps) < 1e-6


def test_the_curve_falls_and_stays_below_the_bound(normal_bridge):
    flow = normal_bridge(error=0.5, noise=0.5)
    values = parameters_model("p", INSTRUMENT.declared(flow))()
    frames = list(INSTRUMENT(flow).frames(values, Ticket()))
    assert [frame.progress for frame in frames] == [0.5, 1.0]
    layers = frames[-1].layers
    found, bound = layers["noise_cost"].y, layers["noise_bound"].y
    assert found[1] < found[0]
    assert (found < bound).all()
    assert layers["noise_now"].x == pytest.approx(np.log10([0.5, 0.5]))


def test_the_heading_says_which_error_is_meant(normal_bridge):
    values = parameters_model("p", ())()
    assert INSTRUMENT.heading(normal_bridge(error=0.25), values)[1].endswith("is off by 0.25")
    assert INSTRUMENT.heading(normal_bridge(), values)[1].endswith("were off by 0.5")
    assert INSTRUMENT.axes(normal_bridge(), values)[0].powers


def test_clouds_nobody_knows_exactly_are_refused(normal_bridge, pendulum, monkeypatch):
    assert INSTRUMENT.refuses(pendulum()) == "needs a bridge between two clouds"
    flow = normal_bridge()
    assert INSTRUMENT.refuses(flow) == ""
    monkeypatch.setattr(flow, "shadow", lambda: None)
    assert INSTRUMENT.refuses(flow) == "needs clouds that are known exactly"
