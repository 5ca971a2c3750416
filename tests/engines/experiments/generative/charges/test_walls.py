from __future__ import annotations

import math

import numpy as np
import pytest

from engines.experiments.generative.charges.walls import (
    EACH,
    across_frames,
    across_view,
    wall_frames,
    wall_views,
    words,
)
from engines.protocols.views import Axis, ViewSpec
from engines.running.ticket import Ticket
from engines.systems.clouds.charged_flow import ChargedFlow
from engines.systems.clouds.charges import Charges

PAIR = np.array([[2.0, 0.0], [-2.0, 0.0]])
MAIN = ViewSpec("portrait", "plane", "", ("tracks",), axes=(Axis("x", high=3.0), Axis("y")))


@pytest.fixture(scope="module")
def flows():
    return {f"wall_{i}": ChargedFlow(Charges(PAIR, d), low=0.5) for i, d in enumerate(EACH)}


def test_the_wall_between_two_charges_stays_in_its_place_for_every_d(flows):
    first, *_, last = wall_frames(flows, (25, 9), 0.0, 1.0, Ticket())
    assert set(first.layers) == set(last.layers) == set(flows)
    assert len({layer.limits for layer in last.layers.values()}) == 1
    for layer in last.layers.values():
        assert layer.values.shape == (9, 25)
        assert (layer.values.argmax(axis=1) == 12).all()  # x_1 = 0


def test_the_more_dimensions_the_higher_and_the_narrower_it_is(flows):
    *_, last = across_frames(flows, 0.0, 1.0, True, Ticket())
    heights = [float(last.layers[name].y.max()) for name in flows]
    assert heights == sorted(heights)
    # diffusion: ln(sigma) + mu^2 / (2 sigma^2), seen at x / sqrt(1 + sigma^2)
    exact = math.log(0.5) + 4.0 / (2.0 * 0.25) - 0.5 * math.log1p(0.25)
    exact /= math.log(80.0 / 0.5)  # by the pace of ln sigma
    assert heights[-1] == pytest.approx(exact, abs=0.02)
    halves = [np.interp(-0.5 * h, -layer.y, layer.x) for h, layer in zip(
        heights, (last.layers[name] for name in flows), strict=True)]  # fmt: skip
    assert halves == sorted(halves, reverse=True)


def test_without_a_known_wall_the_whole_line_is_shown(flows):
    one = {"across_here": flows["wall_0"]}
    *_, last = across_frames(one, 0.0, 1.0, False, Ticket())
    series = last.layers["across_here"]
    assert (series.x[0], series.x[-1]) == (one["across_here"].box.low[0], one["across_here"].box.high[0])  # fmt: skip
    assert across_view(MAIN, ("across_here",), False, "").axes[0] == MAIN.axes[0]
    assert across_view(MAIN, ("across_here",), True, "").axes[0].powers


def test_each_wall_has_a_view_that_says_its_d(flows):
    views = wall_views(MAIN, flows, ("tracks",), 0.0, 1.0)
    assert [view.subtitle for view in views] == [f"{words(d)}, σ from 80 to 0.5" for d in EACH]
    assert views[0].layers == ("wall_0", "tracks")
    assert words(32.0) == "D = 32"
