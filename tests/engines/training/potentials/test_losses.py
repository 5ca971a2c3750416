from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from engines.training.loop import initial
from engines.training.potentials.classifier import shapes
from engines.training.potentials.losses import alike, asked, short, told_apart
from engines.training.potentials.paths import Paths
from engines.training.potentials.settings import Settings

ZERO = torch.zeros(())


@pytest.fixture
def paths():
    """Three ways from each of forty starts, all to the right, in steps of 0.3."""
    start = torch.tensor(np.random.default_rng(0).standard_normal((40, 2)))
    moves = 0.3 * torch.arange(6.0, dtype=torch.float64)[:, None] * torch.eye(2)[0].double()
    return Paths((start + moves[:, None]).unsqueeze(1).expand(6, 3, 40, 2), ZERO, ZERO)


def test_ends_lie_at_the_arc_length_of_comparisons_and_half_are_mirrored(paths):
    look = asked(paths, Settings(count=3), np.random.default_rng(1))
    moved = (look.other.unflatten(0, (3, 40)) - look.base)[..., 0]
    signs = torch.where(look.mirrored, -1.0, 1.0).double().expand(3, 40)
    torch.testing.assert_close(moved, signs)
    assert 10 < int(look.mirrored.sum()) < 30


def test_the_step_that_is_looked_at_is_one_of_the_path(paths):
    look = asked(paths, Settings(count=3), np.random.default_rng(1))
    torch.testing.assert_close(look.move, torch.tensor([[0.3, 0.0]]).double().expand(120, 2))
    gone = (look.here.unflatten(0, (3, 40)) - look.base)[..., 0] / 0.3
    assert {round(float(g)) for g in gone.flatten()} == {1, 2, 3, 4}


def test_a_blank_classifier_cannot_tell():
    blank = {name: 0.0 * t for name, t in initial(shapes(6), 0).items()}
    mirrored = torch.tensor([True, False, True, False])
    loss = told_apart(
        blank, torch.rand(4, 1, 32, 32), torch.rand(24, 1, 32, 32), mirrored, Settings()
    )
    assert float(loss.detach()) == pytest.approx(math.log(6.0), rel=1e-6)


def test_changes_of_different_pixels_are_not_alike_and_equal_ones_are():
    base = torch.zeros(2, 1, 4, 4)
    other = torch.zeros(3, 2, 1, 4, 4)
    for k in range(3):
        other[k, :, 0, k, 0] = 1.0
    assert float(alike(base, other.flatten(0, 1))) == pytest.approx(0.0, abs=1e-6)
    same = other[:1].expand(3, 2, 1, 4, 4).flatten(0, 1)
    assert float(alike(base, same)) == pytest.approx(1.0, rel=5e-3)


def test_only_walks_that_fall_short_count():
    steps = torch.tensor([0.0, 0.1, 0.5])[None, :, None]
    places = torch.arange(6.0)[:, None, None, None] * steps[..., None] * torch.tensor([1.0, 0.0])
    assert float(short(places, 0.7)) == pytest.approx((0.7**2 + 0.2**2) / 3.0, rel=1e-4)
