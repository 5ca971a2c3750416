"""Landscapes: a system that runs straight downhill, x' = -grad f, and says what f is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path

import numpy as np

from engines.equations.algebra.arithmetic import negative
from engines.equations.algebra.derive import derivative, substitute
from engines.equations.algebra.tree import Node, names_in
from engines.equations.to_numpy import evaluated
from engines.errors import UnfitError
from engines.running.randomness import stream
from engines.systems.system import System
from engines.systems.system_file import read_system

HEIGHT, LOWEST, HIGHEST = "f", "mu", "L"  # what a file calls the height and its curvatures
FOLDER = "optimisation"
TAKEN = ("d", "h", "c", "b", "t0", "alpha", "beta", "gamma")  # numbers of the methods
_CLOSE = 1e-8  # share by which downhill may miss the slope of f: rounding


@dataclass(frozen=True, eq=False)
class Landscape:
    """f over its states, with its lowest and highest curvature on the region of its window.

    Attributes:
        system: The flow straight downhill.
        height: f.
        slopes: grad f, length n.
        lowest: mu, the lowest curvature; below 0 where it is not convex.
        highest: L, the highest.

    Raises:
        UnfitError: If a system is no such flow, or does not name one of the three.
    """

    system: System
    height: Node
    slopes: tuple[Node, ...]
    lowest: Node
    highest: Node

    @property
    def dimension(self) -> int:
        """Number n of coordinates of a place."""
        return len(self.slopes)

    def curvature(self, values: Mapping[str, float]) -> tuple[float, float]:
        """Mu and L at these values of the parameters."""
        found = self._at(self._middle, values, (self.lowest, self.highest))
        return float(found[0, 0]), float(found[0, 1])

    def tuned_for(self, values: Mapping[str, float]) -> tuple[float, float]:
        """Curvatures above 0 for which methods are tuned.

        mu and L; where f is not convex, the lowest curvature at its lowest place in place of mu.
        """
        mu, largest = self.curvature(values)
        if mu > 0.0:
            return mu, largest
        hessian = -self.system.equations.evaluate_jacobian(self.lowest_place(values), 0.0, values)
        return min(float(np.linalg.eigvalsh(hessian[0])[0]), largest), largest

    def heights(self, places: np.ndarray, values: Mapping[str, float]) -> np.ndarray:
        """F - f*, shape (k,), at `places`, shape (k, n)."""
        lowest = self._at(self.lowest_place(values), values, (self.height,))[0, 0]
        with np.errstate(over="ignore", invalid="ignore"):
            return self._at(places, values, (self.height,))[:, 0] - lowest

    def gradient(self, places: np.ndarray, values: Mapping[str, float]) -> np.ndarray:
        """Grad f, shape (k, n), at `places`, shape (k, n)."""
        with np.errstate(over="ignore", invalid="ignore"):
            return self._at(places, values, self.slopes)

    def lowest_place(self, values: Mapping[str, float]) -> np.ndarray:
        """Where f is lowest among the fixed points its file knows, shape (1, n)."""
        known = [
            self._at(self._middle, values, tuple(point[s] for s in self.system.equations.states))
            for point in self.system.truths.fixed_points
        ]
        heights = [float(self._at(place, values, (self.height,))[0, 0]) for place in known]
        return known[int(np.argmin(heights))]

    @cached_property
    def _middle(self) -> np.ndarray:
        return np.array([self.system.box.start])

    def _at(
        self, places: np.ndarray, values: Mapping[str, float], trees: tuple[Node, ...]
    ) -> np.ndarray:
        scope = self.system.equations.scope(places, 0.0, values)
        found = evaluated(list(trees), scope)
        return np.stack([np.broadcast_to(one, (len(places),)) for one in found], axis=-1)


def landscape_of(system: System) -> Landscape:
    """The landscape down which a system runs.

    Raises:
        UnfitError: If it names no height f, or does not run straight down it.
    """
    equations = system.equations
    if equations.discrete or not equations.steady:
        raise UnfitError(f"{system.id}: a landscape needs steady rates, x' = -grad f")
    known = {name: tree for name, tree in equations.auxiliaries}
    if HEIGHT not in known:
        raise UnfitError(
            f"{system.id}: names no height '{HEIGHT}' in [where], a landscape needs x' = -grad f"
        )
    for name in (LOWEST, HIGHEST):
        if name not in known and name not in equations.parameters:
            raise UnfitError(f"{system.id}: names no curvature '{name}' in [where] or [parameters]")
    clash = [name for name in equations.parameters if name in TAKEN]
    if clash:
        raise UnfitError(
            f"{system.id}: parameter '{clash[0]}' is a number of the methods, allowed is any name "
            f"but {', '.join(TAKEN)}"
        )
    if not system.truths.fixed_points:
        raise UnfitError(f"{system.id}: a landscape needs its lowest place in truths.fixed_points")
    made = Landscape(
        system,
        _resolved(known[HEIGHT], known),
        tuple(negative(rate) for rate in equations.rates),
        *(_resolved(known[n], known) if n in known else _name(n) for n in (LOWEST, HIGHEST)),
    )
    _check_downhill(made)
    return made


def landscapes(dimension: int) -> tuple[Landscape, ...]:
    """The landscapes of `dimension` coordinates that are shipped, by their ids."""
    folder = Path(str(resources.files("presets"))) / "systems" / FOLDER
    found = (read_system(path) for path in sorted(folder.glob("*.toml")))
    return tuple(
        landscape_of(system)
        for system in found
        if system.equations.dimension == dimension and _names_height(system)
    )


def _names_height(system: System) -> bool:
    return any(name == HEIGHT for name, _ in system.equations.auxiliaries)


def _name(name: str) -> Node:
    from engines.equations.parse import parse

    return parse(name, (name,))


def _resolved(tree: Node, known: Mapping[str, Node]) -> Node:
    """`tree` with everything known put in; names never go round in a circle here."""
    while names_in([tree]) & known.keys():
        tree = substitute(tree, dict(known))
    return tree


def _check_downhill(landscape: Landscape) -> None:
    """Refuse rates that are not -grad f: methods and the charts of f would contradict each other."""
    system = landscape.system
    box, states = system.box, system.equations.states
    low, high = np.array(box.low), np.array(box.high)
    places = low + (high - low) * stream(0, "landscape").random((64, len(low)))
    values = system.defaults()
    slopes = landscape._at(places, values, tuple(derivative(landscape.height, x) for x in states))
    gap = np.abs(slopes - landscape.gradient(places, values)).max()
    if not gap <= _CLOSE * (1.0 + np.abs(slopes).max()):
        raise UnfitError(
            f"{system.id}: its rates miss the slope of '{HEIGHT}' by {gap:.2g}, "
            "a landscape needs x' = -grad f"
        )
