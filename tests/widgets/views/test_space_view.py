"""Space shows a cross at the left and numbers at the right, beside the canvas and not on it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.layers.curves import Curves
from engines.layers.frame import Frame, Reading
from engines.layers.series import Series
from engines.layers.tracks import Tracks
from widgets.theme.tokens import DARK
from widgets.views.space_view import SpaceView, extent


@pytest.fixture
def space(qtbot, specs):
    made = SpaceView(specs["space"], DARK)
    qtbot.addWidget(made, before_close_func=lambda v: v.close_view())
    made.resize(430, 370)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_box_is_that_of_the_axes(space):
    assert space.canvas.limits[:6] == (0.0, 2.0, 0.0, 1.0, 0.0, 1.0)


def test_the_cross_stands_in_the_left_column_and_follows_the_camera(space):
    before = space.cross()
    assert [name for name, _, _ in before] == ["x", "y", "z"]
    assert all(0 < p.x() < space.data_rect.left() for _, a, b in before for p in (a, b))
    space.canvas.look_along("z")
    after = space.cross()
    assert [b for _, _, b in after] != [b for _, _, b in before]
    ways = np.array([[(b - a).x(), (b - a).y()] for _, a, b in after])
    assert np.hypot(*ways[2]) == pytest.approx(0, abs=0.1)


def test_readings_stand_at_the_right_in_the_colour_of_their_sign(space, layers):
    space.show_frame(Frame(layers))
    wide = space.data_rect.width()
    space.set_readings(
        [("\\lambda_1", Reading(0.904, sign="repel")), ("\\lambda_3", Reading(-14.571))]
    )
    assert space.data_rect.width() < wide
    assert space._rows() == [("λ₁", "0.904", "repel"), ("λ₃", "−14.571", "centre")]
    image = space.grab_picture()
    left = round(space.data_rect.right()) + 2
    seen = {
        image.pixelColor(x, y).name().upper()
        for x in range(left, image.width())
        for y in range(image.height() // 2, image.height())
    }
    assert DARK.repel in seen
    space.clear()
    assert space._rows() == []


def test_a_spectrum_in_the_frame_becomes_readings(space, layers):
    spectrum = Series(np.arange(1.0, 4.0), np.array([0.904, 0.0004, -14.571]))
    space.show_frame(Frame({**layers, "lyapunov_spectrum": spectrum}))
    assert space._rows() == [
        ("λ₁", "0.904", "repel"),
        ("λ₂", "0.000", "centre"),
        ("λ₃", "−14.571", "attract"),
    ]


def test_a_click_in_space_has_three_coordinates(space, qtbot, specs):
    space.set_spec(replace(specs["space"], clicks=True))
    with qtbot.waitSignal(space.gesture, timeout=1000) as told:
        space.canvas.clicked.emit((0.1, 0.2, 0.3))
    assert told.args[0].place == (0.1, 0.2, 0.3)


def test_no_parts_overlap(space, layers, overlaps):
    space.show_frame(Frame(layers))
    space.set_readings([("\\lambda_1", Reading(0.9))])
    assert overlaps(space) == []


def _seen(space, places):
    return np.array([space.canvas.place(tuple(place)) for place in places])


def test_data_fill_the_picture_until_a_hand_turns_it(space, specs):
    name = specs["space"].layers[0]
    places = np.random.default_rng(1).uniform(5.0, 7.0, (1, 300, 3))
    space.show_frame(Frame({name: Tracks(places, np.arange(300.0))}))
    across, up = np.ptp(_seen(space, places[0]), axis=0)
    data = space.data_rect
    assert max(across / data.width(), up / data.height()) == pytest.approx(0.94, abs=0.01)
    space.canvas.look_along("z")
    turned = space.canvas.limits
    space.resize(500, 300)
    assert space.canvas.limits == turned


def test_what_grows_later_does_not_move_the_camera(space, specs):
    name = specs["space"].layers[0]
    places = np.random.default_rng(1).uniform(0.0, 1.0, (1, 50, 3))
    space.show_frame(Frame({name: Tracks(places, np.arange(50.0))}))
    before = space.canvas.limits
    space.show_frame(Frame({name: Tracks(2.0 * places, np.arange(50.0))}))
    assert space.canvas.limits == before


def test_what_is_seen_before_anything_is_computed_does_not_move_the_camera(space):
    name = space.spec.layers[0]
    places = 0.01 * np.random.default_rng(0).normal(size=(1, 50, 3))
    home = space.canvas.camera
    space.show_frame(Frame({name: Tracks(places, np.arange(50.0))}, progress=0.0))
    assert space.canvas.camera == home
    space.show_frame(Frame({name: Tracks(places, np.arange(50.0))}, progress=0.2))
    assert space.canvas.camera != home


def test_curves_in_space_are_data_too_but_not_the_arrows_of_eigenvectors():
    ring = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 1.0], [np.nan, 0.0, 1.0]])
    layer = Curves((ring, ring + 9.0, ring[:, :2]), ("repel", "repel_axis", "attract"))
    np.testing.assert_array_equal(extent([layer]), ring[:2])
