"""Branches of solutions by pseudo-arclength continuation, and the points where they change."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import brentq

from engines.instruments.continuation.problem import Problem

FIRST, LARGEST = 0.005, 0.02  # steps along the branch, in scaled length
STEPS = 400
NEWTON = 8
EASY, HARD = 4, 6  # iterations up to which a step may be longer, and beyond which it is shorter
REAL = 1e-7
TITLES = {"fold": "fold", "branch": "branch point", "hopf": "Hopf", "flip": "flip",
          "torus": "Neimark-Sacker"}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """A point of a branch at which something is born or changes its stability.

    Attributes:
        kind: "fold", "branch", "hopf", "flip" or "torus".
        place: The unknowns there, shape (m + 1,).
        tangent: Of the branch, shape (m + 1,), scaled.
        spectrum: Eigenvalues or multipliers there.
        uncertain: Width of the bracket in which its parameter lies.
    """

    kind: str
    place: np.ndarray
    tangent: np.ndarray
    spectrum: np.ndarray
    uncertain: float


@dataclass(slots=True, eq=False)
class Branch:
    """A curve of solutions.

    Attributes:
        places: Unknowns, shape (k, m + 1).
        stable: Whether neighbours come nearer, shape (k,).
        changes: Where its nature changes.
        ended: Why it was not followed further.
    """

    places: np.ndarray
    stable: np.ndarray
    changes: list[Change] = field(default_factory=list)
    ended: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class _Point:
    place: np.ndarray
    tangent: np.ndarray
    spectrum: np.ndarray
    tests: dict[str, float]


def solved(
    problem: Problem, guess: np.ndarray, tangent: np.ndarray
) -> tuple[np.ndarray, int] | None:
    """The solution in the plane through `guess` across `tangent`, and the iterations it took.

    Newton's method on the equations and t . (u - guess) = 0, in scaled unknowns.

    Returns:
        None if there is none nearby.
    """
    u = guess.copy()
    for iteration in range(NEWTON):
        with np.errstate(all="ignore"):
            rest = problem.equations(u)
            matrix = problem.derivatives(u) * problem.scale
        if not (np.isfinite(rest).all() and np.isfinite(matrix).all()):
            return None
        across = tangent @ ((u - guess) / problem.scale)
        bordered = np.vstack([matrix, tangent])
        try:
            step = -np.linalg.solve(bordered, np.append(rest, across))
        except np.linalg.LinAlgError:
            return None
        u = u + step * problem.scale
        left = float(np.abs(step).max())
        if left < problem.settled:
            return u, iteration + 1
        if left > 0.3:
            return None
    return None


def tangent_at(problem: Problem, u: np.ndarray, along: np.ndarray) -> np.ndarray:
    """Unit tangent of the branch, on the side of `along`, scaled."""
    matrix = problem.derivatives(u) * problem.scale
    size = np.linalg.norm(matrix, axis=1, keepdims=True)
    found = np.linalg.svd(matrix / np.maximum(size, 1e-300))[2][-1]
    return found if found @ along >= 0.0 else -found


def traced(
    problem: Problem, start: np.ndarray, along: np.ndarray, steps: int = STEPS
) -> Branch | None:
    """The branch from a solution, in the direction `along`, until it leaves the ranges.

    Step by step u is predicted along the tangent and corrected across it (`solved`). Between two
    points every test of `Problem.tests` that changes sign, and two of the branch itself, the
    component of the tangent along the parameter for folds and the determinant of the bordered
    matrix for branch points, is traced to its zero by Brent's method along the branch.

    Args:
        problem: What is solved.
        start: A solution, shape (m + 1,).
        along: Scaled direction, shape (m + 1,).
        steps: Most steps.

    Returns:
        None if `start` is near no solution.

    Source:
        Keller (1977), in Applications of Bifurcation Theory, 359-384; Kuznetsov (2004), Elements
        of Applied Bifurcation Theory, chapter 10.
    """
    first = solved(problem, start, along / np.linalg.norm(along))
    if first is None:
        return None
    problem.takes_up(first[0])
    now = _point(problem, first[0], along)
    points, places, stable = [now], [now.place], [problem.stable(now.spectrum)]
    changes: list[Change] = []
    length, ended = FIRST, "steps"
    for _ in range(steps):
        problem.takes_up(now.place)
        found = solved(problem, now.place + length * now.tangent * problem.scale, now.tangent)
        new = None if found is None else _point(problem, found[0], now.tangent)
        if new is None or found is None or new.tangent @ now.tangent < 0.7:
            length *= 0.4
            if length < problem.least:
                ended = "corner"
                break
            continue
        if (
            0.0 in new.tests.values() and length > problem.least
        ):  # met exactly, where nothing is solvable
            length *= 0.87
            continue
        met = _changes(problem, now, new, length)
        changes += met
        after = problem.stable(new.spectrum)
        places += [*(c.place for c in met), new.place]
        stable += [*(stable[-1] and after for _ in met), after]
        points.append(new)
        now = new
        ended = problem.ended(now.place)
        if ended:
            break
        if _back(problem, points):
            ended = "closed"
            break
        if found[1] <= EASY:
            length = min(LARGEST, 1.5 * length)
        elif found[1] >= HARD:
            length = max(problem.least, 0.6 * length)
    else:
        ended = "steps"
    return Branch(np.array(places), np.array(stable), changes, ended)


def _point(problem: Problem, u: np.ndarray, along: np.ndarray) -> _Point:
    tangent = tangent_at(problem, u, along)
    spectrum = problem.spectrum(u)
    bordered = np.vstack([problem.derivatives(u) * problem.scale, tangent])
    tests = problem.tests(spectrum)
    tests["fold"] = float(tangent[-1])
    tests["branch"] = float(np.linalg.det(bordered))
    return _Point(u, tangent, spectrum, tests)


def _changes(problem: Problem, one: _Point, other: _Point, length: float) -> list[Change]:
    found = []
    for kind, before in one.tests.items():
        after = other.tests[kind]
        if not (math.isfinite(before) and math.isfinite(after)) or (before > 0.0) == (after > 0.0):
            continue
        change = _located(problem, one, length, kind)
        if change is not None and _genuine(problem, change):
            found.append(change)
    return sorted(found, key=lambda c: float((c.place - one.place) / problem.scale @ one.tangent))


def _located(problem: Problem, base: _Point, length: float, kind: str) -> Change | None:
    """The zero of one test within a step from `base`."""
    last: list[_Point] = [base]

    def test(share: float) -> float:
        for aside in (0.0, 1e-10, -1e-10):  # where branches cross nothing can be solved
            guess = base.place + (share + aside) * base.tangent * problem.scale
            found = solved(problem, guess, base.tangent)
            if found is not None:
                last[0] = _point(problem, found[0], base.tangent)
                return last[0].tests[kind]
        raise ValueError

    def at(share: float) -> _Point:
        test(share)
        return last[0]

    try:
        ends = (test(0.0), test(length))
        if ends[0] * ends[1] > 0.0:
            return None
        share = float(brentq(test, 0.0, length, xtol=1e-13, rtol=1e-14, maxiter=60))
        here = at(share)
        width = 1e-9
        near = [at(min(max(share + way * width, 0.0), length)) for way in (-1.0, 1.0)]
    except ValueError:  # next to a branch point there may be none to solve for
        return None
    slope = (near[1].tests[kind] - near[0].tests[kind]) / (2.0 * width)
    left = abs(here.tests[kind] / slope) if slope else 0.0
    off = (left + 1e-13) * max(abs(float(here.tangent[-1])), left) * float(problem.scale[-1])
    off = max(off, 1e-14 * float(problem.scale[-1]))
    return Change(kind, here.place, here.tangent, here.spectrum, off)


def _genuine(problem: Problem, change: Change) -> bool:
    """Whether it is what its test looks for, and no other zero of it."""
    values = change.spectrum
    if change.kind == "hopf":
        pair = values[np.argsort(np.abs(values.real))[:2]]
        return bool(np.abs(pair.imag).min() > REAL * max(np.abs(values).max(), 1e-300))
    if change.kind == "torus":
        pair = values[np.argsort(np.abs(np.abs(values) - 1.0))[:2]]
        return bool(np.abs(pair.imag).min() > 1e-6)
    return True


def _back(problem: Problem, points: list[_Point]) -> bool:
    """Whether a closed branch has come round."""
    if len(points) < 20:
        return False
    one, other = points[0], points[-1]
    gap = np.linalg.norm((one.place - other.place) / problem.scale)
    return bool(gap < 0.6 * LARGEST and one.tangent @ other.tangent > 0.9)
