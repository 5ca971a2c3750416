from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.learned.nets.denoiser import (
    HEADS,
    WAVES,
    Denoiser,
    levels,
    parts,
    shapes,
    target,
    torch_raw,
    waves,
    weight,
)
from engines.numerics.diffusion.path import PATHS, Linear

DRAW = np.random.default_rng(0)
X = DRAW.standard_normal((9, 2))
ARRAYS = {n: 0.5 * DRAW.standard_normal(s) for n, s in shapes(2, (16, 16)).items()}


@pytest.mark.parametrize("head", HEADS)
class TestEveryHead:
    def test_the_right_output_gives_the_clean_data(self, head, monkeypatch):
        """A network that answers with its target is a perfect denoiser of that one point."""
        clean, noise, spread = DRAW.standard_normal((2, 9, 2)), DRAW.standard_normal((9, 2)), 1.7
        clean = clean[0] * spread
        net = Denoiser(ARRAYS, spread, head)
        for path in PATHS.values():
            m = path.at(0.4)
            _, alpha, beta = parts(m.a, m.s, spread)
            wanted = target(head, clean / spread, noise, alpha, beta)
            monkeypatch.setattr(net.net, "value", lambda *seen, wanted=wanted: wanted)
            np.testing.assert_allclose(net.data(m.a * clean + m.s * noise, m), clean, atol=1e-6)

    def test_pushed_displacements_are_derivatives(self, head):
        net, m, h = Denoiser(ARRAYS, 1.3, head), Linear().at(0.6), 1e-6
        unit = np.broadcast_to(np.eye(2)[:, None, :], (2, 9, 2))
        value, rates = net.pushed(X, unit, m)
        np.testing.assert_allclose(value, net.data(X, m))
        for axis, shift in enumerate(h * np.eye(2)):
            difference = (net.data(X + shift, m) - net.data(X - shift, m)) / (2 * h)
            np.testing.assert_allclose(rates[axis], difference, atol=1e-7)

    def test_nothing_is_infinite_at_the_ends(self, head):
        for path in PATHS.values():
            for t in (0.0, 1.0):
                assert np.isfinite(Denoiser(ARRAYS, 1.3, head).data(X, path.at(t))).all()

    def test_weights_are_finite_for_all_noise(self, head):
        assert np.isfinite(weight(head, np.array([1e-6, 0.5, 1.0]))).all()


def test_one_network_serves_every_path():
    net, ratio = Denoiser(ARRAYS, 1.3), 0.8
    found = []
    for path in PATHS.values():
        m = path.at(float(path.time_of(np.log(ratio))))
        found.append(net.data(m.a * X, m))
    for one in found[1:]:
        np.testing.assert_allclose(one, found[0], atol=1e-9)


def test_numpy_and_torch_agree():
    arrays = {n: a.astype(np.float32) for n, a in ARRAYS.items()}
    tensors = {n: torch.from_numpy(a) for n, a in arrays.items()}
    lam = np.linspace(-2, 2, 9)
    theirs = torch_raw(tensors, torch.from_numpy(X.astype(np.float32)), lam, 1.3).numpy()
    net = Denoiser(arrays, 1.3)
    ours = [net.net.value(X[i : i + 1], net.told(lam[i]))[0] for i in range(9)]
    np.testing.assert_allclose(theirs, ours, atol=2e-5)


def test_levels_are_bounded_and_told_apart():
    far = levels(np.array([-np.inf, 0.0, np.inf]), 1.0)
    np.testing.assert_allclose(far, [0.0, 0.5, 1.0])
    seen = waves(levels(np.linspace(-3, 3, 50), 1.0))
    assert seen.shape == (50, 2 * WAVES)
    assert np.linalg.norm(np.diff(seen, axis=0), axis=1).min() > 0.01


def test_what_it_is_told_besides_is_seen_and_moves_nothing():
    arrays = {n: 0.5 * DRAW.standard_normal(s) for n, s in shapes(2, (16,), told=3).items()}
    wish, m = np.array([0.0, 1.0, -0.5]), Linear().at(0.4)
    told, untold = Denoiser(arrays, 1.3, told=wish), Denoiser(arrays, 1.3, told=np.zeros(3))
    assert np.abs(told.data(X, m) - untold.data(X, m)).max() > 1e-3
    value, rates = told.pushed(X, np.ones((1, *X.shape)), m)
    np.testing.assert_allclose(value, told.data(X, m))
    h = 1e-6
    np.testing.assert_allclose(rates[0], (told.data(X + h, m) - value) / h, atol=1e-4)
    tensors = {n: torch.tensor(a, dtype=torch.float32) for n, a in arrays.items()}
    r = parts(m.a, m.s, 1.3)[0]
    scaled = torch.tensor(X / r, dtype=torch.float32)
    raw = torch_raw(tensors, scaled, np.full(9, m.lam), 1.3, told=np.tile(wish, (9, 1)))
    np.testing.assert_allclose(raw.numpy(), told.net.value(X / r, told.told(m.lam)), atol=1e-5)
