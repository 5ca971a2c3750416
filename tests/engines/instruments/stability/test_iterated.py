from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.stability.iterated import APART, grown_curve
from engines.systems.system_file import system_from_text


def two(x, y, low=-2.0, truths=""):
    text = f"""
    title = "Two"
    [next]
    x = "{x}"
    y = "{y}"
    [states]
    x = {{ low = {low}, high = 2.0 }}
    y = {{ low = {low}, high = 2.0 }}
    {truths}
    """
    return system_from_text(text, "two").flow_at({})


@pytest.mark.parametrize("factor", [2.0, -2.0])
def test_a_linear_saddle_has_its_axes(factor):
    flow = two(f"{factor}*x", "0.5*y", truths="[truths]\narea = '1'")
    out = np.concatenate(grown_curve(flow, np.zeros(2), np.array([1.0, 0.0]), factor, 1.0, 40))
    np.testing.assert_array_equal(out[:, 1], 0.0)
    assert out[0, 0] < 1e-3
    assert out[:, 0].max() > 2.0
    assert np.diff(out[:, 0]).min() >= -1e-12
    back = np.concatenate(grown_curve(flow, np.zeros(2), np.array([0.0, 1.0]), 0.5, -1.0, 40))
    np.testing.assert_allclose(back[:, 0], 0.0, atol=1e-12)
    assert back[:, 1].max() > 2.0


def test_a_bent_saddle_has_the_curve_of_its_formula():
    """(x, y) -> (2 x, y/2 + 15 x^2/2) keeps y = 15 x^2/7 * ... : 4 c = c/2 + 15/2, c = 15/7."""
    flow = two("2*x", "y/2 + 7.5*x^2")
    curve = np.concatenate(grown_curve(flow, np.zeros(2), np.array([1.0, 0.0]), 2.0, 1.0, 40))
    np.testing.assert_allclose(curve[:, 1], 15.0 / 7.0 * curve[:, 0] ** 2, atol=1e-4)


def test_neighbours_are_near_although_the_map_stretches(shipped):
    henon = shipped("henon")
    x = (-0.7 + np.sqrt(0.49 + 5.6)) / 2.8
    place = np.array([x, 0.3 * x])
    values, vectors = np.linalg.eig(henon.jacobian(place[None], 0.0)[0] + np.eye(2))
    column = int(np.argmax(np.abs(values)))
    parts = grown_curve(henon, place, vectors[:, column], float(values[column]), 1.0, 20)
    curve = np.concatenate(parts)
    gaps = np.concatenate([np.linalg.norm(np.diff(p / [3.0, 1.0], axis=0), axis=1) for p in parts])
    assert gaps.max() < 10.0 * APART
    assert len(curve) > 500
    # it lies on the attractor, whose points are one iteration of other points of it
    path = henon.record(np.array([[0.1, 0.1]]), np.arange(3000.0))[0, 100:]
    away = np.min(np.linalg.norm(curve[::7, None] - path[None], axis=2), axis=1)
    assert np.median(away) < 0.01


def test_a_map_without_an_inverse_has_no_curve_that_comes(shipped):
    flow = two("2*x", "0.5*y")
    assert grown_curve(flow, np.zeros(2), np.array([0.0, 1.0]), 0.5, -1.0, 10) == []
    assert grown_curve(flow, np.zeros(2), np.array([0.0, 1.0]), 0.5, 1.0, 10) == []
