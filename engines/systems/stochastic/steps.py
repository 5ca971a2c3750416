"""One step of a stochastic equation, as trees, and the steps between two times."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import cast

import numpy as np

from engines.equations.algebra.arithmetic import ZERO, add, multiply, subtract
from engines.equations.algebra.derive import derivative, substitute
from engines.equations.algebra.tree import Name, Node, names_in, number
from engines.equations.equations import Equations
from engines.equations.functions import TIME

EULER, MILSTEIN, RUNGE_KUTTA = "euler_maruyama", "milstein", "runge_kutta"
LENGTH = "sep__h"  # no name of a file has two underscores in a row


def change(component: int) -> str:
    """Name of the change of the path that shakes a state."""
    return f"sep__w{component}"


def shaken_states(noise: Equations) -> tuple[int, ...]:
    """Numbers of the states that are shaken."""
    return tuple(i for i, rate in enumerate(noise.rates) if rate is not ZERO)


def diagonal(noise: Equations) -> bool:
    """Whether the noise of each state depends on no other state."""
    return all(
        not names_in([rate]) & (set(noise.states) - {state})
        for state, rate in zip(noise.states, noise.rates, strict=True)
    )


def additive(noise: Equations) -> bool:
    """Whether the noise depends on no state."""
    return not names_in(noise.rates) & set(noise.states)


def step_map(drift: Equations, noise: Equations, scheme: str) -> tuple[Node, ...]:
    """The states one step later, over states, t, `LENGTH` and the `change` of each path:

        x_i + f_i h + g_i w_i  [ + 1/2 g_i dg_i/dx_i (w_i^2 - h) ],

    the bracket for Milstein's scheme, of strong order 1 where the noise is diagonal; without it
    Euler's and Maruyama's, of order 1/2, or 1 where the noise is additive. "runge_kutta" is a step
    of RK4 along x' = f - 1/2 g dg/dx + g w/h, the path drawn straight: of strong order 1 where the
    noise is diagonal, of order 4 where it vanishes, and its own way back.

    Source:
        Kloeden & Platen (1992), Numerical Solution of Stochastic Differential Equations, Springer,
        10.2 and 10.3; Ruemelin (1982), SIAM J. Numer. Anal. 19, 604-613, for Runge-Kutta.
    """
    if scheme == RUNGE_KUTTA:
        return _runge_kutta(drift, noise)
    h = cast(Node, Name(LENGTH))
    found: list[Node] = []
    for i, (state, f, g) in enumerate(zip(drift.states, drift.rates, noise.rates, strict=True)):
        after = add(cast(Node, Name(state)), multiply(h, f))
        if g is not ZERO:
            w = cast(Node, Name(change(i)))
            after = add(after, multiply(w, g))
            slope = derivative(g, state)
            if scheme == MILSTEIN and slope is not ZERO:
                bracket = subtract(multiply(w, w), h)
                after = add(after, multiply(multiply(number(0.5), multiply(g, slope)), bracket))
        found.append(after)
    return tuple(found)


def _runge_kutta(drift: Equations, noise: Equations) -> tuple[Node, ...]:
    h = cast(Node, Name(LENGTH))
    moves: list[Node] = []  # by how much a step moves each state, at the rates of one place
    for i, (state, f, g) in enumerate(zip(drift.states, drift.rates, noise.rates, strict=True)):
        bend = multiply(number(0.5), multiply(g, derivative(g, state)))
        moves.append(
            add(multiply(h, subtract(f, bend)), multiply(cast(Node, Name(change(i))), g))
            if g is not ZERO
            else multiply(h, f)
        )
    here = [cast(Node, Name(state)) for state in drift.states]
    time = cast(Node, Name(TIME))
    total: list[Node] = [ZERO for _ in here]
    ahead: list[Node] = []
    for share, part in ((0.0, 1.0), (0.5, 2.0), (0.5, 2.0), (1.0, 1.0)):
        there: dict[str, Node] = {}
        if share:
            there = {
                state: add(x, multiply(number(share), k))
                for state, x, k in zip(drift.states, here, ahead, strict=True)
            }
            there[TIME] = add(time, multiply(number(share), h))
        ahead = [substitute(move, there) for move in moves]
        total = [add(s, multiply(number(part), k)) for s, k in zip(total, ahead, strict=True)]
    return tuple(add(x, multiply(number(1.0 / 6.0), s)) for x, s in zip(here, total, strict=True))


@dataclass(frozen=True, slots=True)
class Walk:
    """Steps along a grid, each inside of one interval.

    Attributes:
        cells: Interval of each step, shape (k,).
        starts: Where in its interval it begins, as a share, shape (k,).
        stops: Where it ends.
        times: When it begins, shape (k,).
        lengths: How long it is; negative backwards.
        marks: For each of the times asked for the number of steps before it.
    """

    cells: np.ndarray
    starts: np.ndarray
    stops: np.ndarray
    times: np.ndarray
    lengths: np.ndarray
    marks: np.ndarray


def walk(times: np.ndarray, h: float) -> Walk:
    """Steps from each time to the next on the grid 0, h, 2h, ..., cut where a time lies between.

    Args:
        times: Monotone, shape (k,).
        h: Length of an interval.
    """
    places = np.asarray(times, dtype=float) / h
    near = np.round(places)
    places = np.where(np.abs(places - near) < 1e-9 * np.maximum(1.0, np.abs(near)), near, places)
    forward = places[-1] >= places[0]
    points: list[np.ndarray] = []
    marks = [0]
    for before, after in itertools.pairwise(places):
        low, high = min(before, after), max(before, after)
        grid = np.arange(math.floor(low) + 1, math.ceil(high), dtype=float)
        inner = grid if forward else grid[::-1]
        points.append(np.concatenate([[before], inner]) if before != after else np.zeros(0))
        marks.append(marks[-1] + len(points[-1]))
    begin = np.concatenate(points) if points else np.zeros(0)
    end = np.concatenate([begin[1:], places[-1:]]) if len(begin) else np.zeros(0)
    cells = np.floor(np.minimum(begin, end))
    return Walk(
        cells=cells.astype(np.int64),
        starts=begin - cells,
        stops=end - cells,
        times=begin * h,
        lengths=(end - begin) * h,
        marks=np.array(marks),
    )
