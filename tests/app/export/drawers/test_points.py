from __future__ import annotations

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from app.export.drawers.points import draw_points
from engines.layers.points import MARKS, Points

MIDDLE = np.array([[1.0, 0.5]])


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_mark_leaves_a_trace_at_its_place(panel_of, pixels_of, mark, theme):
    panel = panel_of(theme=theme)
    panel.axes.figure.set_facecolor(panel.style.theme.canvas)
    empty = pixels_of(panel)
    draw_points(panel, "p", Points(MIDDLE, mark), 2)
    changed = np.argwhere((pixels_of(panel) != empty).any(axis=2))
    assert len(changed)
    np.testing.assert_allclose(changed.mean(axis=0), [50, 100], atol=2)


def test_a_saddle_is_half_cool_and_half_warm(panel_of, pixels_of):
    panel = panel_of()
    draw_points(panel, "p", Points(MIDDLE, "saddle"), 2)
    seen = pixels_of(panel)
    for column, colour in ((98, panel.style.theme.attract), (102, panel.style.theme.repel)):
        assert np.abs(seen[50, column] - 255 * np.array(to_rgb(colour))).max() < 60


def test_values_colour_a_cloud_and_places_that_are_lost_are_left_out(panel_of):
    places = np.array([[0.5, 0.5], [np.nan, 0.5], [1.5, 0.5]])
    (drawn,) = draw_points(panel_of(), "p", Points(places, "cloud", (), [0.0, 0.5, 1.0]), 2)
    assert len(drawn.get_offsets()) == 2
    assert len({tuple(c) for c in drawn.get_facecolors()}) == 2


def test_names_stand_beside_dots_but_marks_that_tell_need_none(panel_of):
    panel = panel_of()
    draw_points(panel, "p", Points(np.tile(MIDDLE, (2, 1)), ("dot", "saddle"), ("$5", "saddle")), 2)
    assert [text.get_text() for text in panel.axes.texts] == [r"\$5"]
