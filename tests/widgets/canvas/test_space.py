from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, Qt

from engines.layers.points import Points
from widgets.canvas.camera import Camera


def _pull(qtbot, canvas, button, start, end):
    qtbot.mousePress(canvas.native, button, pos=QPoint(*start))
    qtbot.mouseMove(canvas.native, QPoint(*end))
    qtbot.mouseRelease(canvas.native, button, pos=QPoint(*end))


def test_a_point_is_drawn_where_the_camera_sees_it(space, picture, rgb):
    place = (0.5, 0.0, 0.25)
    space.set_layers({"p": Points([place], "stable")}, ("p",))
    x, y = space.place(place)
    seen = picture(space)
    np.testing.assert_allclose(seen[79 - int(y), int(x)], rgb("attract"), atol=0.02)


def test_a_planar_layer_lies_at_height_nought(space):
    assert space.place((0.5, 0.25)) == space.place((0.5, 0.25, 0.0))


def test_left_orbits_and_the_others_pan(space, qtbot):
    _pull(qtbot, space, Qt.MouseButton.LeftButton, (60, 40), (80, 50))
    assert space.camera == Camera(azimuth=-100.0, elevation=5.0)
    _pull(qtbot, space, Qt.MouseButton.MiddleButton, (60, 40), (80, 40))
    assert space.camera.pan == pytest.approx((0.5, 0.0))


def test_a_click_lands_on_the_plane_through_the_middle(space, qtbot):
    told = []
    space.clicked.connect(told.append)
    qtbot.mouseClick(space.native, Qt.MouseButton.LeftButton, pos=QPoint(90, 20))
    assert len(told[0]) == 3
    assert told[0][1] == pytest.approx(0.0, abs=1e-12)
    assert space.place(told[0]) == pytest.approx((90.0, 20.0))


def test_limits_hold_box_and_camera_and_can_be_given_back(space):
    space.set_camera(Camera(12.0, 34.0, 2.0, (0.1, -0.2)))
    kept = space.limits
    assert kept == (-1, 1, -1, 1, -1, 1, 12.0, 34.0, 2.0, 0.1, -0.2)
    space.look_along("x")
    space.set_limits(kept)
    assert space.limits == kept


def test_a_box_alone_keeps_the_camera(space):
    space.set_camera(Camera(12.0, 34.0))
    space.set_limits((0, 1, 0, 2, 0, 3))
    assert space.camera == Camera(12.0, 34.0)
    space.set_limits((1, 0, 0, 2, 0, 3))
    assert space.limits[:6] == (0, 1, 0, 2, 0, 3)


def test_the_cross_of_axes_follows_the_camera(space):
    space.look_along("z")
    cross = space.axes_directions()
    assert cross["x"] == pytest.approx((1.0, 0.0))
    assert cross["y"] == pytest.approx((0.0, 1.0))
    assert cross["z"] == pytest.approx((0.0, 0.0))


def test_the_wheel_zooms_and_a_double_click_goes_home(space, qtbot):
    space.hand.turned.emit(2.0, 60.0, 40.0)
    assert space.camera.zoom == 2.0
    qtbot.mouseDClick(space.native, Qt.MouseButton.LeftButton, pos=QPoint(30, 20))
    assert space.camera == Camera()


def test_every_move_of_the_camera_is_told_once(space):
    told = []
    space.limits_changed.connect(told.append)
    space.look_along("x")
    space.look_along("x")
    assert told == [space.limits]


def test_fitted_places_fill_the_picture_and_are_home(space):
    lots = np.random.default_rng(0)
    places = np.array([10.0, -3.0, 50.0]) + lots.uniform(-1, 1, (200, 3)) * [1.0, 2.0, 4.0]
    space.fit(places)
    seen = np.array([space.place(tuple(place)) for place in places])
    size = np.array([space.native.width(), space.native.height()])
    share = (seen.max(axis=0) - seen.min(axis=0)) / size
    assert share.max() == pytest.approx(0.94, abs=1e-3)
    np.testing.assert_allclose(seen.min(axis=0) + seen.max(axis=0), size, atol=0.1)
    assert space.at_home
    space.look_along("z")
    assert not space.at_home
    space.reset()
    assert space.at_home


def test_fitting_nothing_changes_nothing(space):
    before = space.limits
    space.fit(np.zeros((0, 3)))
    assert space.limits == before


@pytest.mark.parametrize("axis", ["x", "y", "z"])
def test_from_behind_depth_is_turned_round(space, axis):
    space.look_along(axis)
    front = space.camera.axes()[2]
    space.look_along(axis, other=True)
    np.testing.assert_allclose(space.camera.axes()[2], -front, atol=1e-12)


def test_flattened_it_shows_the_first_two_axes_and_comes_back(space):
    space.reset()
    home = space.limits
    space.flatten()
    cross = space.axes_directions()
    assert cross["x"] == pytest.approx((1.0, 0.0))
    assert cross["y"] == pytest.approx((0.0, 1.0))
    space.flatten()
    assert space.limits == home
