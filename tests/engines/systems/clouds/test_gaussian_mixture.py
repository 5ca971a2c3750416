from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.diffusion.conversions import KINDS, converted
from engines.numerics.diffusion.path import PATHS, Linear
from engines.systems.clouds.gaussian_mixture import circle, mixture

DRAW = np.random.default_rng(1)
X = DRAW.uniform(-3.0, 3.0, (20, 2))
SKEW = mixture(
    [[0.0, 1.0], [2.0, -1.0], [-2.0, 0.0]],
    [np.diag([1.0, 0.2]), [[0.5, 0.3], [0.3, 0.4]], 0.1 * np.eye(2)],
    [0.5, 0.3, 0.2],
)


@pytest.mark.parametrize("path", PATHS.values(), ids=lambda p: p.name)
@pytest.mark.parametrize("kind", KINDS)
def test_closed_forms_and_conversions_agree(path, kind):
    field = SKEW.field(path)
    x, m = path.at(0.6).s * X, path.at(0.6)
    for wanted in KINDS:
        found = converted(field.of(kind, x, 0.6), kind, wanted, x, m)
        np.testing.assert_allclose(found, field.of(wanted, x, 0.6), rtol=1e-8, atol=1e-8)


def test_at_the_ends_everything_exists():
    for path in PATHS.values():
        for t in (0.0, 1.0):
            for kind in KINDS:
                assert np.isfinite(SKEW.field(path).of(kind, X, t)).all()


def test_the_denoiser_is_the_mean_of_what_may_have_been_clean():
    draw, t = np.random.default_rng(0), 0.5
    data = SKEW.drawn(400_000, draw)
    noisy = t * data + (1 - t) * draw.standard_normal(data.shape)
    near = np.abs(noisy - [0.3, 0.2]).max(axis=1) < 0.06
    mean, error = data[near].mean(axis=0), data[near].std(axis=0) / np.sqrt(near.sum())
    exact = SKEW.field(Linear()).denoiser(noisy[near], t).mean(axis=0)
    assert (np.abs(mean - exact) < 4 * error).all()


def test_draws_have_the_moments_they_should():
    for even in (False, True):
        points = SKEW.drawn(200_000, np.random.default_rng(2), even)
        np.testing.assert_allclose(points.mean(axis=0), SKEW.mean(), atol=0.02)
        np.testing.assert_allclose(np.cov(points.T), SKEW.covariance(), atol=0.03)
    which = np.linalg.norm(
        circle().drawn(800, np.random.default_rng(0), even=True)[:, None] - circle().means, axis=2
    ).argmin(axis=1)
    assert set(np.bincount(which)) == {100}


def test_on_the_line_shares_below_a_place_are_known():
    line = mixture([[-2.0], [1.5]], [0.25, 0.16], [0.3, 0.7])
    points = line.drawn(100_000, np.random.default_rng(3))
    for place in (-2.0, 0.0, 1.5):
        assert (points < place).mean() == pytest.approx(line.cdf(np.array(place)), abs=0.006)
    with pytest.raises(FlowError, match="needs one"):
        SKEW.cdf(np.zeros(2))


def test_weights_are_brought_to_one_with_a_warning():
    with pytest.warns(UserWarning, match="weights sum to 4"):
        found = mixture([[0.0], [1.0], [2.0]], 1.0, [3.0, 1.0, 0.0])
    np.testing.assert_allclose(found.weights, [0.75, 0.25])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: mixture([[0.0, 0.0]], 0.0), "covariance must be positive definite"),
        (lambda: mixture([[0.0, np.nan]], 1.0), "mean 1 is not a finite number"),
        (lambda: mixture([[0.0], [1.0]], 1.0, [0.5]), "1 weights for 2 parts"),
        (lambda: mixture([[0.0], [1.0]], 1.0, [1.5, -0.5]), "must be at least 0"),
        (lambda: mixture([[0.0], [1.0]], [1.0, 1.0, 1.0]), "3 variances for 2 parts"),
        (lambda: mixture([[0.0, 1.0]], np.eye(3)), r"must be \(1, 2, 2\)"),
        (lambda: mixture([0.0, 1.0], 1.0), r"must be \(parts, coordinates\)"),
    ],
)
def test_what_is_no_mixture_is_refused_in_a_sentence(make, words):
    with pytest.raises(FlowError, match=words):
        make()
