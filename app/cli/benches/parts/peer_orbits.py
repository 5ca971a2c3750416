"""Orbits and exponents of the Lorenz system as other programs compute them."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

SIGMA, RHO, BETA = 10.0, 28.0, 8.0 / 3.0

Ends = Callable[[np.ndarray, float, float], np.ndarray]


def scipy_ends(
    states: np.ndarray, duration: float, tolerance: float, method: str = "RK45"
) -> np.ndarray:
    """Where `states`, shape (n, 3), end: `solve_ivp` called for one after the other.

    Args:
        states: Starts.
        duration: Time.
        tolerance: Relative and absolute tolerance.
        method: Name of one of its methods.
    """
    from scipy.integrate import solve_ivp

    def rates(_: float, u: np.ndarray) -> list[float]:
        x, y, z = u
        return [SIGMA * (y - x), x * (RHO - z) - y, x * y - BETA * z]

    return np.array(
        [
            solve_ivp(
                rates, (0.0, duration), state, method=method, rtol=tolerance, atol=tolerance
            ).y[:, -1]
            for state in states
        ]
    )


def heyoka_ends() -> Ends | None:
    """The same by heyoka's ensemble of batches, as wide as it recommends.

    Returns:
        A function of states, shape (n, 3), duration and tolerance giving shape (n, 3); None if
        heyoka is absent.
    """
    try:
        import heyoka
    except ImportError:
        return None
    x, y, z = heyoka.make_vars("x", "y", "z")
    rates = [(x, SIGMA * (y - x)), (y, x * (RHO - z) - y), (z, x * y - BETA * z)]
    wide = int(heyoka.recommended_simd_size())

    def ends(states: np.ndarray, duration: float, tolerance: float) -> np.ndarray:
        padded = np.resize(states, (-(-len(states) // wide) * wide, 3))
        batch = heyoka.taylor_adaptive_batch(rates, np.zeros((3, wide)), tol=tolerance)

        def begun(copy: Any, i: int) -> Any:
            copy.set_time(0.0)
            copy.state[:] = padded[i * wide : (i + 1) * wide].T
            return copy

        done = heyoka.ensemble_propagate_until_batch(batch, duration, len(padded) // wide, begun)
        return np.concatenate([one[0].state.T for one in done])[: len(states)]

    return ends


def dysts_exponents() -> Callable[[int], np.ndarray] | None:
    """The Lyapunov spectrum of dysts' own Lorenz system by `find_lyapunov_exponents`.

    Returns:
        A function of the number of points, 500 to a period as is its default, giving the
        exponents, largest first; None if dysts is absent.
    """
    try:
        from dysts.analysis import find_lyapunov_exponents
        from dysts.flows import Lorenz
    except ImportError:
        return None
    model = Lorenz()

    def exponents(points: int) -> np.ndarray:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it hands scipy a word that scipy does not know
            return np.asarray(find_lyapunov_exponents(model, points))

    return exponents
