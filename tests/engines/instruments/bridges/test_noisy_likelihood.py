from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.bridges import noisy_likelihood
from engines.instruments.bridges.noisy_likelihood import INSTRUMENT
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(noisy_likelihood, "STEPS", 60)


def test_the_mean_over_ways_comes_to_what_is_known(normal_bridge):
    flow = normal_bridge(noise=0.3, steps=50)
    values = parameters_model("p", INSTRUMENT.declared(flow))(starts=((0.5, -0.4),), ways_back=100)
    frames = list(INSTRUMENT(flow).frames(values, Ticket()))
    assert [frame.progress for frame in frames] == pytest.approx(np.arange(1, 11) / 10)
    place = flow.advance(np.array([[0.5, -0.4]]), 0.0, 1.0)
    known = float(flow.log_density(place, 1.0)[0])
    layers = frames[-1].layers
    assert layers["likelihood_known"].y == pytest.approx([known, known])
    mean, spread = layers["likelihood_mean"].y, layers["likelihood_error"]
    error = spread.high[-1] - mean[-1]
    assert mean[-1] == pytest.approx(known, abs=4.0 * error + 0.05)
    assert len(mean) == 100
    low, high = INSTRUMENT.axes(flow, values)[1].low, INSTRUMENT.axes(flow, values)[1].high
    assert low < known < high


def test_the_heading_names_the_noise_and_others_are_refused(normal_bridge, pendulum):
    assert INSTRUMENT.heading(normal_bridge(noise=0.2), None)[1].endswith("= 0.2")
    assert INSTRUMENT.heading(normal_bridge(), None)[1].endswith("= 0.5")
    assert INSTRUMENT.refuses(pendulum()) == "needs a bridge between two clouds"
