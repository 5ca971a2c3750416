from __future__ import annotations

import sys
from types import SimpleNamespace

import numpy as np
import torch

from app.cli.benches.parts.peer_schedulers import _in_noise, _preconditioned, diffusers_peers
from engines.numerics.diffusion.path import VariancePreserving
from engines.numerics.diffusion.solvers import SOLVERS, solved
from engines.systems.clouds.gaussian_mixture import circle

RATIOS = np.array([8.0, 3.0, 1.0, 0.3, 0.0])
X = np.random.default_rng(0).standard_normal((5, 2))


class Euler:
    """Euler's step in the ratio of noise and data, as a scheduler of diffusers would take it."""

    def __init__(self, raw: bool) -> None:
        self.raw = raw

    def set_timesteps(self, steps: int) -> None:
        self.timesteps, self.sigmas, self.now = range(steps), torch.from_numpy(RATIOS), 0

    def scale_model_input(self, x, t):
        return x

    def step(self, output, t, x):
        s, until = (float(self.sigmas[i]) for i in (self.now, self.now + 1))
        self.now += 1
        if self.raw:
            size = 0.25 + s**2
            data = 0.25 / size * x + s * 0.5 / size**0.5 * output
            return SimpleNamespace(prev_sample=x + (until - s) * (x - data) / s)
        a, b = 1.0 / np.sqrt(1.0 + s**2), 1.0 / np.sqrt(1.0 + until**2)
        return SimpleNamespace(prev_sample=b * (x / a + (until - s) * output))


def ours(peer, field, x):
    return solved(SOLVERS[peer.solver], field, x, peer.nodes)


def ready(raw: bool) -> Euler:
    scheduler = Euler(raw)
    scheduler.set_timesteps(4)
    return scheduler


def test_a_scheduler_that_asks_for_noise_gets_that_of_its_moment():
    peer = _in_noise("Euler", "DDIM", ready(False), VariancePreserving(), RATIOS, 4)
    field = circle(8, 4.0, 0.3).field(peer.path)
    for _ in range(2):  # it begins anew each time
        np.testing.assert_allclose(peer.run(field, X), ours(peer, field, X), atol=1e-11)


def test_a_scheduler_that_asks_for_a_raw_output_gets_the_data_back():
    peer = _preconditioned("EulerScheduler", "DDIM", ready(True), 4)
    field = circle(8, 4.0, 0.3).field(peer.path)
    found = peer.run(field, 8.0 * X)
    np.testing.assert_allclose(found, ours(peer, field, 8.0 * X), atol=1e-11)
    assert peer.title == "diffusers Euler"


def test_there_is_none_where_diffusers_is_absent(monkeypatch):
    monkeypatch.setitem(sys.modules, "diffusers", None)
    assert diffusers_peers(5) == []
