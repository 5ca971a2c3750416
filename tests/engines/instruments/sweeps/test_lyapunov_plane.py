from __future__ import annotations

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.sweeps.lyapunov_plane import LyapunovPlane
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn

SHRINKING = """
title = "Two rates"
step = 0.05
duration = 8.0
[rates]
x = "a*x"
y = "b*y"
[states]
x = { low = -1.0, high = 1.0, start = 0.4 }
y = { low = -1.0, high = 1.0, start = 0.3 }
[parameters]
a = { value = -0.5, low = -1.0, high = -0.2 }
b = { value = -0.4, low = -1.0, high = -0.1 }
"""


def values_of(flow, **given):
    return parameters_model("values", LyapunovPlane.declared(flow))(**given)


def frames(flow, **given):
    return list(LyapunovPlane(flow).frames(values_of(flow, **given), Ticket()))


def test_of_a_linear_flow_it_is_the_larger_of_the_two_rates(from_text):
    flow = from_text(SHRINKING)
    last = frames(flow, plane_columns=16, plane_time=40.0)[-1]
    field = last.layers["lyapunov_plane"]
    larger = np.maximum(*np.meshgrid(field.x, field.y))
    away = np.abs(np.subtract(*np.meshgrid(field.x, field.y))) > 0.15
    np.testing.assert_allclose(field.values[away], larger[away], atol=2e-3)
    assert last.trust.level == "good"
    assert last.readings["lyapunov_plane"].value == 0.0
    np.testing.assert_array_equal(last.layers["lyapunov_plane_now"].positions, [[-0.5, -0.4]])


def test_the_henon_map_has_its_known_exponent_and_a_calm_corner(from_text):
    flow = from_text(
        """
        title = "Henon"
        kind = "map"
        [next]
        x = "1 - a*x^2 + y"
        y = "b*x"
        [states]
        x = { low = -1.5, high = 1.5, start = 0.1 }
        y = { low = -0.5, high = 0.5, start = 0.1 }
        [parameters]
        a = { value = 1.4, low = 0.2, high = 1.4 }
        b = { value = 0.3, low = 0.1, high = 0.3 }
        """
    )
    field = frames(flow, plane_columns=16, plane_time=20_000)[-1].layers["lyapunov_plane"]
    assert (field.x[-1], field.y[-1]) == (1.4, 0.3)
    assert field.values[-1, -1] == pytest.approx(0.4192, abs=0.01)
    # at a = 0.2, b = 0.3 everything is drawn to the fixed point
    x = (-0.7 + np.sqrt(0.49 + 0.8)) / 0.4
    pulled = np.abs(np.linalg.eigvals([[-0.4 * x, 1.0], [0.3, 0.0]])).max()
    assert field.values[-1, 0] == pytest.approx(np.log(pulled), abs=2e-3)


def test_a_coarse_map_comes_first(from_text):
    found = frames(from_text(SHRINKING), plane_columns=64, plane_time=2.0)
    sizes = [frame.layers["lyapunov_plane"].values.size for frame in found]
    assert sizes == sorted(sizes)
    assert sizes[0] <= 300 < sizes[-1] == 64 * 48
    assert [frame.progress for frame in found] == sorted(frame.progress for frame in found)


def test_one_parameter_cannot_be_both_axes(from_text):
    flow = from_text(SHRINKING)
    with pytest.raises(UnfitError, match="plane_along = 'a', allowed is another parameter"):
        LyapunovPlane.axes(flow, values_of(flow, plane_along="a"))


def test_a_click_chooses_both_values(from_text):
    flow = from_text(SHRINKING)
    assert LyapunovPlane.chosen(flow, values_of(flow), (-0.7, -0.3)) == {"a": -0.7, "b": -0.3}


def test_a_flow_with_one_parameter_has_no_plane(shipped):
    assert LyapunovPlane.refuses(shipped("van-der-pol")) == "needs two parameters"


def test_it_leaves_when_it_is_asked_to(from_text):
    flow, ticket = from_text(SHRINKING), Ticket()
    run = LyapunovPlane(flow).frames(values_of(flow), ticket)
    next(run)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(run)
