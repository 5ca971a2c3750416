from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.latent.contact_sheet import COLUMNS, INSTRUMENT, REACH
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn


def sheet(flow, **values):
    model = parameters_model("p", INSTRUMENT.declared(flow))
    return list(INSTRUMENT(flow).frames(model(**values), Ticket()))[-1]


def test_each_row_walks_one_way_from_the_handle(plane):
    images = sheet(plane).layers["contact_sheet"].images
    assert images.shape == (2, COLUMNS, 1, 3)
    np.testing.assert_allclose(images[:, COLUMNS // 2, 0], np.tile([0.5, 0.0, -0.5], (2, 1)))
    np.testing.assert_allclose(images[0, -1, 0], [0.5 + REACH, 0.0, -0.5], rtol=1e-6)
    np.testing.assert_allclose(images[1, 0, 0], [0.5, -REACH, -0.5], rtol=1e-6)


def test_the_picture_nearest_to_the_step_is_marked(codes):
    layer = sheet(codes, t=-1.3).layers["contact_sheet"]
    assert layer.selected == (1, 3)
    assert layer.row_labels == ("one", "two")
    assert layer.column_labels[3] == "\N{MINUS SIGN}1.2"


def test_the_reading_is_the_change_along_the_chosen_way(codes):
    assert sheet(codes).readings["contact_sheet"].value == pytest.approx(2 * REACH / 3)


def test_colours_of_pictures_stay_in_the_sheet_and_count_as_grey_ones_do(codes, monkeypatch):
    grey = sheet(codes)

    def painted(states):
        return np.repeat(np.asarray(states)[:, None, :, None], 3, axis=-1)

    monkeypatch.setattr(codes, "decode", painted)
    coloured = sheet(codes)
    assert coloured.layers["contact_sheet"].images.shape == (2, COLUMNS, 1, 3, 3)
    reading = coloured.readings["contact_sheet"]
    assert reading.value == pytest.approx(grey.readings["contact_sheet"].value)


def test_walks_leave_a_plane_for_the_whole(plane, codes):
    one, other = (sheet(flow).layers["contact_sheet"].images for flow in (plane, codes))
    np.testing.assert_allclose(one, other)


def test_flows_without_pictures_are_refused(saddle):
    assert INSTRUMENT.refuses(saddle()) == "needs states that stand for pictures"


def test_a_withdrawn_ticket_ends_it(codes):
    ticket = Ticket()
    ticket.withdraw()
    values = parameters_model("p", INSTRUMENT.declared(codes))()
    with pytest.raises(Withdrawn):
        next(INSTRUMENT(codes).frames(values, ticket))
