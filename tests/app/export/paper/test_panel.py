from __future__ import annotations

import numpy as np
import pytest

from app.export.paper.panel import (
    Panel,
    aspect_of,
    corners,
    depth_of,
    limits_of,
    projection,
    scaling_of,
)
from app.export.paper.style import style
from engines.layers.points import Points
from engines.layers.scalar_field import ScalarField
from engines.layers.tracks import Tracks
from engines.protocols.views import Axis, ViewSpec

CUBE = (Axis("x", low=-1, high=1), Axis("y", low=-1, high=1), Axis("z", low=-1, high=1))


def field(values, **about):
    return ScalarField([0, 1], [0, 1], values, **about)


def test_the_scale_says_what_lies_beyond_its_ends():
    scaling = scaling_of(field([[0, 1], [2, 9]], limits=(0.5, 4.0), unit="1/s"))
    assert (scaling.low, scaling.high, scaling.below, scaling.above) == (0.5, 4.0, True, True)
    assert (scaling.unit, scaling.lines) == ("1/s", False)


def test_a_pure_number_is_named_for_want_of_a_unit():
    assert scaling_of(field([[0, 1], [2, 3]], quantity="LAVD")).unit == "LAVD"
    assert scaling_of(field([[0, 1], [2, 3]], quantity="LAVD", unit="rad")).unit == "rad"


def test_ends_chosen_before_are_kept():
    scaling = scaling_of(field([[0, 1], [2, 3]]), (0.0, 3.0))
    assert (scaling.low, scaling.high, scaling.above) == (0.0, 3.0, False)


def test_lines_use_the_part_of_the_map_that_stands_out_and_bare_layers_none():
    tracks = Tracks(np.zeros((1, 2, 2)), [0, 1], "swarm", [[0, 1]])
    assert scaling_of(tracks).lines
    assert scaling_of(Points(np.zeros((1, 2)))) is None


def test_a_projection_is_parallel_and_keeps_up_upright():
    seen = projection(CUBE)
    up = seen(np.array([0, 0, 1.0])) - seen(np.zeros(3))
    assert up[0] == pytest.approx(0)
    assert up[1] > 0
    shifted = seen(np.array([0.5, 0.2, 1.1])) - seen(np.array([0.5, 0.2, 0.1]))
    np.testing.assert_allclose(shifted, up, atol=1e-12)


def test_all_corners_lie_inside_the_limits_and_the_nearest_is_in_front():
    view = ViewSpec("s", "space", "S", (), axes=CUBE)
    x_low, x_high, y_low, y_high = limits_of(view)
    places = projection(CUBE)(corners(CUBE))
    assert (places[:, 0] > x_low).all()
    assert (places[:, 0] < x_high).all()
    assert (places[:, 1] > y_low).all()
    assert (places[:, 1] < y_high).all()
    depth = depth_of(corners(CUBE), CUBE)
    assert int(np.argmax(depth)) ^ int(np.argmin(depth)) == 7


def test_uneven_boxes_are_scaled_axis_by_axis():
    uneven = (*CUBE[:2], Axis("z", low=0, high=1000))
    np.testing.assert_allclose(projection(uneven).scale, [0.5, 0.5, 0.001])
    np.testing.assert_allclose(projection(CUBE).scale, [0.5, 0.5, 0.5])


def test_planes_keep_their_aspect_and_charts_have_none():
    plane = ViewSpec("p", "plane", "P", (), axes=(Axis("x", high=2), Axis("y", high=1)))
    assert aspect_of(plane) == 2
    assert aspect_of(ViewSpec("c", "chart", "C", (), axes=plane.axes)) is None


def test_places_in_a_plane_are_themselves_and_flat_ones_lie_on_the_floor_of_a_space():
    view = ViewSpec("s", "space", "S", (), axes=CUBE)
    panel = Panel(None, style("light"), view, limits_of(view), (1, 1))
    np.testing.assert_allclose(panel.place([[0.3, 0.4]]), projection(CUBE)([[0.3, 0.4, 0.0]]))
    plane = ViewSpec("p", "plane", "P", (), axes=CUBE[:2])
    panel = Panel(None, style("light"), plane, limits_of(plane), (1, 1))
    np.testing.assert_allclose(panel.place([[0.3, 0.4, 9.0]]), [[0.3, 0.4]])
