from __future__ import annotations

import math

import numpy as np
import pytest

from engines.layers.scalar_field import ScalarField
from widgets.painters.painter import ColourRange
from widgets.painters.scalar_field import packed
from widgets.theme.maps import colour_table
from widgets.theme.tokens import LIGHT, channels

X, Y = np.array([0.0, 60.0, 120.0]), np.array([0.0, 80.0])


def _colour(scale, part, theme="dark"):
    return colour_table(scale, theme)[int(part * 1023 + 0.5), :3]


def _shown(plane, field):
    plane.set_layers({"f": field}, ("f",))


def test_a_value_has_the_colour_of_the_table_to_the_last_bit(plane, picture):
    values = np.full((2, 3), 3.0)
    _shown(plane, ScalarField(X, Y, values, scale="amount", limits=(1.0, 5.0)))
    expected = np.round(_colour("amount", 0.5) * 255) / 255
    np.testing.assert_allclose(picture(plane), np.broadcast_to(expected, (80, 120, 3)), atol=1e-6)


def test_between_nodes_values_are_linear(plane, picture):
    values = np.array([[0.0, 1.0, 0.0], [0.0, 1.0, 0.0]])
    _shown(plane, ScalarField(X, Y, values, scale="signed", limits=(-1.0, 1.0)))
    row = picture(plane)[40]
    for column in (10, 30, 59, 90):
        value = 1.0 - abs(column + 0.5 - 60.0) / 60.0
        np.testing.assert_allclose(row[column], _colour("signed", 0.5 + 0.5 * value), atol=0.006)


def test_a_missing_value_has_a_ground_of_its_own_and_spoils_no_neighbour(plane, picture, rgb):
    values = np.array([[2.0, np.nan, 2.0], [2.0, np.nan, 2.0]])
    _shown(plane, ScalarField(X, Y, values, scale="amount", limits=(0.0, 2.0)))
    seen = picture(plane)
    np.testing.assert_allclose(seen[20, 60], rgb("control"), atol=0.003)
    np.testing.assert_allclose(
        seen[20, 31:89], np.broadcast_to(rgb("control"), (58, 3)), atol=0.003
    )
    low = _colour("amount", 0.0)
    assert np.abs(seen[20, 60] - low).max() > 0.05  # it is no low value
    np.testing.assert_allclose(seen[20, 5], _colour("amount", 1.0), atol=0.003)
    np.testing.assert_allclose(seen[20, 28], _colour("amount", 1.0), atol=0.003)


def test_a_field_over_another_lets_it_through_where_it_has_no_value(plane, picture, rgb):
    values = np.array([[2.0, np.nan, 2.0], [2.0, np.nan, 2.0]])
    _shown(plane, ScalarField(X, Y, values, scale="ftle_backward_over", limits=(0.0, 2.0)))
    np.testing.assert_allclose(picture(plane)[20, 60], rgb("canvas"), atol=0.003)


def test_kinds_are_never_mixed(plane, picture):
    values = np.array([[0.0, 1.0, 2.0], [0.0, 1.0, 2.0]])
    _shown(plane, ScalarField(X, Y, values, scale="kinds"))
    row = picture(plane)[10]
    assert len(np.unique(row, axis=0)) == 3
    np.testing.assert_allclose(row[29], _colour("kinds", 0.0), atol=0.003)
    np.testing.assert_allclose(row[31], _colour("kinds", 1 / 8), atol=0.003)


def test_a_circle_has_no_seam(plane, picture):
    values = np.array([[math.pi - 0.1, -math.pi + 0.1, 0.0]] * 2)
    _shown(plane, ScalarField(X, Y, values, scale="cyclic"))
    seam = _colour("cyclic", 0.0)
    np.testing.assert_allclose(picture(plane)[10, 30], seam, atol=0.02)


def test_untrusted_nodes_are_hatched_and_keep_their_colour_between(plane, picture, rgb):
    untrusted = np.array([[True, False, False]] * 2)
    field = ScalarField(X, Y, np.ones((2, 3)), limits=(0.0, 2.0), untrusted=untrusted)
    _shown(plane, field)
    seen = picture(plane)
    plain = _colour("amount", 0.5)
    left, right = seen[:, :29].reshape(-1, 3), seen[:, 31:].reshape(-1, 3)
    hatched = np.abs(left - plain).max(axis=1) > 0.02
    assert 0.1 < hatched.mean() < 0.4
    towards = (left[hatched] - plain) @ (rgb("warn") - plain)
    assert (towards > 0).all()
    np.testing.assert_allclose(right, np.broadcast_to(plain, right.shape), atol=0.003)


def test_the_theme_changes_the_colours_at_once(plane, picture):
    _shown(plane, ScalarField(X, Y, np.zeros((2, 3)), limits=(0.0, 1.0)))
    picture(plane)
    plane.set_theme(LIGHT)
    np.testing.assert_allclose(picture(plane)[5, 5], channels(LIGHT.canvas), atol=0.003)


def test_a_new_layer_of_another_size_replaces_the_old(plane, picture):
    _shown(plane, ScalarField(X, Y, np.zeros((2, 3)), limits=(0.0, 1.0)))
    picture(plane)
    x = np.linspace(0, 120, 7)
    _shown(plane, ScalarField(x, Y, np.ones((2, 7)), limits=(0.0, 1.0)))
    np.testing.assert_allclose(picture(plane)[5, 5], _colour("amount", 1.0), atol=0.003)


def test_without_limits_the_range_is_robust_and_told_with_its_unit(plane):
    values = np.linspace(0.0, 10.0, 6).reshape(2, 3)
    _shown(plane, ScalarField(X, Y, values, "1/s", "ftle_forward"))
    assert plane.colour_range("f") == ColourRange(0.0, 10.0, "ftle_forward", "1/s")


def test_uneven_nodes_are_carried_to_even_places():
    field = ScalarField([0.0, 1.0, 4.0], [0.0, 1.0], [[1.0, 2.0, 3.0], [1.0, 2.0, np.nan]])
    texels = packed(field)
    np.testing.assert_array_equal(texels[0, :, 0], [1.0, 2.0, 3.0])
    np.testing.assert_array_equal(texels[1, :, 1], [1.0, 1.0, 0.0])


@pytest.mark.parametrize("shape", [(1, 1), (2, 1)])
def test_the_smallest_grids_do_no_harm(plane, picture, shape):
    field = ScalarField(np.arange(shape[1]), np.arange(shape[0]), np.ones(shape))
    _shown(plane, field)
    assert picture(plane).shape == (80, 120, 3)


def test_a_pure_number_is_named_above_the_colour_bar(plane):
    _shown(plane, ScalarField(X, Y, np.ones((2, 3)), limits=(0.0, 1.0), quantity="LAVD"))
    assert plane.colour_range("f").unit == "LAVD"
