from __future__ import annotations

import math

import numpy as np
import pytest

from engines.experiments.generative.charges.from_aside import heights, lines, root, side_view
from engines.systems.clouds.charged_flow import ChargedFlow
from engines.systems.clouds.charges import Charges


def flow_of(points, hidden):
    return ChargedFlow(Charges(np.array(points), hidden), low=0.01)


@pytest.mark.parametrize("hidden", [1.0, 4.0])
def test_lines_to_one_charge_are_straight(hidden):
    """From far away everything looks like one charge."""
    shown = lines(flow_of([[0.0, 0.0]], hidden))["side_lines"].positions
    x, r = shown[..., 0], shown[..., 1]
    np.testing.assert_allclose(x, x[:, :1] * r / r[:, :1], atol=1e-6)


def test_lines_of_a_sheet_of_charges_meet_it_at_right_angles():
    """Close to charges that lie densely, the field stands upright, as over a conductor."""
    grid = np.stack(np.meshgrid(np.linspace(-6, 6, 61), np.linspace(-6, 6, 61)), axis=-1)
    shown = lines(flow_of(grid.reshape(-1, 2), 1.0))["side_lines"].positions
    inner = np.abs(shown[:, -1, 0]) < 2.0
    near = [np.abs(way[:, 1] - 0.6).argmin() for way in shown[inner]]
    for way, i in zip(shown[inner], near, strict=True):
        slope = (way[i, 0] - way[i + 3, 0]) / (way[i, 1] - way[i + 3, 1])
        assert abs(slope) < 0.35


def test_heights_are_the_hidden_distance():
    flow = flow_of([[0.0, 0.0]], 9.0)
    sigma = flow.path.at(0.4).s / flow.path.at(0.4).a
    assert heights(flow, np.array([0.4]))[0] == pytest.approx(3.0 * sigma)
    assert root(math.inf) == 1.0


def test_the_view_says_what_goes_upwards():
    assert side_view(flow_of([[0.0, 0.0]], 1.0)).axes[1].symbol == "|z|"
    assert side_view(flow_of([[0.0, 0.0]], math.inf)).axes[1].symbol == "\\sigma"
