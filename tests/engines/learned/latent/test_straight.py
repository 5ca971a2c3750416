from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from engines.learned.latent.slice import Slice
from engines.learned.latent.straight import (
    CodePlane,
    CodeSpace,
    Drift,
    orthonormal,
    plane,
    principal,
)

AXES = np.eye(4)[:2]


def pictures(codes):
    return np.asarray(codes, float)[:, :, None] * np.ones((1, 1, 3))


@pytest.fixture
def space():
    directions = orthonormal(4, 3, np.random.default_rng(0))
    return CodeSpace(pictures, directions, ("a", "b", "c"), 1, np.arange(4.0))


def test_a_drift_moves_every_state_alike():
    flow = Drift(np.array([1.0, -2.0]))
    path = flow.record(np.array([[0.0, 1.0]]), np.array([0.0, 0.5, 2.0]))
    np.testing.assert_allclose(path[0], [[0, 1], [0.5, 0], [2, -3]])
    ends, gradients = flow.advance_tangent(np.zeros((3, 2)), 1.0, 0.0)
    np.testing.assert_allclose(ends, np.tile([-1.0, 2.0], (3, 1)))
    np.testing.assert_allclose(gradients, np.tile(np.eye(2), (3, 1, 1)))
    assert not flow.jacobian(np.zeros((3, 2)), 0.0).any()


def test_the_space_walks_along_the_chosen_direction(space):
    np.testing.assert_allclose(space.velocity(np.zeros((1, 4)), 0.0)[0], space.directions[1])


def test_traversals_are_straight_and_pass_through_the_start(space):
    walks = space.traversed(np.array(space.box.start), np.array([-1.0, 0.0, 2.0]))
    np.testing.assert_allclose(walks[:, 1], np.tile(np.arange(4.0), (3, 1)))
    np.testing.assert_allclose(walks[2, 2] - walks[2, 0], 3.0 * space.directions[2])


def test_large_batches_are_decoded_in_pieces(space):
    codes = np.random.default_rng(1).standard_normal((150, 4))
    np.testing.assert_array_equal(space.decode(codes), pictures(codes))
    assert space.decode(codes[:0]).shape == (0, 4, 3)


def test_a_plane_passes_through_its_code(space):
    through, origin = np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.5, 0.0, 0.0, 0.0])
    plane = CodePlane(space, Slice(AXES, origin, through, ("p_1", "p_2")))
    np.testing.assert_allclose(plane.box.start, (0.5, 2.0))
    np.testing.assert_allclose(plane.lifted(np.array([plane.box.start]))[0], through)


def test_lifting_and_seeing_are_inverse_in_a_centred_plane(space):
    plane = CodePlane(
        space, Slice(AXES, np.zeros(4), np.array([0.0, 0.0, 3.0, 4.0]), ("p_1", "p_2"))
    )
    places = np.random.default_rng(2).standard_normal((5, 2))
    np.testing.assert_allclose(plane.seen(plane.lifted(places)), places, atol=1e-12)


def test_the_handle_is_where_the_whole_starts(space):
    plane = CodePlane(space, Slice(AXES, np.zeros(4), np.arange(4.0), ("p_1", "p_2"), (-1.0, 0.5)))
    np.testing.assert_allclose(plane.whole.box.start, [-1.0, 0.5, 2.0, 3.0])
    np.testing.assert_allclose(plane.decode(np.array([[-1.0, 0.5]]))[0, :, 0], [-1.0, 0.5, 2, 3])
    np.testing.assert_allclose(plane.rate, AXES @ space.rate)


def test_principal_directions_find_the_widest_spread():
    draw = np.random.default_rng(0)
    codes = draw.standard_normal((4000, 3)) * [0.1, 3.0, 1.0] + [1.0, 2.0, 3.0]
    mean, rows = principal(codes)
    np.testing.assert_allclose(mean, [1, 2, 3], atol=0.2)
    np.testing.assert_allclose(rows, [[0, 1, 0], [0, 0, 1], [1, 0, 0]], atol=0.05)


def test_random_directions_are_orthonormal_and_seeded():
    first, again = (orthonormal(12, 6, np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_allclose(first @ first.T, np.eye(6), atol=1e-12)
    np.testing.assert_array_equal(first, again)


def test_a_pace_stretches_every_walk(space):
    slow = CodeSpace(
        pictures, space.directions, space.ways, space.way, np.arange(4.0), pace=0.3, reach=5.0
    )
    one = slow.traversed(np.zeros(4), np.array([1.0]))
    np.testing.assert_allclose(np.linalg.norm(one, axis=-1), 0.3)
    np.testing.assert_allclose(slow.velocity(np.zeros((1, 4)), 0.0)[0], one[1, 0])
    assert (slow.reach, slow.duration) == (5.0, 5.0)
    assert slow.at(np.ones(4)).pace == 0.3


def test_clouds_are_normal(space):
    plane = CodePlane(space, Slice(AXES, np.zeros(4), np.arange(4.0), ("p_1", "p_2")))
    assert plane.noise(9, np.random.default_rng(0)).shape == (9, 2)
    assert space.noise(9, np.random.default_rng(0)).shape == (9, 4)


@pytest.mark.parametrize("ways", ["principal", "random"])
def test_parameters_choose_the_ways_of_a_plane(ways):
    widest = np.linalg.qr(np.random.default_rng(3).standard_normal((4, 4)))[0]
    p = SimpleNamespace(
        horizontal_axis=1, vertical_axis=2, handle=(), ways=ways, rows=3, way=9, ways_seed=5
    )
    found = plane(p, pictures, np.arange(4.0), np.ones(4), widest)
    np.testing.assert_allclose(found.whole.box.start, np.arange(4.0), atol=1e-12)
    assert (found.whole.way, found.whole.ways[2]) == (2, f"{ways[0]}₃")
    walks = found.whole.directions
    np.testing.assert_allclose(walks @ walks.T, np.eye(3), atol=1e-12)
    assert np.allclose(walks, widest[:3]) == (ways == "principal")
