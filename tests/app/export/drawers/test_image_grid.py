from __future__ import annotations

import numpy as np
import pytest
from matplotlib.colors import to_rgba

from app.export.drawers.image_grid import draw_image_grid, grid_aspect
from engines.layers.image_grid import ImageGrid


def test_pictures_stand_in_rows_from_the_top_left_with_square_pixels(panel_of, pixels_of):
    panel = panel_of("sheet")
    images = np.zeros((2, 4, 6, 6))
    images[0, 0] = 1.0
    draw_image_grid(panel, "s", ImageGrid(images), 2)
    seen = pixels_of(panel).sum(axis=2)
    rows, columns = np.nonzero(seen < 150)
    assert rows.max() < 50
    assert columns.max() < 60
    assert np.ptp(rows) == pytest.approx(np.ptp(columns), abs=2)


def test_the_chosen_picture_has_the_colour_of_the_hand(panel_of):
    panel = panel_of("sheet")
    draw_image_grid(panel, "s", ImageGrid(np.zeros((1, 3, 4, 4)), (), (), (0, 1)), 2)
    edges = [patch.get_edgecolor() for patch in panel.axes.patches]
    assert edges.count(to_rgba(panel.style.theme.accent)) == 1


def test_rows_are_named(panel_of):
    panel = panel_of("sheet")
    draw_image_grid(panel, "s", ImageGrid(np.zeros((2, 3, 4, 4)), ("first", "second")), 2)
    assert [text.get_text() for text in panel.axes.texts] == ["first", "second"]


def test_columns_are_named_where_there_is_room(panel_of):
    panel = panel_of("sheet")
    few = ImageGrid(np.zeros((1, 2, 4, 4)), (), ("now", "then"))
    draw_image_grid(panel, "s", few, 2)
    assert [text.get_text() for text in panel.axes.texts] == ["now", "then"]
    many = panel_of("sheet")
    names = tuple(f"{i / 10:.1f}" for i in range(30))
    draw_image_grid(many, "s", ImageGrid(np.zeros((1, 30, 4, 4)), (), names), 2)
    shown = [text.get_text() for text in many.axes.texts]
    assert shown[0] == "0.0"
    assert 1 < len(shown) < 30


def test_an_empty_sheet_draws_nothing(panel_of):
    assert draw_image_grid(panel_of("sheet"), "s", ImageGrid(np.zeros((0, 0, 4, 4))), 2) == []


def test_the_aspect_is_that_of_the_whole_sheet():
    assert grid_aspect(np.zeros((1, 1, 4, 8))) == 2
    assert grid_aspect(np.zeros((2, 2, 4, 4))) == pytest.approx(1)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_of_a_picture_are_drawn_as_they_are(panel_of, pixels_of, theme):
    panel = panel_of("sheet", theme)
    images = np.zeros((1, 2, 2, 2, 3))
    images[0, 0, ..., 0], images[0, 1, ..., 1] = 1.0, 2.0  # more than there is of a colour
    draw_image_grid(panel, "s", ImageGrid(images), 2)
    seen = pixels_of(panel).reshape(-1, 3).tolist()
    assert [255, 0, 0] in seen
    assert [0, 255, 0] in seen
    assert grid_aspect(images) == pytest.approx(2, abs=0.1)
