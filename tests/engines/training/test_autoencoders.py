from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.training.autoencoders import curved, falling, straight, warmed


def encode(weights, seen):
    return seen @ weights["encoder"]


def decode(weights, codes):
    return codes @ weights["encoder"].T


@pytest.fixture
def tensors():
    return {"encoder": torch.eye(6, 4)}


def test_the_divergence_is_warmed_up_over_a_third():
    assert [warmed(0.5, step, 90) for step in (0, 15, 30, 89)] == [0.0, 0.25, 0.5, 0.5]


def test_the_rate_falls_over_the_last_third():
    assert falling(100)(69) == 1e-3
    assert falling(100)(100) == pytest.approx(5e-5)


def test_straight_ways_are_the_widest_of_the_codes_as_they_are_now(tensors):
    seen = np.random.default_rng(0).standard_normal((200, 6)) * [1, 1, 9, 1, 1, 1]
    flow = straight(tensors, encode, decode, seen)
    space = flow()
    assert abs(space.directions[0, 2]) > 0.99
    np.testing.assert_allclose(space.box.start, seen[0, :4])
    tensors["encoder"].mul_(2.0)
    np.testing.assert_allclose(flow().box.start, 2.0 * seen[0, :4])
    np.testing.assert_allclose(space.decode(np.ones((1, 4)))[0, :4], 1.0)


def test_curved_ways_are_those_of_potentials_beside_the_network(tensors):
    from engines.learned.latent.potentials.layout import Layout
    from engines.training.loop import initial

    shapes = Layout(4, 8, 2, bounded=False).shapes("potentials.")
    flow = curved(
        {**tensors, **initial(shapes, 0)},
        encode,
        decode,
        np.ones((3, 6)),
        "potentials.",
        ("a", "b"),
    )
    space = flow()
    assert space.ways == ("a", "b")
    assert space.box.start == (1.0, 1.0, 1.0, 1.0)
    assert np.linalg.norm(space.velocity(np.zeros((1, 4)), 0.0)) > 0.0
