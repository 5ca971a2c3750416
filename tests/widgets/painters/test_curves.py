from __future__ import annotations

import numpy as np
import pytest

from engines.layers.curves import ROLES, Curves
from engines.layers.scalar_field import ScalarField
from widgets.painters.curves import STYLES

ROW = np.array([[10.0, 40.5], [110.0, 40.5]])


def _row(plane, picture, role, line=ROW):
    plane.set_layers({"c": Curves((line,), (role,))}, ("c",))
    return picture(plane)[40]


@pytest.mark.parametrize("role", ["attract", "repel", "neutral"])
def test_a_manifold_is_solid_in_the_colour_of_its_sign(plane, picture, rgb, role):
    token = {"neutral": "text2"}.get(role, role)
    row = _row(plane, picture, role)
    np.testing.assert_allclose(row[12:108], np.broadcast_to(rgb(token), (96, 3)), atol=0.05)


def test_the_second_nullcline_is_dashed_seven_on_four_off(plane, picture, rgb):
    row = _row(plane, picture, "nullcline_second")[10:109].reshape(9, 11, 3)
    assert (np.abs(row[:, 1:6] - rgb("text2")).max(axis=2) < 0.15).all()
    assert (np.abs(row[:, 8:10] - rgb("canvas")).max(axis=2) < 0.15).all()


@pytest.mark.parametrize("sign", ["attract", "repel"])
def test_a_ridge_is_dashed_so_that_it_differs_from_a_material_line(plane, picture, rgb, sign):
    row = _row(plane, picture, f"{sign}_ridge")[10:106].reshape(16, 6, 3)
    assert (np.abs(row[:, 1] - rgb(sign)).max(axis=1) < 0.15).all()
    assert (np.abs(row[:, 4] - rgb("canvas")).max(axis=1) < 0.3).all()


def test_over_a_field_a_line_has_a_casing_of_the_colour_of_the_canvas(plane, picture, rgb):
    bright = ScalarField([0.0, 120.0], [0.0, 80.0], np.ones((2, 2)), limits=(0.0, 1.0))
    plane.set_layers({"f": bright, "c": Curves((ROW,), ("attract",))}, ("f", "c"))
    column = picture(plane)[36:45, 60]
    field = picture(plane)[10, 60]
    np.testing.assert_allclose(column[4], rgb("attract"), atol=0.05)
    for beside in (3, 5):
        assert column[beside].sum() < 0.7 * field.sum()
    np.testing.assert_allclose(column[[0, 8]], np.stack([field, field]), atol=0.02)


def test_dashes_keep_their_length_when_zoomed(plane, picture, rgb):
    _row(plane, picture, "nullcline_second")
    plane.set_limits((10.0, 70.0, 20.25, 60.25))
    row = picture(plane)[40][:99].reshape(9, 11, 3)
    assert (np.abs(row[:, 1:6] - rgb("text2")).max(axis=2) < 0.2).all()


def test_the_first_nullcline_is_dotted(plane, picture, rgb):
    row = _row(plane, picture, "nullcline_first")[10:109]
    on = (row - rgb("canvas")).sum(axis=1) > 0.3
    starts = np.flatnonzero(np.diff(on.astype(int)) == 1)
    assert np.diff(starts).mean() == pytest.approx(5.5, abs=0.2)


@pytest.mark.parametrize("zoom", [1.0, 10.0])
def test_an_eigenvector_is_forty_pixels_long_whatever_the_zoom(plane, picture, rgb, zoom):
    line = np.array([[60.0, 40.5], [60.1, 40.5]])
    plane.set_limits((60 - 60 / zoom, 60 + 60 / zoom, 40.5 - 40.5 / zoom, 40.5 + 39.5 / zoom))
    row = _row(plane, picture, "repel_axis", line)
    on = np.abs(row - rgb("repel")).max(axis=1) < 0.2
    assert on.sum() == pytest.approx(40, abs=1)
    assert on[41:79].all()


def test_curves_of_one_layer_may_differ_in_length_and_role(plane, picture, rgb):
    short = np.array([[20.0, 20.5], [40.0, 20.5], [60.0, 20.5]])
    plane.set_layers({"c": Curves((ROW, short), ("attract", "repel"))}, ("c",))
    seen = picture(plane)
    np.testing.assert_allclose(seen[20, 30], rgb("repel"), atol=0.05)
    np.testing.assert_allclose(seen[40, 30], rgb("attract"), atol=0.05)


def test_a_role_that_vanishes_is_no_longer_drawn(plane, picture, rgb):
    plane.set_layers({"c": Curves((ROW,), ("attract",))}, ("c",))
    picture(plane)
    plane.set_layers({"c": Curves((ROW - [0.0, 20.0],), ("repel",))}, ("c",))
    np.testing.assert_allclose(picture(plane)[40, 50], rgb("canvas"), atol=0.004)


def test_no_curves_are_no_trouble(plane, picture):
    plane.set_layers({"c": Curves((), ())}, ("c",))
    assert np.ptp(picture(plane), axis=(0, 1)).max() == 0


def test_every_role_has_a_style():
    assert set(STYLES) == set(ROLES)


def test_an_eigenvector_stays_on_its_point_when_the_picture_grows(plane, picture, rgb):
    axis = Curves((np.array([[60.5, 40.5], [61.5, 40.5]]),), ("repel_axis",))
    plane.set_layers({"e": axis}, ("e",))
    picture(plane)
    plane.native.resize(240, 160)
    plane.set_limits((0.0, 120.0, 0.0, 80.0))
    seen = picture(plane)
    assert seen.shape[:2] == (160, 240)
    np.testing.assert_allclose(seen[81, 121], rgb("repel"), atol=0.25)
    np.testing.assert_allclose(seen[40, 60], rgb("canvas"), atol=0.02)
