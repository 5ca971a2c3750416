import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.interpolants.interpolant import NOISES, SHAPES, Interpolant

INSIDE = np.linspace(0.03, 0.97, 31)
EVERY = [(shape, noise) for shape in SHAPES for noise in NOISES]


@pytest.mark.parametrize(("shape", "noise"), EVERY)
def test_rates_are_those_of_the_shares(shape, noise):
    one, h = Interpolant(shape, noise, 0.9), 1e-6
    for t in INSIDE:
        here, before, after = one.at(t), one.at(t - h), one.at(t + h)
        assert here.dalpha == pytest.approx((after.alpha - before.alpha) / (2 * h), abs=1e-5)
        assert here.dbeta == pytest.approx((after.beta - before.beta) / (2 * h), abs=1e-5)
        assert here.half == pytest.approx((after.square - before.square) / (4 * h), abs=1e-5)


@pytest.mark.parametrize(("shape", "noise"), EVERY)
def test_it_begins_at_one_density_and_ends_at_the_other(shape, noise):
    one = Interpolant(shape, noise, 0.9)
    first, last = one.at(0.0), one.at(1.0)
    assert (last.alpha, last.beta, last.square) == pytest.approx((0.0, 1.0, 0.0), abs=1e-12)
    begin = (0.0, 1.0, 0.0) if shape == "mirror" else (1.0, 0.0, 0.0)
    assert (first.alpha, first.beta, first.square) == pytest.approx(begin, abs=1e-12)
    assert (one.at(0.5).square > 0.0) == (noise != "none")


def test_encode_decode_forgets_one_before_it_knows_the_other():
    one = Interpolant("encode-decode")
    for t in (0.5 - 1e-9, 0.5, 0.5 + 1e-9):
        here = one.at(t)
        assert (here.alpha, here.beta) == pytest.approx((0.0, 0.0), abs=1e-12)
        assert (here.dalpha, here.dbeta) == pytest.approx((0.0, 0.0), abs=1e-7)


def test_trig_keeps_the_variance_of_standard_clouds():
    one = Interpolant("trig", "Brownian", 3.0)
    for t in INSIDE:
        here = one.at(t)
        assert here.alpha**2 + here.beta**2 + here.square == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"shape": "linar"}, "path = 'linar'"),
        ({"noise": "brown"}, "gamma = 'brown'"),
        ({"amplitude": -1.0}, "A must be >= 0"),
        ({"amplitude": 4.1, "shape": "trig"}, "A must be <= 4 for trig"),
    ],
)
def test_what_cannot_be_is_refused_in_words(how, words):
    with pytest.raises(FlowError, match=words):
        Interpolant(**how)
