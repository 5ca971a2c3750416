"""Compiled loops of the method of steps, generated for a set of delay equations.

A block of `LANES` histories lies in two rings, values and slopes, one row of lanes per moment and
state; the delay in steps never changes, so that where a delayed value stands is the same for all
lanes and only moves on.
"""

from __future__ import annotations

import ast
import textwrap
from functools import cached_property
from typing import Any

import numpy as np
from numba import njit
from numba.core.dispatcher import Dispatcher

from engines.equations.compiling import compiled
from engines.equations.equations import Equations
from engines.equations.to_numba import signature, straight_line
from engines.numerics.elementary import FUNCTIONS
from engines.running.warming import Warming
from engines.systems.stepping.pace import Pace

LANES = 16  # rings of 200 steps of one state fit into the second cache

# `EACH ...` is repeated for every state r, `LATE ...` for every delayed state j of state `own`.
_STEPS = """
def kernel(x, f, first, steps, slots, back, h, start, shift, weight, p):
    PARAMETERS
    for step in range(steps):
        k = first + step
        t = start + k * h
        now = (k + back) % slots
        after = (k + 1 + back) % slots
        LATE am{j} = (k + shift[{j}, 0] + back) % slots
        LATE bm{j} = (k + shift[{j}, 0] + 1 + back) % slots
        LATE cm{j} = slots if k + shift[{j}, 0] + 1 == 0 else bm{j}
        LATE ae{j} = (k + shift[{j}, 1] + back) % slots
        LATE be{j} = (k + shift[{j}, 1] + 1 + back) % slots
        LATE ce{j} = slots if k + shift[{j}, 1] + 1 == 0 else be{j}
        for i in range(LANES):
            EACH x{r} = x[now, {r}, i]
            EACH k1_{r} = f[now, {r}, i]
            LATE m{j} = weight[{j}, 0, 0] * x[am{j}, {own}, i] + weight[{j}, 0, 1] * f[am{j}, {own}, i] + weight[{j}, 0, 2] * x[bm{j}, {own}, i] + weight[{j}, 0, 3] * f[cm{j}, {own}, i]
            LATE e{j} = weight[{j}, 1, 0] * x[ae{j}, {own}, i] + weight[{j}, 1, 1] * f[ae{j}, {own}, i] + weight[{j}, 1, 2] * x[be{j}, {own}, i] + weight[{j}, 1, 3] * f[ce{j}, {own}, i]
            EACH y{r} = x{r} + 0.5 * h * k1_{r}
            CALL k2 y m 0.5
            EACH y{r} = x{r} + 0.5 * h * k2_{r}
            CALL k3 y m 0.5
            EACH y{r} = x{r} + h * k3_{r}
            CALL k4 y e 1.0
            EACH y{r} = x{r} + h / 6.0 * (k1_{r} + 2.0 * (k2_{r} + k3_{r}) + k4_{r})
            CALL k5 y e 1.0
            EACH x[after, {r}, i] = y{r}
            EACH f[after, {r}, i] = k5_{r}
"""


class Steps:
    """The loop for one set of delay equations, and what it costs.

    Args:
        equations: With at least one delayed state.
    """

    def __init__(self, equations: Equations) -> None:
        instant = equations.instant
        d = equations.dimension
        self.local: Dispatcher = straight_line(
            "rates", instant.rates[:d], signature(instant), FUNCTIONS
        )
        self.dimension = d
        self.parameters = len(equations.parameters)
        self.owners = tuple(equations.states.index(node.state) for node in equations.delayed)
        self.pace = Pace()
        self.warming = Warming()

    @cached_property
    def kernel(self) -> Dispatcher:
        """(x, f, first, steps, slots, back, h, start, shift, weight, p): fixed steps of RK4.

        x, f: Rings, shapes (slots, d, LANES) and (slots + 1, d, LANES); the moment k stands at
            (k + back) % slots, and the last row of f is the slope just before moment 0.
        shift, weight: For each delayed state, in the middle and at the end of a step: the
            interval relative to the step, shape (j, 2), and weights of value and slope at both of
            its ends, times h for the slopes, shape (j, 2, 4).
        """
        text = "\n".join(self._lines(textwrap.dedent(_STEPS)))
        definition = next(n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef))
        definition.name = "delayed"
        return compiled(definition, {"local": self.local, "LANES": LANES}, key="")

    def _lines(self, template: str) -> list[str]:
        lines: list[str] = []
        for line in template.splitlines():
            word = line.strip()
            indent = line[: len(line) - len(line.lstrip())]
            command, _, rest = word.partition(" ")
            if command == "EACH":
                lines += [indent + rest.format(r=r) for r in range(self.dimension)]
            elif command == "LATE":
                lines += [indent + rest.format(j=j, own=own) for j, own in enumerate(self.owners)]
            elif command == "CALL":
                lines.append(indent + self._call(*rest.split()))
            elif command == "PARAMETERS":
                lines += [f"{indent}p{i} = p[{i}]" for i in range(self.parameters)]
            else:
                lines.append(line)
        return lines

    def _call(self, out: str, state: str, late: str, share: str) -> str:
        every = range(self.dimension)
        inputs = [f"{state}{r}" for r in every]
        inputs += [f"{late}{j}" for j in range(len(self.owners))]
        inputs += [f"t + {share} * h", *(f"p{i}" for i in range(self.parameters))]
        return f"{', '.join(f'{out}_{r}' for r in every)}, = local({', '.join(inputs)})"


@njit(nogil=True, cache=True, error_model="numpy")  # type: ignore[untyped-decorator]
def sampled(
    x: Any,
    f: Any,
    count: int,
    slots: int,
    back: int,
    h: float,
    newest: int,
    place: float,
    lags: Any,
    columns: Any,
    out: Any,
) -> None:
    """out[i, q], shape (count, m): the cubic of state columns[q] at moment `place` - lags[q].

    Args:
        x: Ring of values, see `Steps.kernel`.
        f: Ring of slopes.
        count: Number of lanes in use.
        slots: Length of the rings.
        back: Steps from the oldest moment to moment 0.
        h: Length of a step.
        newest: Last moment in the rings.
        place: Moment, in steps.
        lags: How long before, in steps, shape (m,).
        columns: Which state, shape (m,).
        out: Filled.
    """
    for q in range(len(lags)):
        at = place - lags[q]
        k = int(np.floor(at))
        if k >= newest:
            k = newest - 1
        if k < newest - slots + 1:
            k = newest - slots + 1
        theta = at - k
        rest = 1.0 - theta
        a = (k + back) % slots
        b = (k + 1 + back) % slots
        c = slots if k + 1 == 0 else b
        r = columns[q]
        w0 = rest * rest * (1.0 + 2.0 * theta)
        w1 = theta * rest * rest * h
        w2 = theta * theta * (3.0 - 2.0 * theta)
        w3 = -theta * theta * rest * h
        for i in range(count):
            # a weight of 0 must not fetch what has not been computed yet
            value = w0 * x[a, r, i] + w2 * x[b, r, i] + w1 * f[a, r, i] + w3 * f[c, r, i]
            out[i, q] = x[a, r, i] if theta == 0.0 else x[b, r, i] if theta == 1.0 else value
