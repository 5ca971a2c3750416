from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.pictures.made import COLUMNS, INSTRUMENT
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn


def given(flow, **values):
    return parameters_model("p", INSTRUMENT.declared(flow))(**values)


def frame(flow, **values):
    return list(INSTRUMENT(flow).frames(given(flow, **values), Ticket()))[-1]


def test_each_picture_stands_above_the_nearest_it_was_learned_from(plane):
    flow = plane()
    grid = frame(flow).layers["made"]
    assert grid.images.shape == (4, COLUMNS, 2, 2)
    assert grid.row_labels == ("made", "nearest") * 2
    ends = flow.whole.advance(flow.drawn, 0.0, 1.0).reshape(-1, 2, 2)
    np.testing.assert_allclose(grid.images[0], ends[:8], rtol=1e-6)
    np.testing.assert_allclose(grid.images[1, :3], flow.known, rtol=1e-6)  # these are copies
    np.testing.assert_allclose(grid.images[2, :2], ends[8:], rtol=1e-6)
    assert not grid.images[2, 2:].any()


def test_copies_have_no_distance(plane):
    copies = frame(plane(), pictures=3).readings["made"].value
    others = frame(plane(), pictures=10).readings["made"].value
    assert copies == pytest.approx(0.0, abs=1e-6)
    assert others > 0.1


def test_on_the_way_pictures_are_those_of_the_moment(plane):
    flow = plane(moment=0.5)
    grid = frame(flow, nearest=False, pictures=4).layers["made"]
    assert grid.images.shape == (1, 4, 2, 2)
    wanted = flow.whole.advance(flow.drawn[:4], 0.0, 0.5).reshape(-1, 2, 2)
    np.testing.assert_allclose(grid.images[0], wanted, rtol=1e-6)


@pytest.mark.parametrize(
    ("place", "chosen"),
    [
        ((3, 1), {"first_noise": 4, "second_noise": 1}),
        ((1, 2), {"first_noise": 10, "second_noise": 1}),
        ((0, 0), {"first_noise": 1}),
        ((1, 0), {"first_noise": 2, "second_noise": 1}),
        ((5, 2), {}),
    ],
)
def test_a_click_lays_the_plane_through_a_picture(plane, place, chosen):
    flow = plane()
    assert INSTRUMENT.chosen(flow, given(flow, pictures=10), place) == chosen


def test_the_first_draw_of_the_plane_is_marked(plane):
    assert frame(plane(spanned=(9, 1))).layers["made"].selected == (2, 1)
    assert frame(plane(spanned=(9, 1)), pictures=4).layers["made"].selected is None


def test_other_flows_are_refused_and_a_withdrawn_ticket_ends_it(plane, saddle):
    assert INSTRUMENT.refuses(saddle()) == "needs a flow from noise to pictures"
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(INSTRUMENT(plane()).frames(given(plane()), ticket))
