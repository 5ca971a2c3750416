"""Equations found from data: sparse regression on flows whose equations are polynomials."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import combinations_with_replacement
from pathlib import Path

import numpy as np

from engines.protocols.check import Claim
from engines.systems.system import System
from engines.systems.system_file import read_system

Measured = tuple[str, bool, bool]
DEGREE = 3
THRESHOLD = 0.05  # of coefficients
PERIODS, SAMPLES, SETTLED = 20, 2000, 5
EXACT = 1e-9  # of the largest rate: a flow that is a polynomial
SMALL = 1e-8  # of the largest coefficient: rounding
MUST, RECORDED = 0.8, 0.9


def library(states: np.ndarray) -> np.ndarray:
    """All monomials up to degree 3, shape (n, 20) for `states`, shape (n, 3)."""
    d = states.shape[1]
    columns = [np.ones(len(states))]
    for degree in range(1, DEGREE + 1):
        for chosen in combinations_with_replacement(range(d), degree):
            columns.append(np.prod(states[:, chosen], axis=1))
    return np.stack(columns, axis=1)


def fitted(rows: np.ndarray, rates: np.ndarray) -> np.ndarray:
    """Least squares with columns brought to one length, shape (m, d)."""
    length = np.linalg.norm(rows, axis=0)
    found = np.linalg.lstsq(rows / length, rates, rcond=1e-15)[0]
    return np.asarray(found / length[:, None])


def sparse(rows: np.ndarray, rates: np.ndarray, threshold: float = THRESHOLD) -> np.ndarray:
    """Sequentially thresholded least squares: fit, drop what is small, until nothing is.

    Args:
        rows: Library, shape (n, m).
        rates: Shape (n, d).
        threshold: Smallest coefficient that is kept.

    Returns:
        Coefficients, shape (m, d).

    Source:
        Brunton, Proctor & Kutz (2016), PNAS 113, 3932-3937.
    """
    found = fitted(rows, rates)
    for k in range(rates.shape[1]):
        kept = np.abs(found[:, k]) >= threshold
        while kept.any():
            found[:, k] = 0.0
            found[kept, k] = fitted(rows[:, kept], rates[:, k : k + 1])[:, 0]
            small = kept & (np.abs(found[:, k]) < threshold)
            if not small.any():
                break
            kept &= ~small
        found[~kept, k] = 0.0
    return found


def true(system: System) -> np.ndarray | None:
    """The coefficients of a flow's equations, shape (20, 3); None if it is no such polynomial."""
    draw, values = np.random.default_rng(0), system.defaults()
    near = draw.uniform(-1.0, 1.0, (400, 3))
    everywhere = draw.uniform(system.box.low, system.box.high, (400, 3))
    with np.errstate(all="ignore"):
        rates, wanted = (
            system.equations.evaluate(states, 0.0, values) for states in (near, everywhere)
        )
    if not (np.isfinite(rates).all() and np.isfinite(wanted).all()):
        return None
    found = fitted(library(near), rates)
    # what is a polynomial near 0 may have a corner elsewhere
    if np.abs(library(everywhere) @ found - wanted).max() > EXACT * np.abs(wanted).max():
        return None
    found[np.abs(found) < SMALL * np.abs(found).max()] = 0.0
    return found


def polynomials() -> Iterator[tuple[System, np.ndarray]]:
    """Flows of the catalogue in three states whose rates are polynomials up to degree 3."""
    for system in _flows():
        known = true(system)
        if known is not None:
            yield system, known


@cache
def _flows() -> tuple[System, ...]:
    files = sorted(Path(str(resources.files("presets"))).glob("systems/*/*.toml"))
    systems = (read_system(path) for path in files)
    return tuple(
        s for s in systems if s.catalogued.dysts and s.kind == "ode" and s.equations.dimension == 3
    )


def right(system: System, known: np.ndarray) -> bool:
    """Whether the regression finds exactly the terms that are there."""
    period = float(system.catalogued.period or 0.0)
    flow, start = system.flow_at(system.defaults()), np.array([system.start])
    times = np.append(0.0, period * (SETTLED + PERIODS * np.arange(SAMPLES) / SAMPLES))
    states = flow.record(start, times)[0, 1:]
    rates = flow.velocity(states, 0.0)
    found = sparse(library(states), rates)
    return bool(((found != 0.0) == (known != 0.0)).all())


def _supports() -> Measured:
    number, good, too_small = 0, 0, 0
    for system, known in polynomials():
        number += 1
        found = right(system, known)
        good += found
        too_small += not found and bool((np.abs(known[known != 0.0]) < THRESHOLD).any())
    share = good / number
    text = f"{good} of {number} ({100 * share:.0f} %); {too_small} others have terms below 0.05"
    return text, share > MUST, share < RECORDED


CLAIMS: tuple[Claim, ...] = (
    Claim("dysts", "sparse regression finds the terms of polynomial flows", "target", "> 80 %",
          "Brunton, Proctor & Kutz (2016); threshold 0.05, degree 3, no noise", _supports,
          seconds=5.0),
)  # fmt: skip
