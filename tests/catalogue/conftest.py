"""Every system that is also in the collection dysts, beside its right-hand side there.

What dysts computes is taken as plain Python; its compiled functions are never called.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import dysts.flows
import dysts.maps
import numpy as np
import pytest
from numba.core.dispatcher import Dispatcher

from engines.systems.system_file import read_system

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "presets" / "systems").rglob("*.toml"))
POINTS = 64

# Ours to dysts' name of a parameter, where it is not the same: a name that means something here
# bears an underscore, and three files are older than the collection.
RENAMED = {
    "e_": "e",
    "t_": "t",
    "abc-flow": {"A": "a", "B": "b", "C": "c"},
    "blinking-vortex-map": {"t_": "t"},
}


class Pair:
    """One system, and the class of dysts it must equal.

    Attributes:
        system: Ours.
        theirs: An instance of the class of dysts, without machine code.
        start: dysts' initial state, length d.
        spread: Standard deviation of its states, length d.
    """

    def __init__(self, system):
        self.system = system
        name = system.catalogued.dysts
        self.theirs = getattr(dysts.maps if system.kind == "map" else dysts.flows, name)()
        for attribute in dir(type(self.theirs)):
            held = getattr(type(self.theirs), attribute)
            if isinstance(held, Dispatcher):
                setattr(self.theirs, attribute, held.py_func)
        d = system.equations.dimension
        self.start = np.atleast_1d(np.asarray(self.theirs.ic, float))[:d]
        low, high = np.array(system.box.low), np.array(system.box.high)
        known = system.kind != "map"
        self.spread = np.asarray(self.theirs.std)[:d] if known else 0.25 * (high - low)
        self.original = dict(self.theirs.params)

    @property
    def delayed(self):
        return self.system.equations.instant.dimension - self.system.equations.dimension

    def states(self, draw, *, wrapped=False):
        """The start and 63 states around it; for a delay equation x and x(t - tau).

        Args:
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
        return start + 0.1 * spread * off

    def set(self, factor):
        """Other values: `factor(shape)` for each parameter of dysts; 0 is moved by as much."""
        values = {}
        for name, value in self.original.items():
            held = np.asarray(value, float)
            moved = factor(held.shape)
            values[name] = np.where(held == 0.0, moved - 1.0, held * moved)[()]
        self.theirs.params = values
        self.theirs.__dict__.update(values)
        self.theirs.param_list = [values[name] for name in sorted(values)]

    def values(self):
        """Our parameters at the values dysts has now."""
        own = RENAMED.get(self.system.id, {})
        found = {}
        for declared in self.system.declared:
            name, *place = declared.name.rstrip("_").split("_")
            name = own.get(declared.name, RENAMED.get(declared.name, name))
            held = np.asarray(self.theirs.params[name], float)
            assert held.ndim == len(place), f"{self.system.id}: {declared.name}"
            found[declared.name] = float(held[tuple(int(i) - 1 for i in place)])
        return found

    def rates(self, states, time):
        """dysts' right-hand sides, shape (n, d)."""
        if self.system.kind == "map":
            rows = [self.theirs._rhs(*state, *self.theirs.param_list) for state in states]
        elif self.delayed:
            rows = [self.theirs._rhs(*state, time, *self.theirs.param_list) for state in states]
        else:
            rows = [self.theirs.rhs(state, time) for state in states]
        return np.array(rows, float).reshape(len(states), self.system.equations.dimension)


@cache
def _pairs():
    found = [read_system(path) for path in FILES if "\ndysts = " in path.read_text("utf-8")]
    return {system.id: Pair(system) for system in found}


@pytest.fixture
def pairs():
    """Id to pair, each at dysts' own values."""
    found = _pairs()
    for pair in found.values():
        pair.set(np.ones)
    return found


@pytest.fixture
def off():
    """How far numbers are from others, in units of the largest of each component."""

    def measure(found, wanted):
        found, wanted = np.asarray(found, float), np.asarray(wanted, float)
        assert found.shape == wanted.shape
        if not np.all(np.isfinite(wanted)) or not np.all(np.isfinite(found)):
            return np.inf
        scale = np.abs(wanted).max(axis=0, keepdims=True)
        return float(np.max(np.abs(found - wanted) / np.where(scale > 0.0, scale, 1.0)))

    return measure
