from __future__ import annotations

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.systems.descent.landscape import landscape_of, landscapes
from engines.systems.system_file import system_from_text

EVERY = tuple(one.system.id for n in (1, 2) for one in landscapes(n))

TEXT = """
title = "Valley"
[rates]
x = "{rate}"
[where]
f = "x^2"
mu = "2"
L = "2"
[states]
x = {{ low = -1.0, high = 1.0 }}
[parameters]
{parameter} = {{ value = 1.0, low = 0.0, high = 2.0 }}
[truths]
fixed_points = [{{ x = "0" }}]
"""


def valley(rate="-2*x", parameter="a", without=""):
    text = TEXT.format(rate=rate, parameter=parameter)
    kept = [line for line in text.splitlines() if not without or not line.startswith(without)]
    return system_from_text("\n".join(kept), "valley")


def spread(box, count):
    axes = [np.linspace(a, b, count) for a, b in zip(box.low, box.high, strict=True)]
    return np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, len(axes))


def test_there_are_five_in_the_plane_and_three_on_a_line():
    assert len(landscapes(2)) == 5
    assert len(landscapes(1)) == 3


@pytest.mark.parametrize("id", EVERY)
class TestEveryLandscape:
    def test_its_lowest_place_is_the_lowest_of_its_window(self, landscape, id):
        one = landscape(id)
        values = one.system.defaults()
        heights = one.heights(spread(one.system.box, 301), values)
        assert heights.min() >= 0.0
        assert one.heights(one.lowest_place(values), values)[0] == 0.0

    def test_its_curvatures_bound_those_of_its_window_and_are_reached(self, landscape, id):
        one = landscape(id)
        values = one.system.defaults()
        places = spread(one.system.box, 401)
        found = np.linalg.eigvalsh(-one.system.equations.evaluate_jacobian(places, 0.0, values))
        mu, largest = one.curvature(values)
        size = abs(largest)
        if id == "single-mode":  # one direction of a bowl whose others are not in the window
            assert mu <= found.min() <= found.max() <= largest
            return
        assert mu - 1e-9 * size <= found.min() <= mu + 2e-3 * size
        assert largest - 2e-3 * size <= found.max() <= largest + 1e-9 * size

    def test_methods_are_tuned_for_curvatures_above_zero(self, landscape, id):
        one = landscape(id)
        low, high = one.tuned_for(one.system.defaults())
        assert 0.0 < low <= high


def test_the_slope_of_the_bent_parabola_has_its_three_pieces(landscape):
    one = landscape("bent-parabola")
    x = np.array([-1.0, 0.5, 1.5, 3.0])
    exact = [-25.0, 12.5, 25.5, 51.0]
    np.testing.assert_allclose(one.gradient(x[:, None], {})[:, 0], exact, rtol=1e-14)
    fine = np.linspace(0.0, 3.0, 300_001)
    slopes = one.gradient(fine[:, None], {})[:, 0]
    heights = one.heights(fine[:, None], {})
    np.testing.assert_allclose(heights[-1], np.trapezoid(slopes, fine), rtol=1e-8)


def test_a_turned_bowl_is_as_high_at_turned_places(landscape):
    one = landscape("quadratic-bowl")
    turn = np.radians(30.0)
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    places = spread(one.system.box, 5)
    flat = one.heights(places, {"kappa": 50.0, "rotation": 0.0})
    turned = one.heights(places @ spin.T, {"kappa": 50.0, "rotation": 30.0})
    np.testing.assert_allclose(turned, flat, atol=1e-14)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ({"rate": "-2.1*x"}, "its rates miss the slope of 'f' by"),
        ({"parameter": "h"}, "parameter 'h' is a number of the methods"),
        ({"without": "f ="}, "names no height 'f'"),
        ({"without": "mu"}, "names no curvature 'mu'"),
        ({"without": "fixed"}, "its lowest place in truths.fixed_points"),
    ],
)
def test_what_is_no_landscape_is_refused_in_words(made, words):
    with pytest.raises(UnfitError, match=words):
        landscape_of(valley(**made))


def test_a_landscape_of_ones_own_is_taken():
    one = landscape_of(valley())
    assert one.curvature({"a": 1.0}) == (2.0, 2.0)
    np.testing.assert_array_equal(one.heights(np.array([[2.0]]), {"a": 1.0}), [4.0])


def test_a_map_runs_down_no_landscape(shipped):
    with pytest.raises(UnfitError, match="needs steady rates"):
        landscape_of(shipped("henon"))
