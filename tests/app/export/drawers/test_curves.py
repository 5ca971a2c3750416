from __future__ import annotations

import numpy as np
import pytest
from matplotlib.colors import to_rgba

from app.export.drawers.curves import AXIS_LENGTH, draw_curves, pen
from app.export.paper.style import style
from engines.layers.curves import ROLES, Curves


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_pen(role):
    assert pen(style("light"), role)["linewidth"] > 0


def test_one_collection_per_role_in_its_colour(panel_of):
    panel = panel_of()
    line = np.array([[0, 0], [1, 1]])
    drawn = draw_curves(panel, "c", Curves((line, line, line), ("attract", "repel", "attract")), 2)
    assert [len(d.get_segments()) for d in drawn] == [2, 1]
    assert tuple(drawn[1].get_colors()[0]) == to_rgba(panel.style.theme.repel)


def test_eigenvectors_have_one_length_on_paper(panel_of):
    panel = panel_of()
    line = np.array([[1.0, 0.5], [1.0 + 1e-6, 0.5 + 1e-6]])
    (drawn,) = draw_curves(panel, "c", Curves((line,), ("attract_axis",)), 2)
    first, last = drawn.get_segments()[0] / np.array(panel.point)
    assert np.linalg.norm(last - first) == pytest.approx(2 * AXIS_LENGTH)
