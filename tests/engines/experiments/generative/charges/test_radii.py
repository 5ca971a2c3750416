from __future__ import annotations

import math

import numpy as np
import pytest

from engines.experiments.generative.charges.radii import beyond, curves, law, radii_view, reach
from engines.systems.clouds.charged_flow import ChargedFlow
from engines.systems.clouds.charges import Charges


def flow_of(hidden):
    return ChargedFlow(Charges(np.zeros((1, 2)), hidden))


@pytest.mark.parametrize("hidden", [1.0, 8.0, math.inf])
def test_the_law_of_radii_in_the_plane_is_the_known_one(hidden):
    """P(R > q) = (D / (D + q^2))^(D/2), or exp(-q^2 / 2)."""
    q = np.linspace(1e-6, 3.0, 4001)
    tail = np.exp(-0.5 * q**2) if math.isinf(hidden) else (hidden / (hidden + q**2)) ** (hidden / 2)
    inside = np.trapezoid(law(q, hidden, 2), q)
    assert inside == pytest.approx(1.0 - tail[-1], abs=1e-5)


@pytest.mark.parametrize("hidden", [1.0, 2.0, 32.0, math.inf])
def test_draws_follow_the_law_and_not_another(hidden):
    found = curves(flow_of(hidden))
    drawn = found["radii_drawn"]
    middles = 0.5 * (drawn.x[::2] + drawn.x[1::2])
    np.testing.assert_allclose(drawn.y[::2], law(middles, hidden, 2), atol=0.06)
    assert ("radii_law" in found) == (not math.isinf(hidden))


def test_an_axis_that_leaves_some_out_says_how_many():
    assert reach(1.0, 2) == 12.0
    assert beyond(1.0, 2) == pytest.approx(1.0 / math.sqrt(145.0))
    assert radii_view(flow_of(1.0)).subtitle == "8.3 % lie beyond, mean square infinite"
    assert radii_view(flow_of(math.inf)).subtitle == "all in view"
