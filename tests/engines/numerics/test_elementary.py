import math

import mpmath
import numpy as np
import pytest
from numba import njit

from engines.numerics import elementary

RANGES = {
    "sin": [(-3.0, 3.0), (-1e3, 1e3), (-1e5, 1e5)],
    "cos": [(-3.0, 3.0), (-1e3, 1e3), (-1e5, 1e5)],
    "tan": [(-1.5, 1.5), (-100.0, 100.0)],
    "exp": [(-1.0, 1.0), (-700.0, 709.0)],
    "expm1": [(-1e-3, 1e-3), (-1.0, 1.0), (-30.0, 700.0)],
    "log": [(0.5, 2.0), (1e-300, 1e300), (1e-310, 1e-308)],
    "sinh": [(-1e-3, 1e-3), (-2.0, 2.0), (-700.0, 700.0)],
    "cosh": [(-2.0, 2.0), (-700.0, 700.0)],
    "tanh": [(-1e-3, 1e-3), (-1.0, 1.0), (-25.0, 25.0)],
    "atan": [(-0.4, 0.4), (-3.0, 3.0), (-1e6, 1e6)],
    "asin": [(-0.5, 0.5), (-1.0, 1.0)],
    "acos": [(-0.5, 0.5), (-1.0, 1.0)],
    "sqrt": [(0.0, 10.0)],
}
INFINITE = {
    "sin": (math.nan, math.nan),
    "cos": (math.nan, math.nan),
    "tan": (math.nan, math.nan),
    "exp": (math.inf, 0.0),
    "expm1": (math.inf, -1.0),
    "log": (math.inf, math.nan),
    "sinh": (math.inf, -math.inf),
    "cosh": (math.inf, math.inf),
    "tanh": (1.0, -1.0),
    "atan": (math.pi / 2, -math.pi / 2),
    "asin": (math.nan, math.nan),
    "acos": (math.nan, math.nan),
    "sqrt": (math.inf, math.nan),
}


@pytest.mark.parametrize("name", elementary.FUNCTIONS)
def test_every_function_is_right_to_a_few_units_in_the_last_place(name):
    function, exact = elementary.FUNCTIONS[name], getattr(mpmath, name)
    draw = np.random.default_rng(4)
    worst = 0.0
    with mpmath.workprec(150):
        for low, high in RANGES[name]:
            for x in draw.uniform(low, high, 300):
                wanted = exact(mpmath.mpf(float(x)))
                unit = np.spacing(abs(float(wanted)))
                worst = max(worst, float(abs(mpmath.mpf(function(x)) - wanted) / unit))
    assert worst <= 3.5


@pytest.mark.parametrize("name", elementary.FUNCTIONS)
def test_nan_stays_nan_and_infinity_goes_to_the_limit(name):
    function = elementary.FUNCTIONS[name]
    assert math.isnan(function(math.nan))
    found = [function(math.inf), function(-math.inf)]
    np.testing.assert_array_equal(found, INFINITE[name])


@pytest.mark.parametrize("name", ["sin", "tan", "sinh", "tanh", "atan", "asin", "expm1"])
def test_odd_functions_keep_a_tiny_number(name):
    assert elementary.FUNCTIONS[name](-1e-300) == -1e-300


def test_the_logarithm_of_zero_and_below():
    assert elementary.log(0.0) == -math.inf
    assert math.isnan(elementary.log(-1.0))


def test_a_loop_over_them_is_vectorised():
    def total(x, out):
        for i in range(x.size):
            out[i] = elementary.sin(x[i]) * elementary.exp(x[i]) + elementary.tanh(x[i])

    fast = njit(fastmath=set(elementary.FASTMATH), error_model="numpy")(total)
    x = np.linspace(-1.0, 1.0, 64)
    out = np.empty_like(x)
    fast(x, out)
    np.testing.assert_allclose(out, np.sin(x) * np.exp(x) + np.tanh(x), rtol=1e-15, atol=1e-16)
    text = next(iter(fast.inspect_llvm().values()))
    assert "x double>" in text  # LLVM's name of a vector of float64
