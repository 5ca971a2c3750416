from __future__ import annotations

import numpy as np

from engines.instruments.pictures.way import INSTRUMENT, TIMES
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket


def frame(flow, **values):
    model = parameters_model("p", INSTRUMENT.declared(flow))
    return list(INSTRUMENT(flow).frames(model(**values), Ticket()))[-1]


def test_rows_are_noises_and_columns_are_times(plane):
    flow = plane(handle=(0.3, 0.4))
    grid = frame(flow, ways_shown=2).layers["way"]
    assert grid.images.shape == (3, TIMES + 1, 2, 2)
    assert grid.row_labels == ("here", "1", "2")
    assert grid.column_labels == ("0", "0.25", "0.5", "0.75", "1", "nearest")
    starts = np.concatenate([flow.lifted(np.array([[0.3, 0.4]])), flow.drawn[:2]])
    for k, t in enumerate(np.linspace(0.0, 1.0, TIMES)):
        wanted = flow.whole.advance(starts, 0.0, t).reshape(-1, 2, 2)
        np.testing.assert_allclose(grid.images[:, k], wanted, rtol=1e-6)
    np.testing.assert_allclose(grid.images[1:, -1], flow.known[:2], rtol=1e-6)


def test_the_column_of_the_moment_is_marked(plane):
    assert frame(plane(moment=0.7)).layers["way"].selected == (0, 3)
    assert frame(plane()).layers["way"].selected == (0, TIMES - 1)


def test_the_point_is_where_the_walk_has_come_to(plane):
    flow = plane(share=1.0)
    images = frame(flow, ways_shown=2).layers["way"].images
    np.testing.assert_allclose(images[0], images[2], rtol=1e-5, atol=1e-6)


def test_other_flows_are_refused(saddle):
    assert INSTRUMENT.refuses(saddle()) == "needs a flow from noise to pictures"
