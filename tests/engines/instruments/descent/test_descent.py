from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.descent.descent import DescentInstrument, heights_of


def test_it_says_what_it_needs(descending, pendulum):
    assert DescentInstrument.refuses(pendulum) == "needs a method on a landscape"
    assert "two coordinates" in DescentInstrument.refuses(descending("bent-parabola"))
    assert not DescentInstrument.refuses(descending("quadratic-bowl"))


def test_walks_end_where_the_bowl_is_lowest(descending, put_on):
    first, last = put_on(DescentInstrument, descending("quadratic-bowl", kappa=10.0), steps=100)
    assert first.layers["heights"].values.size < last.layers["heights"].values.size
    flows = last.layers["flows"]
    assert flows.positions.shape == (3, 801, 2)
    np.testing.assert_allclose(flows.positions[:, -1], 0.0, atol=1e-4)
    np.testing.assert_allclose(flows.positions[:, 0], [[3.2, 2.0]] * 3, rtol=1e-14)
    assert flows.times[-1] == 100.0
    assert set(last.layers["walk_steps"].values) == {1.5, 2.5, 4.5}
    assert not len(last.layers["diverged"].positions)
    assert last.readings["descent"].value == 3.0


def test_contours_lie_where_the_height_is_the_same(descending):
    flow = descending("himmelblau")
    for line in heights_of(flow, 241)["contours"].lines:
        roots = np.sqrt(flow.heights(line))
        assert np.ptp(roots) < 0.02 * roots.mean() + 0.15


@pytest.mark.parametrize("seen", ["as_flows", "as_steps"])
def test_lines_and_dots_can_be_left_out(descending, put_on, seen):
    flow = descending("quadratic-bowl")
    *_, last = put_on(DescentInstrument, flow, **{seen: False})
    assert ("flows" in last.layers) == (seen != "as_flows")
    assert ("walk_steps" in last.layers) == (seen != "as_steps")
    assert ("lines are flows" in DescentInstrument.heading(flow, _values(seen))[1]) == (
        seen != "as_flows"
    )


def _values(seen):
    class Values:
        as_flows, as_steps = seen != "as_flows", seen != "as_steps"

    return Values()


def test_what_diverges_is_marked_named_and_stops(descending, put_on):
    flow = descending("quadratic-bowl", gradient_descent=True, step_factor=2.1, kappa=20.0)
    *_, last = put_on(DescentInstrument, flow, steps=300)
    marks = last.layers["diverged"]
    assert "GD diverged" in marks.labels
    low, high = np.array(flow.region.low), np.array(flow.region.high)
    assert ((marks.positions >= low) & (marks.positions <= high)).all()
    assert any("Gradient descent diverged, at step" in note for note in last.notes)
    assert np.isfinite(last.layers["walk_steps"].positions).all()


def test_without_a_start_there_is_the_landscape_alone(descending, put_on):
    *_, last = put_on(DescentInstrument, descending("rastrigin"), starts=())
    assert "flows" not in last.layers
    assert len(last.layers["contours"].lines) > 20
