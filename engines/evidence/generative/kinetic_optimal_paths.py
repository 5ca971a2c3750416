"""Schedules of least kinetic energy: what their mathematics says, found again by numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from engines.numerics.diffusion.path import Linear, Path, Trig, VariancePreserving
from engines.numerics.kinetic.chord import KineticOptimal
from engines.numerics.kinetic.direct import least_energy
from engines.numerics.kinetic.energy import kinetic_energy
from engines.numerics.kinetic.separation import (
    Blobs,
    Separation,
    by_draws,
    by_quadrature,
    gauss_angles,
)
from engines.protocols.check import Claim

Measured = tuple[str, bool, bool]
ID = "kinetic-optimal-paths"
PAPER = "Shaul et al. (2023), arXiv:2306.06626"
DRAWS, NODES = 2000, 61
OTHERS: tuple[Path, ...] = (Linear(), Trig(), VariancePreserving())


@cache
def two_points() -> Separation:
    """Lambda of the points -1 and 1."""
    return by_quadrature(Blobs.of_points(np.array([[1.0], [-1.0]])), gauss_angles(400)[0])


@cache
def eight_gaussians() -> Separation:
    """Lambda of eight Gaussians of deviation 0.3 on a circle of radius 4."""
    angles = 2.0 * np.pi * np.arange(8) / 8.0
    means = 4.0 * np.column_stack((np.cos(angles), np.sin(angles)))
    blobs, _, _ = Blobs(np.full(8, 0.125), means, np.full(8, 0.09)).normalised()
    return by_quadrature(blobs, gauss_angles(120)[0])


def random_points(dimension: int, count: int = 16) -> Separation:
    """Lambda of some draws of a normal law in so many dimensions, seed 0."""
    points = np.random.default_rng(0).standard_normal((count, dimension))
    blobs, _, _ = Blobs.of_points(points).normalised()
    return by_draws(blobs, gauss_angles(NODES)[0], DRAWS, np.random.default_rng(1))


def digits() -> Separation:
    """Lambda of 1797 handwritten digits of 8 x 8 pixels, with one scale for all pixels."""
    from sklearn.datasets import load_digits

    blobs, _, _ = Blobs.of_points(load_digits().data).normalised()
    return by_draws(blobs, gauss_angles(NODES)[0], DRAWS, np.random.default_rng(1))


def _told(found: np.ndarray, known: np.ndarray, within: np.ndarray) -> Measured:
    words = ", ".join(f"{number:.5g}" for number in found)
    return words, bool((np.abs(found - known) <= within).all()), False


def _headline() -> Measured:
    best = KineticOptimal(two_points())
    energies = [kinetic_energy(path, two_points()) for path in OTHERS]
    found = np.array([best.opening, best.energy, *energies])
    known = np.array([0.69126, 0.45912, 0.98240, 0.86896, 1.80])
    bound = 2.0 - 2.0 * np.sqrt(2.0 / np.pi)
    words, passed, _ = _told(found, known, np.array([1e-3, 2e-3, 0.02, 0.02, 0.02]))
    return words, passed and bool((found[1:] > bound).all()), False


def _tanh() -> Measured:
    found = two_points().at(np.array([0.5, 1.0, 2.0]))
    return _told(found, np.array([0.204054, 0.550400, 0.931403]), np.full(3, 1e-5))


def _drawn_tanh() -> Measured:
    blobs = Blobs.of_points(np.array([[1.0], [-1.0]]))
    drawn = by_draws(blobs, gauss_angles(NODES)[0], 20_000, np.random.default_rng(0))
    found = drawn.at(np.array([0.5, 1.0, 2.0]))
    return _told(found, np.array([0.204054, 0.550400, 0.931403]), np.full(3, 0.01))


def _gaussian() -> Measured:
    cloud = Blobs(np.ones(1), np.zeros((1, 1)), np.ones(1))
    separation = by_quadrature(cloud, gauss_angles(60)[0])
    best = KineticOptimal(separation)
    found = np.array([best.opening, best.energy, kinetic_energy(Linear(), separation)])
    return _told(found, np.array([0.0, 0.0, 2.0 - np.pi / 2.0]), np.array([1e-3, 1e-3, 1e-3]))


def _shape() -> Measured:
    here = KineticOptimal(two_points()).at(0.5)
    found = np.array([here.a, here.s, np.hypot(here.a, here.s)])
    return _told(found, np.array([0.88480, 0.31993, 0.94086]), np.full(3, 3e-3))


def _opens() -> Measured:
    bests = []
    for d in (4, 16, 64, 256, 1024):
        separation = random_points(d)
        best = KineticOptimal(separation)
        bests.append((best.opening, kinetic_energy(Linear(), separation) / best.energy - 1.0))
    openings = np.array([one[0] for one in bests])
    known = np.array([0.81, 1.187, 1.367, 1.470, 1.523])
    words, passed, _ = _told(openings, known, np.array([0.1, 0.05, 0.02, 0.02, 0.02]))
    words += f"; line costs {bests[0][1]:.0%} more, then {bests[-1][1]:.1%}"
    return words, passed and bool((np.diff(openings) > 0.0).all()) and bests[-1][1] < 0.03, False


def _digits() -> Measured:
    separation = digits()
    best = KineticOptimal(separation)
    energies = [kinetic_energy(path, separation) for path in OTHERS]
    found = np.array([best.opening, best.energy, *energies])
    known = np.array([1.262, 1.392, 1.576, 1.801, 3.24])
    return _told(found, known, np.array([0.02, *(0.02 * known[1:])]))


def _two_ways() -> Measured:
    best = KineticOptimal(eight_gaussians())
    found, energy = least_energy(eight_gaussians())
    t = np.linspace(0.0, 1.0, 201)
    off = max(float(np.abs(found.a(t) - best.a(t)).max()),
              float(np.abs(found.s(t) - best.s(t)).max()))  # fmt: skip
    relative = abs(energy / best.energy - 1.0)
    return f"E off by {relative:.1e}, a and s by {off:.1e}", relative < 5e-3 and off < 0.02, False


def _law(
    check: str, must: str, source: str, measure: Callable[[], Measured], seconds: float = 1.0
) -> Claim:
    return Claim(ID, check, "law", must, source, measure, seconds=seconds)


CLAIMS = (
    _law("Points -1 and 1: Phi, then energy of the optimum, line, trig, VP",
         "0.69126, 0.45912, 0.98240, 0.86896, 1.80 within 1e-3, 2e-3, 0.02; all above 0.40423",
         "quadrature of E tanh(rho^2 + rho Z); transport bound 2 - 2 sqrt(2/pi)", _headline),
    _law("Points -1 and 1: lambda at rho = 1/2, 1, 2 by quadrature",
         "0.204054, 0.550400, 0.931403 within 1e-5", "E tanh(rho^2 + rho Z)", _tanh),
    _law("The same by 20 000 draws", "within 0.01", "E tanh(rho^2 + rho Z)", _drawn_tanh),
    _law("Gaussian data: Phi, least energy, energy of the line", "0, 0, 2 - pi/2 within 1e-3",
         "analytic", _gaussian),
    _law("Points -1 and 1: a, s and r of the optimum at t = 1/2",
         "0.88480, 0.31993, 0.94086 within 3e-3", "quadrature", _shape),
    _law("16 random points in d = 4, 16, 64, 256, 1024: Phi opens",
         "0.81, 1.187, 1.367, 1.470, 1.523 within 0.1, 0.05, 0.02; line within 3 % at d = 1024",
         f"{PAPER}: for n/sqrt(d) to 0 the line is optimal; Monte Carlo", _opens, 6.0),
    _law("Digits: Phi, energy of the optimum, line, trig, VP",
         "1.262 within 0.02; 1.392, 1.576, 1.801, 3.24 within 2 %", "Monte Carlo", _digits, 4.0),
    _law("Eight Gaussians: chord and search agree", "E within 0.5 %, a and s within 0.02",
         "two ways to one minimum", _two_ways),
)  # fmt: skip
