from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.learned.latent.potentials.landscape import Landscapes
from engines.learned.latent.potentials.space import PotentialPlane, PotentialSpace
from engines.learned.latent.slice import Slice

START = np.array([0.3, -0.2, 0.5, 0.1, -0.4])
AXES = np.linalg.qr(np.random.default_rng(0).standard_normal((5, 2)))[0].T


def pictures(codes):
    return np.asarray(codes, float)[:, :, None] * np.ones((1, 1, 3))


@pytest.fixture
def made(arrays):
    def make(**about):
        return PotentialSpace(pictures, Landscapes(arrays), ("a", "b", "c"), 1, START, **about)

    return make


def test_the_velocity_is_the_slope_of_the_height(made):
    space, states = made(speed=2.0), np.random.default_rng(1).standard_normal((4, 5))
    moves = 1e-5 * np.eye(5)
    ups = [space.heights(states + m, 0.7) - space.heights(states - m, 0.7) for m in moves]
    np.testing.assert_allclose(space.velocity(states, 0.7), np.stack(ups, 1) / 2e-5, atol=1e-8)


def test_euler_steps_as_in_training(made):
    space = made(scheme="Euler")
    z = START[None]
    for t in range(3):
        z = z + space.velocity(z, float(t))
    np.testing.assert_allclose(space.advance(START[None], 0.0, 3.0), z, atol=1e-12)


def test_small_steps_go_where_large_ones_point(made):
    space = made()
    coarse, fine = (f.advance(START[None], 0.0, 3.0) for f in (space, space.refined()))
    np.testing.assert_allclose(coarse, fine, atol=1e-4)
    assert np.abs(fine - START).max() > 0.05


def test_there_and_back_again(made):
    space = made().refined()
    there = space.advance(START[None], -1.0, 2.0)
    np.testing.assert_allclose(space.advance(there, 2.0, -1.0)[0], START, atol=1e-4)


def test_the_past_climbs_down_the_same_slopes(made):
    space = made()
    states = np.random.default_rng(2).standard_normal((3, 5))
    np.testing.assert_array_equal(space.velocity(states, -1.5), space.velocity(states, 1.5))


def test_heat_has_no_past(made):
    space = made(equation="heat")
    space.advance(START[None], 2.0, 0.0)
    for ask in (
        lambda: space.velocity(START[None], -0.1),
        lambda: space.advance(START[None], 1, -1),
    ):
        with pytest.raises(FlowError, match="starts at t = 0"):
            ask()


def test_tangents_are_differences_of_ends(made):
    space = made()
    ends, tangents = space.advance_tangent(START[None], 0.0, 2.0)
    np.testing.assert_allclose(ends, space.advance(START[None], 0.0, 2.0), atol=1e-12)
    moves = 1e-5 * np.eye(5)
    ups = space.advance(START + moves, 0.0, 2.0) - space.advance(START - moves, 0.0, 2.0)
    np.testing.assert_allclose(tangents[0], ups.T / 2e-5, rtol=1e-5, atol=1e-5)


def test_traversals_follow_each_potential_and_mirror_its_past(made):
    space = made(scheme="Euler")
    walks = space.traversed(START, np.array([-2.0, 0.0, 2.0, 1.0]))
    assert walks.shape == (3, 4, 5)
    np.testing.assert_allclose(walks[:, 1], np.tile(START, (3, 1)))
    np.testing.assert_allclose(walks[:, 0], 2 * START - walks[:, 2], atol=1e-12)
    np.testing.assert_allclose(walks[1, 2], space.advance(START[None], 0, 2)[0], atol=1e-12)
    assert np.abs(walks[0, 2] - walks[2, 2]).max() > 0.05


def test_a_slice_is_the_gradient_flow_of_the_height_in_it(made):
    plane = PotentialPlane(made(), Slice(AXES, np.zeros(5), START, ("p_1", "p_2")))
    states = np.random.default_rng(3).standard_normal((4, 2))
    moves = 1e-5 * np.eye(2)
    ups = [plane.heights(states + m, 0.7) - plane.heights(states - m, 0.7) for m in moves]
    np.testing.assert_allclose(plane.velocity(states, 0.7), np.stack(ups, 1) / 2e-5, atol=1e-8)
    ups = [plane.velocity(states + m, 0.7) - plane.velocity(states - m, 0.7) for m in moves]
    np.testing.assert_allclose(plane.jacobian(states, 0.7), np.stack(ups, 2) / 2e-5, atol=1e-8)


def test_the_space_behind_a_slice_starts_at_the_handle(made):
    plane = PotentialPlane(made(), Slice(AXES, np.zeros(5), START, ("p_1", "p_2"), (1.0, 2.0)))
    np.testing.assert_allclose(plane.seen(np.array([plane.whole.box.start]))[0], [1.0, 2.0])
    np.testing.assert_allclose(
        plane.decode(np.array([[1.0, 2.0]]))[0, :, 0], plane.whole.box.start, atol=1e-12
    )


def test_the_equation_stands_beside_the_motion(made):
    assert any("nabla^2" in line for line in made().tex())
    assert len(made(equation="none").tex()) == 2
    assert r"\live{way}{2}" in made().tex()[0]


def test_a_hasty_walk_ends_almost_where_a_careful_one_does(made):
    careful = made()
    hasty = careful.hasty()
    assert hasty.step > careful.step
    ends = [f.traversed(START, np.array([3.0]))[:, 0] for f in (careful, hasty)]
    np.testing.assert_allclose(*ends, atol=5e-3)
    assert made(scheme="Euler").hasty().step == 1.0


def test_the_cloud_of_a_plane_spreads_within_it_and_that_of_the_space_everywhere(made):
    space = made()
    plane = PotentialPlane(space, Slice(AXES, np.zeros(5), START, ("p_1", "p_2")))
    np.testing.assert_array_equal(plane.axes, AXES)
    for flow, d in ((space, 5), (plane, 2)):
        cloud = flow.noise(4000, np.random.default_rng(3))
        assert cloud.shape == (4000, d)
        np.testing.assert_allclose(cloud.std(axis=0), 1.0, atol=0.05)


@pytest.mark.parametrize("equation", ["wave", "heat", "hamilton-jacobi"])
def test_both_sides_of_the_equation_are_those_of_differences(made, equation):
    space, states = made(equation=equation, speed=2.0), np.random.default_rng(5).normal(size=(3, 5))
    left, right = space.sides(states, 0.9, 0.6)
    height = made(equation=equation).heights
    h = 1e-2
    before, here, after = (height(states, 0.9 + i * h) for i in (-1, 0, 1))
    rate, bend = (after - before) / (2 * h), (after - 2 * here + before) / h**2
    moves = 1e-3 * np.eye(5)
    ups = np.stack([height(states + m, 0.9) + height(states - m, 0.9) - 2 * here for m in moves])
    slope = made(equation=equation).velocity(states, 0.9)
    expected = {
        "wave": (bend, 0.36 * ups.sum(axis=0) / 1e-6),
        "heat": (rate, 0.36 * ups.sum(axis=0) / 1e-6),
        "hamilton-jacobi": (rate, -0.5 * (slope**2).sum(axis=1)),
    }[equation]
    np.testing.assert_allclose(left, expected[0], rtol=1e-2, atol=1e-3)
    np.testing.assert_allclose(right, expected[1], rtol=1e-3, atol=1e-4)
    assert (space.constant == 0.0) == (equation == "hamilton-jacobi")
