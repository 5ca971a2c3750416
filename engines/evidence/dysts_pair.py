"""A shipped system beside its right-hand side in the collection dysts, where that is installed.

What dysts computes is taken as plain Python; its compiled functions are never called.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from numba.core.dispatcher import Dispatcher

from engines.systems.system import System

POINTS = 64
_AROUND = 0.1  # of the spread: how far states are from the start
# dysts' name of a parameter of ours, where it is not the same: two names that mean something here
# bear an underscore, and one file is older than the collection.
_RENAMED = {"e_": "e", "t_": "t"}
_OLDER = {"abc-flow": {"A": "a", "B": "b", "C": "c"}}


class DystsPair:
    """One system, and the class of dysts it must equal.

    Args:
        system: A system whose file names a class of dysts.

    Attributes:
        system: Ours.
        theirs: An instance of the class of dysts, without machine code.
        start: dysts' initial state, length d.
        spread: Standard deviation of its states, length d; of a map a quarter of the window.
        original: dysts' parameters as they come.

    Raises:
        ImportError: If dysts is not installed.
    """

    def __init__(self, system: System) -> None:
        self.system = system
        module = import_module("dysts.maps" if system.kind == "map" else "dysts.flows")
        self.theirs: Any = vars(module)[system.catalogued.dysts]()
        for name in dir(type(self.theirs)):
            held = getattr(type(self.theirs), name)
            if isinstance(held, Dispatcher):
                setattr(self.theirs, name, held.py_func)
        d = system.equations.dimension
        self._polar = "polar" in system.catalogued.flags
        start = np.atleast_1d(np.asarray(self.theirs.ic, float))[:d]
        self._way = -1.0 if self._polar and start[0] < 0.0 else 1.0  # distances may be negative
        self.start = on_plane(start[None])[0] if self._polar else start
        width = np.subtract(system.box.high, system.box.low)
        known = np.asarray(self.theirs.std, float)[:d]
        self.spread = 0.25 * width if system.kind == "map" or self._polar else known
        self.original = dict(self.theirs.params)

    @property
    def delayed(self) -> int:
        """Number of delayed states."""
        return self.system.equations.instant.dimension - self.system.equations.dimension

    def states(self, draw: np.random.Generator, *, wrapped: bool = False) -> np.ndarray:
        """The start and 63 states around it, shape (64, d); x and x(t - tau) of a delay equation.

        Args:
            draw: Source of the directions.
            wrapped: Begin with angles in their first turn, as the file does: dysts begins some
                of them after thousands of turns, of which a number of 24 bits loses the last
                digits.
        """
        d = self.system.equations.dimension
        off = draw.standard_normal((POINTS, d + self.delayed))
        off /= np.linalg.norm(off, axis=1, keepdims=True)
        off[0] = 0.0
        spread = np.concatenate([self.spread, np.repeat(self.spread[:1], self.delayed)])
        first = np.array(self.system.start) if wrapped else self.start
        start = np.concatenate([first, np.repeat(first[:1], self.delayed)])
        return np.asarray(start + _AROUND * spread * off)

    def set(self, factor: Callable[[tuple[int, ...]], Any]) -> None:
        """Other values: `factor(shape)` for each parameter of dysts; 0 is moved by as much."""
        values = {}
        for name, value in self.original.items():
            held = np.asarray(value, float)
            moved = factor(held.shape)
            values[name] = np.where(held == 0.0, moved - 1.0, held * moved)[()]
        self.theirs.params = values
        self.theirs.__dict__.update(values)
        self.theirs.param_list = [values[name] for name in sorted(values)]

    def values(self) -> dict[str, float]:
        """Our parameters at the values dysts has now; `w_1_2` is entry (1, 2) of its `w`."""
        names = {**_RENAMED, **_OLDER.get(self.system.id, {})}
        found = {}
        for declared in self.system.declared:
            name, *place = declared.name.rstrip("_").split("_")
            held = np.asarray(self.theirs.params[names.get(declared.name, name)], float)
            found[declared.name] = float(held[tuple(int(i) - 1 for i in place)])
        return found

    def rates(self, states: np.ndarray, time: float) -> np.ndarray:
        """Right-hand sides of dysts at our states, shape (n, d).

        Where dysts has a distance r and an angle for a place (x, y) of ours, states are told so to
        it and its rates f are carried to the plane: x' = f_r x / r - f_angle y, y' = f_r y / r +
        f_angle x.
        """
        if not self._polar:
            return self._theirs(states, time)
        polar = in_polar(states, self._way)
        found = self._theirs(polar, time)
        if self.system.kind == "map":
            return on_plane(found)
        x, y, outward, turning = states[:, 0], states[:, 1], found[:, 0] / polar[:, 0], found[:, 1]
        carried = found.copy()
        carried[:, 0], carried[:, 1] = outward * x - turning * y, outward * y + turning * x
        return carried

    def _theirs(self, states: np.ndarray, time: float) -> np.ndarray:
        values = self.theirs.param_list
        if self.system.kind == "map":
            rows = [self.theirs._rhs(*state, *values) for state in states]
        elif self.delayed:
            rows = [self.theirs._rhs(*state, time, *values) for state in states]
        else:
            rows = [self.theirs.rhs(state, time) for state in states]
        return np.array(rows, float).reshape(len(states), self.system.equations.dimension)


def on_plane(states: np.ndarray) -> np.ndarray:
    """States whose first two are a distance and an angle, with their place (x, y) instead."""
    moved = np.array(states, float)
    moved[:, 0] = states[:, 0] * np.cos(states[:, 1])
    moved[:, 1] = states[:, 0] * np.sin(states[:, 1])
    return moved


def in_polar(states: np.ndarray, way: float = 1.0) -> np.ndarray:
    """The opposite of `on_plane`; distances have the sign of `way`."""
    moved = np.array(states, float)
    moved[:, 0] = way * np.hypot(states[:, 0], states[:, 1])
    moved[:, 1] = np.arctan2(way * states[:, 1], way * states[:, 0])
    return moved


def distance(found: Any, wanted: Any) -> float:
    """How far numbers are from others, in units of the largest of each component.

    Args:
        found: Shape (n, k).
        wanted: Shape (n, k).

    Returns:
        Infinity if a number is none.
    """
    found, wanted = np.asarray(found, float), np.asarray(wanted, float)
    if not np.isfinite(wanted).all() or not np.isfinite(found).all():
        return np.inf
    scale = np.abs(wanted).max(axis=0, keepdims=True)
    return float(np.max(np.abs(found - wanted) / np.where(scale > 0.0, scale, 1.0)))
