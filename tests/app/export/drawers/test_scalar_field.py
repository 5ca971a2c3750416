from __future__ import annotations

import numpy as np
from matplotlib.colors import to_rgb

from app.export.drawers.scalar_field import draw_scalar_field
from engines.layers.scalar_field import ScalarField

X, Y = np.linspace(0, 2, 21), np.linspace(0, 1, 11)


def test_low_sinks_into_the_page_and_high_stands_out(panel_of, pixels_of):
    panel = panel_of()
    values = np.tile(X, (11, 1))
    draw_scalar_field(panel, "f", ScalarField(X, Y, values, limits=(0, 2)), 2)
    seen = pixels_of(panel)
    assert seen[50, 1].min() > 245
    assert seen[50, 198].max() < 170


def test_values_lie_where_their_nodes_are(panel_of, pixels_of):
    panel = panel_of()
    values = np.zeros((11, 21))
    values[8, 5] = 1.0  # at x = 0.5, y = 0.8
    draw_scalar_field(panel, "f", ScalarField(X, Y, values, limits=(0, 1)), 2)
    darkest = np.unravel_index(pixels_of(panel).sum(axis=2).argmin(), (100, 200))
    assert abs(darkest[0] - 20) <= 2
    assert abs(darkest[1] - 50) <= 2


def test_uneven_grids_and_missing_values_are_drawn(panel_of, pixels_of):
    panel = panel_of()
    x = np.array([0.0, 0.1, 0.5, 2.0])
    values = np.array([[1.0, np.nan, 1.0, 1.0]] * 2)
    (mesh,) = draw_scalar_field(panel, "f", ScalarField(x, [0, 1], values, limits=(0, 1)), 2)
    assert mesh.get_rasterized()
    seen = pixels_of(panel)
    ground = panel.style.theme.control.lstrip("#")
    assert seen[50, 10, :3].tolist() == [int(ground[i : i + 2], 16) for i in (0, 2, 4)]
    assert (seen[50, 10] < 250).all()  # neither the page nor a low value
    assert (seen[50, 150] < 200).any()


def test_what_nobody_should_trust_is_hatched(panel_of, pixels_of):
    panel = panel_of()
    layer = ScalarField(X, Y, np.zeros((11, 21)), untrusted=np.tile(X > 1, (11, 1)))
    assert len(draw_scalar_field(panel, "f", layer, 2)) == 2
    warn = np.array(to_rgb(panel.style.theme.warn)) * 255
    near = np.abs(pixels_of(panel) - warn).sum(axis=2) < 150
    assert near[:, 110:].any()
    assert not near[:, :90].any()


def test_a_single_row_is_no_field(panel_of):
    assert draw_scalar_field(panel_of(), "f", ScalarField(X, [0.0], np.zeros((1, 21))), 2) == []
