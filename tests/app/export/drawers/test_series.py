from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from app.export.drawers.series import draw_series, pen
from app.export.paper.style import style
from engines.layers.series import ROLES, Series
from engines.protocols.views import Axis

X = np.linspace(0, 2, 21)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_pen(role):
    assert pen(style("dark"), role)["linewidth"] > 0


def test_a_band_is_drawn_below_its_line(panel_of):
    line, band = draw_series(panel_of("chart"), "s", Series(X, X, X - 1, X + 1), 2)
    assert band.get_zorder() < line.get_zorder()


def test_a_name_stands_at_the_last_number_unless_the_curve_is_alone(panel_of):
    y = np.where(X > 1.5, np.nan, X)
    _, name = draw_series(panel_of("chart"), "s", Series(X, y, label="mine"), 2)
    assert name.xy == (pytest.approx(1.5), pytest.approx(1.5))
    assert len(draw_series(panel_of("chart", alone=True), "s", Series(X, y, label="mine"), 2)) == 1


def test_over_time_the_playhead_cuts_and_over_anything_else_it_does_not(panel_of):
    panel = panel_of("chart", playhead=1.0)
    assert len(draw_series(panel, "s", Series(X, X), 2)[0].get_xdata()) == 21
    panel.view = replace(panel.view, axes=(Axis("time"), Axis("y")))
    assert len(draw_series(panel, "s", Series(X, X), 2)[0].get_xdata()) == 11


def test_names_of_curves_that_end_together_stand_below_each_other(panel_of):
    panel = panel_of("chart")
    ends = (0.5, 0.5, 0.52, 0.9)
    names = [draw_series(panel, f"s{y}", Series(X, 0 * X + y, label="n"), 2)[-1] for y in ends]
    panel.axes.figure.canvas.draw()
    rows = sorted((n.get_window_extent().y0, n.get_window_extent().y1) for n in names)
    assert all(upper[0] >= lower[1] - 1.0 for lower, upper in pairwise(rows))
    assert names[0].xyann[1] == 0.0  # the first stays at its curve


def test_names_at_the_upper_edge_give_way_downwards(panel_of):
    panel = panel_of("chart")
    top = panel.limits[3]
    _, first = draw_series(panel, "a", Series(X, 0 * X + top, label="a"), 2)[-2:]
    _, second = draw_series(panel, "b", Series(X, 0 * X + top, label="b"), 2)[-2:]
    assert first.xyann[1] == 0.0
    assert second.xyann[1] < 0.0
