from __future__ import annotations

import numpy as np
import pytest

from engines.experiments.generative.rectified.budget import (
    BOUND,
    GIVEN,
    JOINED,
    LAYERS,
    Budget,
    bars,
    budget_of,
    chart,
    segments,
)
from engines.experiments.generative.rectified.walked import walked
from engines.running.ticket import Ticket
from engines.systems.pairs.pairs import Pairs
from engines.systems.samples.mixtures import CircleOfGaussians, sampled

DRAW = np.random.default_rng(0)
PAIRS = Pairs(DRAW.standard_normal((2000, 2)), sampled(2000, DRAW))


def test_what_rectifying_saves_bends_or_crossed():
    found = budget_of(walked(CircleOfGaussians(), PAIRS, Ticket()))
    assert found.before - found.after == pytest.approx(found.bent + found.crossed, rel=0.05)
    assert found.bent == pytest.approx(2.888, abs=0.25)
    assert found.before == PAIRS.cost()


def test_bars_stand_on_each_other_up_to_the_cost_before():
    layers = bars([Budget(18.0, 8.0, 3.0, 7.0), Budget(8.0, 7.9, 0.0, 0.1)])
    tops = [[layers[name].high.max() for name in LAYERS]]
    assert tops == [[8.0, 11.0, 18.0]]
    second = layers[LAYERS[2]]
    assert second.high[second.x > 1.5].max() == pytest.approx(8.0)
    np.testing.assert_allclose(layers[BOUND].y, [18.0, 9.0])
    for name in LAYERS:
        assert (np.diff(layers[name].x) > 0.0).all()
        assert (layers[name].low <= layers[name].high).all()


def test_the_chart_has_room_for_every_round():
    view = chart(3, 18.0)
    assert (view.axes[0].low, view.axes[0].high) == (0.5, 3.5)
    assert set(view.layers) == {*LAYERS, BOUND}


def test_segments_keep_their_beginning():
    found = segments(PAIRS.some(np.arange(10)), PAIRS.last[:10] + 1.0)
    given, joined = np.array(found.lines[:10]), np.array(found.lines[10:])
    np.testing.assert_array_equal(given[:, 0], joined[:, 0])
    np.testing.assert_allclose(joined[:, 1] - given[:, 1], 1.0)
    assert found.roles == (GIVEN,) * 10 + (JOINED,) * 10
