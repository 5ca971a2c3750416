from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from engines.training.loop import initial
from engines.training.potentials.classifier import shapes
from engines.training.potentials.losses import pairs, told_apart
from engines.training.potentials.paths import Paths
from engines.training.potentials.settings import Settings

ZERO = torch.zeros(())


@pytest.fixture
def paths():
    """Three ways, all to the right, in steps of 0.3; every start is somewhere else."""
    start = torch.tensor(np.random.default_rng(0).standard_normal((3, 40, 2)))
    moves = 0.3 * torch.arange(6.0, dtype=torch.float64)[:, None] * torch.eye(2)[0].double()
    return Paths(start[None] + moves[:, None, None], ZERO, ZERO)


@pytest.mark.parametrize(("ends", "length"), [(0.0, 0.3), (1.0, 1.0)])
def test_pairs_are_one_step_or_the_whole_comparison_apart_and_walked_forwards(paths, ends, length):
    first, second, _, move = pairs(paths, Settings(count=3, ends=ends), np.random.default_rng(1))
    expected = torch.tensor([length, 0.0], dtype=torch.float64).expand(120, 2)
    torch.testing.assert_close(second - first, expected)
    torch.testing.assert_close(move.norm(dim=1), torch.full((120,), 0.3, dtype=torch.float64))


def test_half_of_the_pairs_lie_before_the_start(paths):
    settings = Settings(count=3, ends=0.0)
    first, _, _, _ = pairs(paths, settings, np.random.default_rng(2))
    before = (first - paths.places[0].reshape(120, 2))[:, 0] < 0.0
    assert 0.3 < float(before.double().mean()) < 0.7


def test_a_blank_classifier_cannot_tell():
    settings = Settings(count=6)
    blank = {name: 0.0 * t for name, t in initial(shapes(6), 0).items()}
    loss = told_apart(blank, torch.rand(24, 1, 32, 32), settings)
    assert float(loss.detach()) == pytest.approx(math.log(6.0), rel=1e-6)
