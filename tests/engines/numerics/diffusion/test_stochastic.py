from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.diffusion.grids import grid
from engines.numerics.diffusion.path import PATHS, Linear, VariancePreserving
from engines.numerics.diffusion.solvers import SOLVERS, Ddim, ddim
from engines.numerics.diffusion.stochastic import (
    BLOCK,
    Shaking,
    ancestral,
    churned,
    maruyama,
    reverse_noise,
    shaken,
)

COUNT = 40_000
INNER = [p for p in PATHS.values() if p.name != "VE"]


def started(seed: int = 0) -> tuple[np.ndarray, np.random.Generator]:
    draw = np.random.default_rng(seed)
    return draw.standard_normal((COUNT, 1)), draw


def has_moments(x: np.ndarray, mean: float = 0.5, spread: float = 0.7) -> bool:
    error = spread / math.sqrt(COUNT)
    return bool(
        abs(x.mean() - mean) < 5 * error + 4e-3 and abs(x.std() - spread) < 5 * error + 6e-3
    )


@pytest.mark.parametrize("half", [0.0, 0.5, 2.0])
def test_any_noise_keeps_the_marginals(half, normal_data):
    x, draw = started()
    nodes = np.linspace(0.0, 0.999, 300)
    assert has_moments(maruyama(normal_data(Linear()), x, nodes, lambda t: half, draw))


def test_noise_without_its_drift_does_not(normal_data):
    x, draw = started()
    field = normal_data(Linear())
    field.own["score"] = lambda x, t: np.zeros_like(x)
    made = maruyama(field, x, np.linspace(0.0, 0.999, 300), lambda t: 0.5, draw)
    assert not has_moments(made)


@pytest.mark.parametrize("path", INNER, ids=lambda p: p.name)
@pytest.mark.parametrize("scale", [0.5, 2.0])
@pytest.mark.parametrize("solver", ["DPM++2M", "Heun"])
def test_shaken_steps_keep_the_marginals(path, scale, solver, normal_data):
    field = normal_data(path)
    x, draw = started()
    x = x + path.at(0.0).a * 0.5  # the path of variance kept does not begin in pure noise
    for t, until in itertools.pairwise(grid("lam", path, 60)):
        z = draw.standard_normal(x.shape)
        x, _ = shaken(SOLVERS[solver], field, x, t, until, scale, z)
    assert x.mean() == pytest.approx(0.5, abs=0.02)
    assert x.std() == pytest.approx(0.7, abs=0.02)


def test_ancestral_steps_are_wrong_by_half_when_they_are_twice_as_many(normal_data):
    path, found = Linear(), []
    for steps in (50, 100):
        field = normal_data(path)
        x, draw = started()
        for t, until in itertools.pairwise(grid("lam", path, steps)):
            x = ancestral(field, x, t, until, draw.standard_normal(x.shape))
        found.append(abs(x.std() - 0.7))
    assert found[1] < 0.06
    assert found[1] / found[0] == pytest.approx(0.5, abs=0.15)


def test_without_noise_an_ancestral_step_is_ddim(normal_data):
    field, x = normal_data(Linear()), started()[0][:20]
    for t, until in ((0.0, 0.4), (0.3, 0.6), (0.9, 1.0)):
        found = ancestral(field, x, t, until, np.full_like(x, 9.0), 0.0)
        np.testing.assert_allclose(found, ddim(field, x, t, until), atol=1e-12)
        assert shaken(Ddim(), field, x, t, until, 0.0, x)[0] == pytest.approx(found)


def test_a_state_gets_its_own_noise_whatever_is_asked_for_beside_it():
    whole = Shaking(5, 2, (0, 2 * BLOCK))
    first, later = whole.at(0).copy(), whole.at(7).copy()
    part = Shaking(5, 2, (BLOCK - 3, BLOCK + 4))
    np.testing.assert_array_equal(part.at(7), later[BLOCK - 3 : BLOCK + 4])
    np.testing.assert_array_equal(part.at(0), first[BLOCK - 3 : BLOCK + 4])
    assert not np.allclose(first, later)


def test_the_noise_of_the_reverse_is_beta_where_variance_is_kept():
    path = VariancePreserving()
    for t in (0.0, 0.3, 1.0 - 1e-9):
        assert reverse_noise(path, t) ** 2 == pytest.approx(0.1 + 19.9 * (1.0 - t), rel=1e-6)
    assert reverse_noise(Linear(), 0.25) ** 2 == pytest.approx(2 * 0.75 / 0.25)
    assert reverse_noise(Linear(), 0.0) == math.inf


def test_churning_goes_back_along_the_path():
    path = Linear()
    x, draw = started()
    noisier, earlier = churned(path, 0.6 * 2.0 + 0.4 * x, 0.6, 0.5, draw.standard_normal(x.shape))
    m = path.at(earlier)
    assert path.at(0.6).lam - m.lam == pytest.approx(0.5)
    assert noisier.mean() == pytest.approx(2.0 * m.a, abs=0.01)
    assert noisier.std() == pytest.approx(m.s, abs=0.01)
    assert churned(path, x, 0.0, 0.5, x)[1] == 0.0
    assert churned(path, x, 0.4, 0.0, x)[0] is x


def test_noise_below_nothing_is_refused(normal_data):
    with pytest.raises(FlowError, match="must be >= 0"):
        maruyama(
            normal_data(Linear()), np.zeros((1, 1)), np.array([0.0, 1.0]), lambda t: -1.0,
            np.random.default_rng(0),
        )  # fmt: skip
