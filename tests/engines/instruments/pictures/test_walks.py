from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.pictures.walks import COLUMNS, INSTRUMENT
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket


def frame(flow):
    model = parameters_model("p", INSTRUMENT.declared(flow))
    return list(INSTRUMENT(flow).frames(model(), Ticket()))[-1]


def test_each_walk_has_a_row_from_the_handle_to_the_second_draw(plane):
    flow = plane(drawn=np.array([[0.0, 0.0], [1.0, 1.0]]), walk="drawn", share=0.32)
    grid = frame(flow).layers["walks"]
    assert grid.images.shape == (3, COLUMNS, 2, 2)
    assert grid.row_labels == ("line", "arc", "drawn")
    assert grid.selected == (2, 3)
    ends = flow.whole.advance(flow.drawn[:2], 0.0, 1.0).reshape(-1, 2, 2)
    for row in (0, 1):
        np.testing.assert_allclose(grid.images[row, [0, -1]], ends, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(grid.images[2, 0], 0.0, atol=1e-12)


def test_the_reading_is_how_much_the_chosen_walk_changes(plane):
    flow = plane(walk="line")
    images = frame(flow).layers["walks"].images
    wanted = np.abs(images[0, -1] - images[0, 0]).mean()  # the flow is linear, so is the way
    assert frame(flow).readings["walks"].value == pytest.approx(wanted, rel=1e-5)


def test_other_flows_are_refused(saddle):
    assert INSTRUMENT.refuses(saddle()) == "needs a flow from noise to pictures"
