from __future__ import annotations

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.density.invariant_density import InvariantDensity
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket


def values_of(flow, **given):
    return parameters_model("values", InvariantDensity.declared(flow))(**given)


def last(flow, **given):
    return list(InvariantDensity(flow).frames(values_of(flow, **given), Ticket()))[-1]


def test_a_map_that_keeps_the_area_is_everywhere_alike(from_text):
    flow = from_text(
        """
        title = "Cat map"
        kind = "map"
        [next]
        x = "mod(2*x + y, 1)"
        y = "mod(x + y, 1)"
        [states]
        x = { low = 0.0, high = 1.0, start = 0.2347 }
        y = { low = 0.0, high = 1.0, start = 0.7123 }
        """
    )
    found = last(flow, density_columns=40)
    field = found.layers["invariant_density"]
    # 1.6 million visits of 1600 cells: 1000 each, known to 3 %
    assert np.abs(field.values - 1.0).max() < 0.2
    assert field.values.std() == pytest.approx(1000**-0.5, rel=0.2)
    assert found.readings["invariant_density"].value == 100.0
    assert found.trust.level == "good"


def test_a_circle_is_a_ring_of_cells(circling):
    field = last(circling, density_columns=60).layers["invariant_density"]
    x, y = np.meshgrid(field.x, field.y)
    on = field.values > 0.0
    assert np.abs(np.hypot(x, y)[on] - 1.0).max() < 0.06
    # at equal speed every piece of the ring is visited alike: left and right weigh the same
    assert field.values[x < 0].sum() == pytest.approx(field.values[x > 0].sum(), rel=0.02)


def test_the_axes_are_those_of_the_coordinates(shipped):
    flow = shipped("lorenz-1963")
    across, along = InvariantDensity.axes(flow, values_of(flow))
    assert (across.label, along.label) == (flow.box.labels[0], flow.box.labels[2])
    with pytest.raises(UnfitError, match="density_along = 'x', allowed is another coordinate"):
        InvariantDensity.axes(flow, values_of(flow, density_along="x"))
