from __future__ import annotations

import numpy as np
import pytest

from widgets.canvas.camera import ALONG, Box, Camera

BOX = Box((-1.0, 0.0, 10.0), (3.0, 2.0, 30.0))
SIZE = (400.0, 300.0)


def _pixel(camera, place, box=BOX):
    at = camera.matrix(box, *SIZE) @ np.array([*place, 1.0])
    across, up = at[:2] / at[3]
    return 0.5 * (across + 1) * SIZE[0], 0.5 * (1 - up) * SIZE[1]


def test_the_middle_of_the_box_is_the_middle_of_the_picture():
    assert _pixel(Camera(), (1.0, 1.0, 20.0)) == pytest.approx((200.0, 150.0))


@pytest.mark.parametrize(
    ("axis", "right", "up"), [("x", "y", "z"), ("y", "x", "z"), ("z", "x", "y")]
)
def test_along_an_axis_the_other_two_point_right_and_up(axis, right, up):
    axes = Camera(*ALONG[axis]).axes()
    np.testing.assert_allclose(axes[0], np.eye(3)["xyz".index(right)], atol=1e-12)
    np.testing.assert_allclose(axes[1], np.eye(3)["xyz".index(up)], atol=1e-12)


def test_what_is_nearer_is_larger():
    camera = Camera(*ALONG["y"])
    near = _pixel(camera, (3.0, 0.0, 20.0))[0] - 200.0
    far = _pixel(camera, (3.0, 2.0, 20.0))[0] - 200.0
    assert near > far > 0


@pytest.mark.parametrize("camera", [Camera(), Camera(30.0, -50.0, 3.0, (0.2, -0.4))])
def test_a_pixel_goes_to_the_middle_plane_and_back(camera):
    place = camera.on_middle_plane(91.0, 222.0, BOX, *SIZE)
    assert _pixel(camera, place) == pytest.approx((91.0, 222.0))
    facing = camera.axes()[2] @ ((np.array(place) - BOX.middle) / BOX.half)
    assert facing == pytest.approx(0.0, abs=1e-12)


def test_zoom_keeps_what_lies_under_the_pointer():
    camera = Camera(10.0, 20.0, 1.5, (0.1, 0.0))
    place = camera.on_middle_plane(300.0, 80.0, BOX, *SIZE)
    closer = camera.magnified(4.0, 300.0, 80.0, *SIZE)
    assert closer.zoom == 6.0
    assert _pixel(closer, place) == pytest.approx((300.0, 80.0))


def test_a_pull_shifts_the_picture_by_as_many_pixels():
    place = (2.0, 1.5, 25.0)
    before = np.array(_pixel(Camera(), place))
    after = np.array(_pixel(Camera().shifted(12.0, -7.0, *SIZE), place))
    np.testing.assert_allclose(after - before, [12.0, -7.0])


def test_turning_stops_at_the_poles_and_goes_round_the_axis():
    assert Camera().turned(0.0, 1e4).elevation == 90.0
    assert Camera(azimuth=0.0).turned(720.0, 0.0).azimuth == pytest.approx(0.0)


def test_unequal_axes_each_fill_the_cube():
    box = Box((0.0, 0.0, 0.0), (1.0, 10.0, 100.0), equal=False)
    corner = box.matrix() @ np.array([1.0, 10.0, 100.0, 1.0])
    np.testing.assert_allclose(corner, [1.0, 1.0, 1.0, 1.0])


def test_a_fitted_camera_keeps_its_direction():
    box = Box((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
    made = Camera(30.0, 20.0, 3.0, (0.5, 0.5)).fitted(np.eye(3), box, 400.0, 200.0)
    assert (made.azimuth, made.elevation) == (30.0, 20.0)
    seen = np.column_stack([np.eye(3), np.ones(3)]) @ made.matrix(box, 400.0, 200.0).T
    flat = np.abs(seen[:, :2] / seen[:, 3:])
    assert flat.max() == pytest.approx(0.94)


@pytest.mark.parametrize("camera", [Camera(), Camera(30.0, -50.0, 3.0, (0.2, -0.4))])
@pytest.mark.parametrize("equal", [True, False])
def test_what_lies_under_a_pixel_is_on_the_line_from_the_eye(camera, equal):
    box = Box((-1.0, 0.0, 10.0), (3.0, 2.0, 30.0), equal)
    seen = np.array([0.3, 1.6, 24.0])
    place = np.array(camera.on_middle_plane(*_pixel(camera, seen, box), box, *SIZE))
    eye = np.array(camera.eye(box))
    towards, beyond = (place - eye) / box.half, (seen - eye) / box.half
    np.testing.assert_allclose(np.cross(towards, beyond), 0.0, atol=1e-9)
