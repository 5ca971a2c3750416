from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.stability.fixed_points import INSTRUMENT, fixed_points
from engines.systems.system_file import system_from_text


@pytest.mark.parametrize("c", [0.1, 0.22, 1.0])
def test_the_hanging_pendulum_turns_in_with_its_known_rate(pendulum, c):
    found = {round(f.place[0] / np.pi): f for f in fixed_points(pendulum(c=c))}
    turning = sorted(found[0].values, key=lambda value: value.imag)
    exact = -c / 2 + 1j * np.sqrt(1 - c**2 / 4) * np.array([-1, 1])
    np.testing.assert_allclose(turning, exact, atol=1e-12)
    assert found[0].words == "stable spiral"
    np.testing.assert_allclose(found[1].values, np.sort(np.roots([1.0, c, -1.0]))[::-1], atol=1e-12)
    assert found[1].words == "saddle"


def test_without_damping_the_pendulum_has_centres(pendulum):
    marks = [f.mark for f in fixed_points(pendulum(c=0.0))]
    assert marks == ["centre", "saddle", "centre", "saddle", "centre"]


def test_the_saddle_of_henon_has_the_multipliers_of_its_equation(henon):
    flow = henon()
    saddle = fixed_points(flow)[-1]
    x = (-(1 - flow.b) + np.sqrt((1 - flow.b) ** 2 + 4 * flow.a)) / (2 * flow.a)
    np.testing.assert_allclose(saddle.place, [x, flow.b * x], atol=1e-12)
    exact = np.roots([1.0, 2 * flow.a * x, -flow.b])
    np.testing.assert_allclose(np.sort(saddle.values.real), np.sort(exact), atol=1e-12)
    assert saddle.mark == "saddle"


def test_eigenvectors_of_the_saddle_are_the_axes(measured, saddle):
    axes = measured(INSTRUMENT, saddle())[0].layers["eigenvectors"]
    for line, role in zip(axes.lines, axes.roles, strict=True):
        along = np.abs(line[1] - line[0])
        np.testing.assert_allclose(along[1 if role == "repel_axis" else 0], 0.0, atol=1e-12)
    assert sorted(axes.roles) == ["attract_axis"] * 2 + ["repel_axis"] * 2


def test_panels_can_read_the_eigenvalues_of_each_point(measured, pendulum):
    frame = measured(INSTRUMENT, pendulum(c=0.22))[0]
    values = frame.layers["eigenvalues"]
    middle = [p for p, label in zip(values.positions, values.labels, strict=True) if label == "2"]
    np.testing.assert_allclose(np.abs(middle), [[0.11, np.sqrt(1 - 0.11**2)]] * 2)
    assert frame.layers["fixed_points"].labels[2] == "stable spiral"
    assert frame.readings["fixed_points"].value == 5


def test_rests_in_space_are_marked_in_space(measured, lorenz):
    points = measured(INSTRUMENT, lorenz())[0].layers["fixed_points"]
    assert points.positions.shape == (3, 3)
    assert set(points.labels) == {"saddle", "saddle spiral"}


def test_an_unsteady_flow_is_refused(drift):
    assert INSTRUMENT.refuses(drift()) == "needs a steady flow"


def test_a_line_of_rests_is_said_and_not_dotted(measured, saddle):
    class Shear(saddle):
        def velocity(self, states, time):
            return np.stack([states[:, 1], 0.0 * states[:, 1]], axis=1)

        def jacobian(self, states, time):
            return np.tile(np.array([[0.0, 1.0], [0.0, 0.0]]), (len(states), 1, 1))

    frame = measured(INSTRUMENT, Shear())[0]
    assert len(frame.layers["fixed_points"].positions) <= 3


def test_the_points_of_one_flow_are_searched_once(pendulum):
    flow = pendulum()
    assert fixed_points(flow) is fixed_points(flow)
    assert fixed_points(pendulum(c=1.0))[2].values[0] != fixed_points(flow)[2].values[0]


def test_how_far_each_may_be_off_is_said(measured, pendulum):
    frame = measured(INSTRUMENT, pendulum(c=0.22))[0]
    assert frame.trust.level == "good"
    assert frame.trust.sentence.startswith("All 5 fixed points lie within ")
    for point in fixed_points(pendulum(c=0.22)):
        exact = np.array([np.pi * round(point.place[0] / np.pi), 0.0])
        assert np.linalg.norm(point.place - exact) <= point.uncertain < 1e-13


@pytest.mark.parametrize("dimension", [3, 4, 6])
def test_rests_are_found_in_more_coordinates(dimension):
    """Two double wells beside coordinates that only decay: 3 x 3 rests, 2 x 2 of them stable."""
    names = [f"x{i}" for i in range(dimension)]
    rates = "\n".join(
        f'{n} = "{n} - {n}^3"' if i < 2 else f'{n} = "-{n}"' for i, n in enumerate(names)
    )
    rows = "\n".join(f"{n} = {{ low = -2.0, high = 2.0 }}" for n in names)
    text = f'title = "Wells"\nstep = 0.1\nduration = 4.0\n[rates]\n{rates}\n[states]\n{rows}\n'
    found = fixed_points(system_from_text(text, "wells").flow_at({}))
    assert len(found) == 9
    assert sum(f.mark == "stable" for f in found) == 4
    assert sum(f.mark == "saddle" for f in found) == 5
    assert max(f.uncertain for f in found) < 1e-14
