from __future__ import annotations

import itertools

import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.diffusion.conversions import KINDS, Field, converted
from engines.numerics.diffusion.path import PATHS, Linear

DRAW = np.random.default_rng(0)
X = DRAW.standard_normal((50, 3))
VALUE = DRAW.standard_normal((50, 3))


@pytest.mark.parametrize("path", PATHS.values(), ids=lambda p: p.name)
@pytest.mark.parametrize("t", [0.1, 0.5, 0.9])
@pytest.mark.parametrize(("kind", "wanted"), [*itertools.permutations(KINDS, 2)])
def test_there_and_back_is_where_one_was(path, t, kind, wanted):
    m = path.at(t)
    there = converted(VALUE, kind, wanted, X, m)
    back = converted(there, wanted, kind, X, m)
    scale = max(1.0, np.abs(there).max())
    np.testing.assert_allclose(back, VALUE, rtol=0, atol=1e-10 * scale)


@pytest.mark.parametrize("path", PATHS.values(), ids=lambda p: p.name)
def test_all_four_belong_to_one_split_of_the_place(path):
    m = path.at(0.4)
    data, noise, score, velocity = (converted(VALUE, "v", wanted, X, m) for wanted in KINDS)
    np.testing.assert_allclose(m.a * data + m.s * noise, X, atol=1e-10 * max(1.0, m.s**2))
    np.testing.assert_allclose(score, -noise / m.s)
    np.testing.assert_allclose(m.da * data + m.ds * noise, velocity, atol=1e-8)


def test_what_no_end_of_a_path_can_tell_is_refused():
    clean, pure = Linear().at(1.0), Linear().at(0.0)
    with pytest.raises(FlowError, match="s = 0: the noise is not known from the clean data"):
        converted(VALUE, "x", "eps", X, clean)
    with pytest.raises(FlowError, match="a = 0: the clean data is not known from the noise"):
        converted(VALUE, "eps", "x", X, pure)
    with pytest.raises(FlowError, match="did you mean 'score'"):
        converted(VALUE, "scor", "x", X, pure)


def test_on_the_linear_path_a_velocity_tells_the_data_even_at_the_ends():
    for t in (0.0, 1.0):
        found = converted(VALUE, "v", "x", X, Linear().at(t))
        np.testing.assert_allclose(found, X + (1.0 - t) * VALUE)


def test_a_field_counts_what_it_is_asked_and_prefers_closed_forms():
    field = Field(Linear(), "x", lambda x, t: 0.5 * x)
    np.testing.assert_allclose(field.velocity(X, 0.5), (0.5 * X - X) / 0.5)
    assert field.denoiser(X, 0.5).shape == X.shape
    assert field.calls == 2
    closed = Field(Linear(), "x", lambda x, t: 0.5 * x, {"eps": lambda x, t: np.zeros_like(x)})
    assert not closed.noise(X, 1.0).any()
