from __future__ import annotations

import numpy as np

from app.export.paper.hugging import hugging
from engines.layers.points import Points
from engines.layers.tracks import Tracks
from engines.protocols.views import Axis, ViewSpec

BOX = (Axis("x", low=-25, high=25), Axis("y", low=-30, high=30), Axis("z", low=0, high=55))
SPACE = ViewSpec("s", "space", "S", ("t", "p"), axes=BOX)
INSIDE = np.array([[[-9.3, -11.2, 0.4], [11.7, 8.1, 22.6]]])


def sides(view):
    return [(axis.low, axis.high) for axis in view.axes]


def test_a_box_stands_close_round_the_data_at_friendly_numbers():
    near = hugging(SPACE, {"t": Tracks(INSIDE, [0, 1], "path")})
    assert sides(near) == [(-10.0, 12.0), (-12.0, 10.0), (0.0, 24.0)]
    assert [axis.label for axis in near.axes] == ["x", "y", "z"]


def test_an_axis_that_is_filled_keeps_its_ends():
    whole = np.array([[-25.0, 0.0, 0.0], [25.0, 1.0, 55.0]])
    near = hugging(SPACE, {"p": Points(whole)})
    assert sides(near)[0] == (-25, 25)
    assert sides(near)[1] == (0.0, 1.0)


def test_lost_places_and_other_views_change_nothing():
    lost = {"t": Tracks(np.full((1, 2, 3), np.nan), [0, 1], "path")}
    assert hugging(SPACE, lost) == SPACE
    plane = ViewSpec("p", "plane", "P", ("t",), axes=BOX[:2])
    assert hugging(plane, {"t": Tracks(INSIDE, [0, 1], "path")}) is plane
