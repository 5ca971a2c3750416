"""A system of first order equations, symbolic until somebody needs it fast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np

from engines.equations.algebra.arithmetic import ZERO, add
from engines.equations.algebra.derive import derivative, substitute
from engines.equations.algebra.simplify import simplified
from engines.equations.algebra.tree import (
    Call,
    Delayed,
    Name,
    Node,
    listing,
    names_in,
    postorder,
)
from engines.equations.functions import CORNERED, TIME
from engines.equations.parse import Delays, parse
from engines.errors import EquationError


@dataclass(frozen=True)
class Equations:
    """dx/dt = f(x, x(t - tau), t; p), or x_{n+1} = f(x_n, n; p) for a map.

    Attributes:
        states: Names of the states, length d.
        parameters: Names of the parameters, in the order every compiled function takes them.
        rates: Right-hand sides with auxiliaries put in, length d; shared parts are one object.
        written: Right-hand sides as they were written, length d, for TeX.
        auxiliaries: Name and expression of each auxiliary, as written.
        discrete: Whether it is a map.
    """

    states: tuple[str, ...]
    parameters: tuple[str, ...]
    rates: tuple[Node, ...]
    written: tuple[Node, ...] = ()
    auxiliaries: tuple[tuple[str, Node], ...] = ()
    discrete: bool = False

    @property
    def dimension(self) -> int:
        """Number d of states."""
        return len(self.states)

    @cached_property
    def steady(self) -> bool:
        """Whether the time does not occur."""
        return TIME not in names_in(self.rates)

    @cached_property
    def smooth(self) -> bool:
        """Whether every derivative of the right-hand sides is continuous where they are finite."""
        called = {node.function for node in postorder(self.rates) if isinstance(node, Call)}
        return not called & CORNERED

    @cached_property
    def delayed(self) -> tuple[Delayed, ...]:
        """The delayed states in them, each once; empty but for delay equations."""
        return tuple(node for node in postorder(self.rates) if isinstance(node, Delayed))

    @cached_property
    def instant(self) -> Equations:
        """The same with every delayed state as a further state, named by `Delayed.argument`.

        Its coordinates are the states and then the delayed ones in the order of `delayed`; the
        rates of the latter are 0. Every compiler, and `evaluate`, takes it.
        """
        if not self.delayed:
            return self
        names = [node.argument for node in self.delayed]
        put_in = {name: cast(Node, Name(name)) for name in names}
        rates = tuple(substitute(rate, put_in) for rate in self.rates)
        return Equations((*self.states, *names), self.parameters, (*rates, *(ZERO for _ in names)))

    @cached_property
    def key(self) -> str:
        """A text that is the same for equations that compute the same."""
        return f"{self.states}{self.parameters}{listing(self.rates)}"

    def jacobian(self) -> tuple[tuple[Node, ...], ...]:
        """df_i/dx_j, d rows of d."""
        return self._jacobian

    @cached_property
    def _jacobian(self) -> tuple[tuple[Node, ...], ...]:
        return tuple(tuple(derivative(rate, x) for x in self.states) for rate in self.rates)

    def laplacian(self) -> tuple[Node, ...]:
        """Sum over j of d^2 f_i / dx_j^2, length d."""
        return self._laplacian

    @cached_property
    def _laplacian(self) -> tuple[Node, ...]:
        found = []
        for row in self._jacobian:
            total: Node = ZERO
            for slope, x in zip(row, self.states, strict=True):
                total = add(total, derivative(slope, x))
            found.append(total)
        return tuple(found)

    def divergence(self) -> Node:
        """Trace of the Jacobian, simplified: the rate at which the flow grows volume."""
        return self._divergence

    @cached_property
    def _divergence(self) -> Node:
        total: Node = ZERO
        for i, row in enumerate(self._jacobian):
            total = add(total, row[i])
        return simplified(total)

    def evaluate(
        self, states: np.ndarray, time: float, parameters: Mapping[str, float]
    ) -> np.ndarray:
        """Right-hand sides, shape (n, d), at `states`, shape (n, d), by NumPy."""
        from engines.equations.to_numpy import evaluated

        return np.stack(evaluated(self.rates, self.scope(states, time, parameters)), axis=-1)

    def evaluate_jacobian(
        self, states: np.ndarray, time: float, parameters: Mapping[str, float]
    ) -> np.ndarray:
        """df_i/dx_j, shape (n, d, d), at `states`, shape (n, d), by NumPy."""
        from engines.equations.to_numpy import evaluated

        flat = [entry for row in self._jacobian for entry in row]
        some = [i for i, entry in enumerate(flat) if entry is not ZERO]  # of many states, few are
        scope = self.scope(states, time, parameters)
        values = np.zeros((*np.shape(states)[:-1], len(flat)))
        for i, found in zip(some, evaluated([flat[i] for i in some], scope), strict=True):
            values[..., i] = found
        return values.reshape(*values.shape[:-1], self.dimension, self.dimension)

    def evaluate_laplacian(
        self, states: np.ndarray, time: float, parameters: Mapping[str, float]
    ) -> np.ndarray:
        """Laplacian of each right-hand side, shape (n, d), at `states`, shape (n, d), by NumPy."""
        from engines.equations.to_numpy import evaluated

        scope = self.scope(states, time, parameters)
        return np.stack(evaluated(self._laplacian, scope), axis=-1)

    def scope(
        self, states: np.ndarray, time: float, parameters: Mapping[str, float]
    ) -> dict[str, np.ndarray]:
        """Name to value of everything the equations may name, each of shape (n,)."""
        states = np.asarray(states, dtype=float)
        columns = dict(zip(self.states, np.moveaxis(states, -1, 0), strict=True))
        shape = states.shape[:-1]
        numbers = {TIME: time, **{name: parameters[name] for name in self.parameters}}
        return {**columns, **{n: np.broadcast_to(float(v), shape) for n, v in numbers.items()}}


def _ordered(written: Mapping[str, Node], where: str) -> list[str]:
    """Names of the auxiliaries, each after those it uses."""
    order: list[str] = []
    path: list[str] = []

    def visit(name: str) -> None:
        if name in order:
            return
        if name in path:
            circle = " -> ".join([*path[path.index(name) :], name])
            raise EquationError(
                f"{where}equation for {name}: is defined by itself, {circle}, "
                "allowed are equations that do not go round in a circle",
                where=f"{where}equation for {name}",
            )
        path.append(name)
        for used in sorted(names_in([written[name]]) & written.keys()):
            visit(used)
        path.pop()
        order.append(name)

    for name in written:
        visit(name)
    return order


def read_equations(
    rates: Mapping[str, str],
    parameters: tuple[str, ...],
    where: Mapping[str, str] | None = None,
    *,
    file: str = "",
    discrete: bool = False,
    delays: bool = False,
) -> Equations:
    """Equations from texts.

    Args:
        rates: State to the text of its right-hand side, in the order of the states.
        parameters: Names of the parameters.
        where: Auxiliary to its text; they may use each other in any order.
        file: Named in errors, e.g. "lorenz.toml".
        discrete: Whether it is a map.
        delays: Whether states may be delayed, as in `x@tau`.

    Raises:
        EquationError: One sentence naming file, equation, column and what is allowed.
    """
    texts = dict(where or {})
    names = (*rates, *parameters, *texts)
    prefix = f"{file}: " if file else ""
    past = Delays(tuple(rates), parameters) if delays else None
    written = {n: parse(t, names, f"{prefix}equation for {n}", past) for n, t in texts.items()}
    right = {n: parse(t, names, f"{prefix}equation for {n}", past) for n, t in rates.items()}
    put_in: dict[str, Node] = {}
    for name in _ordered(written, prefix):
        put_in[name] = substitute(written[name], put_in)
    return Equations(
        states=tuple(rates),
        parameters=parameters,
        rates=tuple(substitute(tree, put_in) for tree in right.values()),
        written=tuple(right.values()),
        auxiliaries=tuple(written.items()),
        discrete=discrete,
    )
