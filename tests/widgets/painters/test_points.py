from __future__ import annotations

import numpy as np
import pytest

from engines.layers.points import Points
from engines.layers.tracks import Tracks
from widgets.painters.gl.buffer import UNIT_SQUARE, Buffer
from widgets.painters.painter import Moment
from widgets.painters.parts.marks import DOT
from widgets.painters.points import crowding, dot_of, handles_of, kinds_of
from widgets.theme.maps import line_table
from widgets.theme.tokens import DARK

CENTRE = np.array([[60.5, 40.5]])  # the middle of pixel (60, 40)


@pytest.fixture
def square(context):
    made = Buffer(UNIT_SQUARE)
    yield made
    made.release()


def _seen(plane, picture, mark):
    plane.set_layers({"p": Points(CENTRE, mark)}, ("p",))
    return picture(plane)


def _is(colour, expected):
    np.testing.assert_allclose(colour, expected, atol=0.01)


def test_a_stable_point_is_a_disc_in_attract(plane, picture, rgb):
    seen = _seen(plane, picture, "stable")
    for x, y in ((60, 40), (56, 40), (60, 44), (63, 43)):
        _is(seen[y, x], rgb("attract"))
    _is(seen[40, 67], rgb("canvas"))


def test_an_unstable_point_is_a_ring_in_repel(plane, picture, rgb):
    seen = _seen(plane, picture, "unstable")
    _is(seen[40, 60], rgb("canvas"))
    for x, y in ((56, 40), (64, 40), (60, 36), (60, 44)):
        assert np.abs(seen[y, x] - rgb("repel")).max() < 0.2


def test_a_saddle_is_half_of_each(plane, picture, rgb):
    seen = _seen(plane, picture, "saddle")
    _is(seen[40, 57], rgb("attract"))
    _is(seen[40, 63], rgb("repel"))
    _is(seen[42, 58], rgb("attract"))
    _is(seen[44, 64], rgb("canvas"))


def test_a_point_beyond_all_numbers_of_the_driver_hides_no_other(plane, picture, rgb):
    """Found by the random hand: where a path had blown up stood a mark at 1e200."""
    places = np.concatenate([CENTRE, CENTRE, [[1e200, -1e200]], [[1e12, 1e12]]])
    plane.set_layers({"p": Points(places, "stable")}, ("p",))
    seen = picture(plane)
    _is(seen[40, 60], rgb("attract"))
    _is(seen[40, 67], rgb("canvas"))


def test_a_centre_is_a_ring_with_a_dot(plane, picture, rgb):
    seen = _seen(plane, picture, "centre")
    _is(seen[40, 60], rgb("centre"))
    _is(seen[40, 63], rgb("canvas"))
    assert np.abs(seen[40, 64] - rgb("centre")).max() < 0.2


def test_the_handle_is_the_only_mark_in_accent(plane, picture, rgb):
    _is(_seen(plane, picture, "handle")[40, 60], rgb("accent"))


def test_a_start_is_a_ring_of_text_over_the_canvas(plane, picture, rgb):
    seen = _seen(plane, picture, "start")
    _is(seen[40, 60], rgb("canvas"))
    assert np.abs(seen[40, 64] - rgb("text")).max() < 0.25


def test_the_halo_keeps_a_mark_apart_from_what_is_beneath(plane, picture, rgb):
    wall = np.stack([np.array([[40.0, y], [80.0, y]]) for y in np.arange(30.5, 51.0)])
    layers = {
        "under": Tracks(wall, np.array([0.0, 1.0]), "true"),
        "p": Points(CENTRE, "stable"),
    }
    plane.set_layers(layers, ("under", "p"))
    seen = picture(plane)
    _is(seen[40, 67], rgb("canvas"))
    assert np.abs(seen[40, 70] - rgb("text")).max() < 0.05


def test_a_cloud_takes_its_colours_from_values(plane, picture):
    points = Points([[30.5, 40.5], [90.5, 40.5]], "cloud", values=np.array([0.0, 10.0]))
    plane.set_layers({"p": points}, ("p",))
    seen = picture(plane)
    table = line_table("amount", "dark")
    low, high = plane.colour_range("p")[:2]
    for x, value in ((30, 0.0), (90, 10.0)):
        full = table[int((value - low) / (high - low) * 1023 + 0.5), :3]
        assert np.abs(seen[40, x] - full).max() < 0.25
    assert np.abs(seen[40, 30] - seen[40, 90]).max() > 0.2


def test_places_that_are_not_known_are_left_out(plane, picture, rgb):
    points = Points([[np.nan, 1.0], [60.5, 40.5]], ("saddle", "stable"))
    plane.set_layers({"p": points}, ("p",))
    _is(picture(plane)[40, 60], rgb("attract"))


@pytest.mark.parametrize("mark", ["dot", "cloud"])
def test_no_points_are_no_trouble(plane, picture, mark):
    plane.set_layers({"p": Points(np.empty((0, 2)), mark)}, ("p",))
    assert np.ptp(picture(plane), axis=(0, 1)).max() == 0


def test_marks_by_point_tell_which_are_handles():
    points = Points([[0, 0], [1, 2], [3, 4]], ("dot", "handle", "handle"))
    np.testing.assert_array_equal(handles_of(points), [[1, 2], [3, 4]])
    assert kinds_of(Points([[0, 0], [1, 1]], "start")) == ("start", "start")


def test_the_more_dots_lie_on_each_other_the_less_each_is():
    assert dot_of(1.0) == DOT
    radii, alphas = zip(*(dot_of(crowd) for crowd in (1.0, 10.0, 50.0)), strict=True)
    assert list(radii) == sorted(radii, reverse=True)
    assert alphas[2] < alphas[1] < alphas[0]
    assert min(dot_of(1e9)) > 0.1  # never nothing


def test_crowding_counts_the_dots_that_are_seen(square):
    moment = Moment(np.diag([0.02, 0.02, 1.0, 1.0]), (100, 100), 1.0, DARK, square)
    apart = np.stack([np.arange(-40.0, 40.0, 4.0), np.zeros(20)], axis=1)
    assert crowding(apart, moment) == 1.0
    assert crowding(np.repeat(apart, 7, axis=0), moment) == 7.0
    assert crowding(apart + 1e4, moment) == 1.0
    assert crowding(np.full((3, 2), np.nan), moment) == 1.0


def test_a_crowded_curve_stays_thin(plane, picture, rgb):
    few = np.stack([np.linspace(20.0, 100.0, 160), np.full(160, 40.5)], axis=1)
    sums = []
    for line in (few, np.repeat(few, 60, axis=0)):
        plane.set_layers({"p": Points(line, "cloud")}, ("p",))
        column = picture(plane)[:, 60] - rgb("canvas")
        sums.append(column.sum())
    assert sums[1] < 1.3 * sums[0]
