from __future__ import annotations

import math

import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.diffusion.path import (
    PATHS,
    Linear,
    Path,
    Scaled,
    Trig,
    VarianceExploding,
    VariancePreserving,
)

EVERY = [*PATHS.values(), Scaled(VarianceExploding())]
INNER = np.linspace(0.02, 0.98, 25)


@pytest.mark.parametrize("path", EVERY, ids=lambda p: p.name)
class TestEveryPath:
    def test_rates_are_derivatives(self, path):
        h = 1e-6
        for value, rate in ((path.a, path.da), (path.s, path.ds)):
            difference = (value(INNER + h) - value(INNER - h)) / (2 * h)
            np.testing.assert_allclose(rate(INNER), difference, rtol=1e-6, atol=1e-7)

    def test_half_the_rate_of_the_variance_is_the_noise_times_its_rate(self, path):
        np.testing.assert_allclose(path.sds(INNER), path.s(INNER) * path.ds(INNER), rtol=1e-12)

    def test_signal_to_noise_rises(self, path):
        assert path.increasing() is path
        assert (np.diff(path.lam(INNER)) > 0).all()

    def test_the_time_of_a_ratio_is_where_it_is_met(self, path):
        np.testing.assert_allclose(path.time_of(path.lam(INNER)), INNER, atol=1e-12)

    def test_a_moment_is_the_path_at_one_time_and_rests_beyond_the_ends(self, path):
        m = path.at(0.3)
        assert m.rho == pytest.approx(float(path.a(0.3) / path.s(0.3)))
        assert m.lam == pytest.approx(float(path.lam(0.3)))
        assert path.at(-3.0) == path.at(0.0)
        assert path.at(2.0) == path.at(1.0)


def test_the_ends_are_those_of_the_literature():
    assert Linear().at(0.0)[:2] == (0.0, 1.0)
    assert Trig().at(1.0)[:2] == (1.0, 0.0)
    assert VariancePreserving().at(0.0).a == pytest.approx(0.00657, abs=5e-6)
    assert VarianceExploding().at(0.0).s == pytest.approx(80.0)
    assert VarianceExploding().at(1.0).s == pytest.approx(0.002)


def test_at_its_clean_end_the_noise_stops_abruptly_where_variance_is_kept():
    clean = VariancePreserving().at(1.0)
    assert clean.ds == -math.inf
    assert math.isfinite(clean.sds)
    assert clean.lam == math.inf
    assert clean.rho == math.inf


def test_a_scaled_path_keeps_its_spread_and_its_ratio():
    inner = VarianceExploding()
    path = Scaled(inner)
    np.testing.assert_allclose(path.a(INNER) ** 2 + path.s(INNER) ** 2, 1.0, rtol=1e-12)
    np.testing.assert_allclose(path.lam(INNER), inner.lam(INNER), rtol=1e-12)


class Backwards(Path):
    name = "backwards"

    def a(self, t):
        return 1.0 - np.asarray(t, dtype=float)

    def s(self, t):
        return np.asarray(t, dtype=float)

    def da(self, t):
        return -np.ones_like(np.asarray(t, dtype=float))

    def sds(self, t):
        return np.asarray(t, dtype=float)


def test_a_path_that_loses_its_signal_is_refused():
    with pytest.raises(FlowError, match=r"path 'backwards': W = -1 .* path must increase SNR"):
        Backwards().increasing()
    with pytest.raises(FlowError, match="path must increase SNR"):
        VarianceExploding(low=3.0, high=2.0)
