from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.errors import ParameterError, UnfitError
from engines.learned.latent.sprites_reader import (
    COLUMNS,
    MEASURED,
    ORDERS,
    every_shape,
    outputs,
    read,
    shapes,
    truth,
    turns,
)
from engines.learned.weights import card_of, open_model
from engines.parameters.declare import parameters_model


@pytest.fixture(scope="module")
def weights():
    draw = np.random.default_rng(0)
    found = {
        name: (0.1 * draw.standard_normal(shape)).astype(np.float32)
        for name, shape in every_shape().items()
    }
    return {**found, "units.deviation": np.array([0.2, 4.0, 5.0], np.float32)}


@pytest.fixture(scope="module")
def pictures():
    return np.random.default_rng(1).random((70, 32, 32)).astype(np.float32)


def test_numpy_and_torch_are_one_network(weights, pictures):
    tensors = {name: torch.from_numpy(weights[name]) for name in shapes()}
    said = outputs(tensors, torch.from_numpy(pictures)[:, None]).numpy()
    ours = read(weights, pictures)
    np.testing.assert_allclose(
        ours[:, MEASURED],
        said[:, MEASURED] * weights["units.deviation"] + weights["units.mean"],
        atol=1e-4,
    )
    odds = torch.softmax(torch.from_numpy(said[:, :3]), dim=1).numpy()
    np.testing.assert_allclose(ours[:, :3], odds, atol=1e-5)


def test_nobody_is_surer_than_sure(weights, pictures):
    loud = {**weights, "reader.4.weight": 100.0 * weights["reader.4.weight"]}
    readings = read(loud, pictures)
    assert np.hypot(readings[:, 4], readings[:, 5]).max() <= 1.0 + 1e-12


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_the_turn_is_told_within_the_period_of_the_shape(kind):
    true = np.linspace(0.0, 2.0 * np.pi, 41)[:-1] + 0.01
    factors = np.column_stack([np.full(40, kind), np.ones(40), true, true, true])
    np.testing.assert_allclose(turns(truth(factors)), true % (2.0 * np.pi / ORDERS[kind]))


def test_no_pictures_give_no_readings(weights):
    assert read(weights, np.empty((0, 32, 32), np.float32)).shape == (0, len(COLUMNS))


def test_the_shipped_reader_refuses_other_sizes_and_shows_nothing():
    model = open_model(card_of("sprites-reader"))
    assert all(spread > 0.0 for spread in model.spreads)
    with pytest.raises(ParameterError, match=r"\(3, 16, 16\), allowed \(n, 32, 32\)"):
        model.read(np.zeros((3, 16, 16)))
    with pytest.raises(UnfitError, match="has no flow"):
        model.flow(parameters_model("reader", model.declared)())


def test_the_shipped_reader_takes_more_than_one_piece(pictures):
    model = open_model(card_of("sprites-reader"))
    whole = model.read(pictures)
    np.testing.assert_allclose(whole[66:], model.read(pictures[66:]), atol=1e-4)
