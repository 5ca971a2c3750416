import numpy as np
import pytest

from engines.instruments.lcs.closed_curves import ClosedCurve, outermost

TURN = np.linspace(0.0, 2.0 * np.pi, 400)


def _circle(x, y, radius, lam=1.0):
    return ClosedCurve(np.stack([x + radius * np.cos(TURN), y + radius * np.sin(TURN)], 1), lam)


def test_area_and_length_of_a_circle():
    circle = _circle(3.0, -2.0, 0.5)
    assert circle.area == pytest.approx(np.pi * 0.25, rel=1e-4)
    assert circle.length == pytest.approx(np.pi, rel=1e-4)


def test_a_circle_holds_what_is_inside():
    held = _circle(3.0, -2.0, 0.5).holds(np.array([[3.0, -2.0], [3.4, -2.2], [3.6, -2.0]]))
    assert held.tolist() == [True, True, False]


def test_of_curves_in_each_other_the_largest_stays():
    nested = [_circle(0.0, 0.0, r) for r in (0.2, 0.9, 0.5)]
    crossing, alone = _circle(0.8, 0.0, 0.4), _circle(5.0, 0.0, 0.1)
    assert outermost([*nested, crossing, alone]) == [nested[1], alone]
    assert outermost([]) == []
