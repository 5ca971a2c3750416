from types import SimpleNamespace

import numpy as np
import pytest

from engines.instruments.transport.plane_grid import PlaneGrid
from engines.instruments.vortices.convex_contours import Edge
from engines.instruments.vortices.edges_shown import (
    counted,
    curves,
    declared_edges,
    edges_on,
    unfit_for_vortices,
)
from engines.running.ticket import Ticket

GRID = PlaneGrid(np.linspace(-2.0, 2.0, 161), np.linspace(-2.0, 2.0, 161))
ASKED = SimpleNamespace(apart=0.5, deficiency=5e-3)


def at(x):
    """A hill at (x, 0) on a cylinder of circumference 4."""
    away = np.mod(GRID.x - x + 2.0, 4.0) - 2.0
    return np.exp(-((away[None, :] / 0.4) ** 2) - (GRID.y[:, None] / 0.4) ** 2)


@pytest.mark.parametrize("x", [0.5, 1.9, -2.0, 2.0])
def test_a_vortex_across_the_end_of_an_angle_is_one(written, x):
    flow = written("-y", "x", periodic=True)
    found = edges_on(flow, GRID, at(x), ASKED, Ticket())
    assert len(found) == 1
    assert np.mod(found[0].centre[0] - x + 2.0, 4.0) - 2.0 == pytest.approx(0.0, abs=0.03)
    line = found[0].line
    radius = np.hypot(line[:, 0] - found[0].centre[0], line[:, 1])
    assert radius.min() > 1.0  # wider than what lies between it and the end
    assert np.ptp(radius) < 0.1


def test_it_is_drawn_at_both_ends(written):
    flow = written("-y", "x", periodic=True)
    found = edges_on(flow, GRID, at(1.9), ASKED, Ticket())
    drawn = curves(found, flow)
    assert set(drawn.roles) == {"elliptic"}
    assert len(drawn.lines) == 2
    np.testing.assert_allclose(drawn.lines[0] - drawn.lines[1], [[4.0, 0.0]] * len(drawn.lines[0]))
    assert drawn.labels == (("elliptic", "vortex boundary"),)


def test_where_nothing_goes_round_a_cut_vortex_has_no_edge(written):
    flow = written("-y", "x")
    for edge in edges_on(flow, GRID, at(1.9), ASKED, Ticket()):
        assert edge.line[:, 0].max() <= 2.0
    assert curves([], flow).lines == ()


def test_one_is_a_vortex_and_two_are_vortices():
    one = Edge(np.zeros((3, 2)), (0.0, 0.0), 0.0, 0.0)
    assert counted([one]).text == "vortex"
    assert counted([one, one]).text == "vortices"
    assert counted([]).value == 0.0


def test_ranges_fit_the_box(written, shipped):
    apart, deficiency = declared_edges(written("-y", "x"))
    assert apart.low < apart.default < apart.high == 4.0
    assert deficiency.default == 5e-3
    assert "planar" in unfit_for_vortices(shipped("abc-flow"))
    assert "continuous" in unfit_for_vortices(shipped("henon"))
    assert unfit_for_vortices(shipped("double-gyre")) == ""
