from __future__ import annotations

import math

import numpy as np
import pytest

from engines.errors import FlowError
from engines.training.diffusion.perturbing import Perturbation, even, lognormal


def test_every_part_of_the_way_is_seen_as_often():
    found = even(1000, np.random.default_rng(0))
    share = 1.0 / (1.0 + np.exp(-found))
    assert set(np.histogram(share, 10, (0.0, 1.0))[0]) <= {99, 100, 101}


def test_strengths_of_karras_et_al_are_shifted_by_the_spread_of_the_data():
    found = lognormal(40_000, np.random.default_rng(0)) + math.log(0.75)  # ln sigma at spread 0.75
    assert found.mean() == pytest.approx(-1.2 + math.log(0.75 / 0.5), abs=0.02)
    assert found.std() == pytest.approx(1.2, abs=0.02)


def test_noise_without_bound_to_the_dimensions_is_normal_draw_for_draw():
    plain = np.random.default_rng(1).standard_normal((50, 3))
    np.testing.assert_array_equal(Perturbation().noise(50, 3, np.random.default_rng(1)), plain)


def test_noise_of_few_dimensions_has_heavy_tails():
    heavy = np.abs(Perturbation("even", 2.0).noise(20_000, 2, np.random.default_rng(2)))
    assert np.quantile(np.linalg.norm(heavy, axis=1), 0.99) == pytest.approx(14.071, rel=0.1)


def test_dimensions_that_cannot_be_are_refused():
    with pytest.raises(FlowError, match="D must be > 0 or inf"):
        Perturbation("even", -1.0).noise(3, 2, np.random.default_rng(0))
