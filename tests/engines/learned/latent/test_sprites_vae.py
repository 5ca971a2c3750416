from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.errors import ParameterError
from engines.learned.latent.sprites_vae import CODES, SAMPLE, decoded, encoded, shapes
from engines.learned.nets.autoencoder import loss
from engines.learned.weights import card_of, open_model
from engines.parameters.declare import parameters_model


@pytest.fixture(scope="module")
def model():
    return open_model(card_of("sprites-vae"))


@pytest.fixture(scope="module")
def values(model):
    return parameters_model("p", model.declared)


def test_the_network_has_the_size_of_the_paper_at_our_scale():
    count = sum(int(np.prod(shape)) for shape in shapes().values())
    assert 360_000 < count < 375_000


def test_numpy_and_torch_are_one_network(model):
    tensors = {name: torch.from_numpy(model.arrays[name].copy()) for name in shapes()}
    pictures = decoded(model.arrays, model.codes[:3] + 0.1)
    mean, log_variance = encoded(model.arrays, pictures)
    made = np.clip(decoded(model.arrays, mean).astype(float), 1e-12, 1 - 1e-12)
    entropy = -(pictures * np.log(made) + (1 - pictures) * np.log1p(-made)).sum() / 3
    kl = 0.5 * (mean**2 + np.exp(log_variance) - 1 - log_variance).sum() / 3
    noise = torch.zeros(3, CODES)
    theirs = float(loss(tensors, torch.from_numpy(pictures)[:, None], noise, 0.25))
    assert theirs == pytest.approx(entropy + 0.25 * kl, rel=2e-3)


def test_pictures_lie_between_ground_and_ink(model):
    made = decoded(model.arrays, np.random.default_rng(0).standard_normal((9, CODES)) * 10)
    assert made.shape == (9, 32, 32)
    assert 0.0 <= made.min() <= made.max() <= 1.0


def test_the_plane_passes_through_the_code_of_the_chosen_sprite(model, values):
    plane = model.flow(values(sprite=17))
    np.testing.assert_allclose(plane.whole.box.start, model.codes[17], atol=1e-9)
    np.testing.assert_allclose(
        plane.decode(np.array([plane.box.start])),
        decoded(model.arrays, model.codes[17:18]),
        atol=1e-4,
    )


def test_the_handle_moves_only_in_the_plane(model, values):
    here, there = model.flow(values()), model.flow(values(handle=((1.0, -2.0),)))
    moved = np.subtract(there.whole.box.start, here.whole.box.start)
    np.testing.assert_allclose(here.lifted(here.seen(model.codes)) @ np.eye(CODES)[:, :0], 0)
    assert np.linalg.norm(moved) == pytest.approx(
        np.linalg.norm(np.subtract((1.0, -2.0), here.box.start)), rel=1e-9
    )


def test_single_codes_can_span_the_plane(model, values):
    plane = model.flow(values(axes="codes", horizontal_axis=3, vertical_axis=7))
    np.testing.assert_allclose(plane.seen(np.eye(CODES))[[2, 6]], np.eye(2), atol=1e-12)
    assert plane.box.symbols == ("z_{3}", "z_{7}")


def test_random_ways_differ_with_their_seed(model, values):
    one, two = (model.flow(values(ways="random", ways_seed=s)).whole for s in (0, 1))
    assert not np.allclose(one.directions, two.directions)
    assert one.ways[0] == "r₁"


def test_equal_axes_are_refused(model, values):
    with pytest.raises(ParameterError, match="vertical_axis = 3, must differ"):
        model.flow(values(horizontal_axis=3, vertical_axis=3))


def test_a_handle_needs_two_coordinates(model, values):
    with pytest.raises(ParameterError, match="allowed two coordinates"):
        model.flow(values(handle=((1.0, 2.0, 3.0),)))


def test_known_sprites_come_with_their_factors(model):
    assert model.factors.shape == (SAMPLE, 5)
    assert set(np.unique(model.factors[:, 0])) == {0.0, 1.0, 2.0}
