"""Compiled loops of a stochastic scheme, generated for a drift and a noise."""

from __future__ import annotations

import ast
import textwrap
from functools import cached_property

import numpy as np
from numba.core.dispatcher import Dispatcher

from engines.equations.algebra.derive import derivative
from engines.equations.compiling import compiled
from engines.equations.equations import Equations
from engines.equations.functions import TIME
from engines.equations.to_numba import straight_line
from engines.numerics.elementary import FUNCTIONS
from engines.running.warming import Warming
from engines.systems.stepping.pace import Pace
from engines.systems.stochastic.steps import LENGTH, change, shaken_states, step_map

LANES = 128

# `LOAD`, `STORE`, `SAVE`, `PARAMETERS` and `STEP` are replaced by lines, one per row.
_STEPS = """
def kernel(z, m, first, last, times, lengths, marks, w, each, p, out):
    PARAMETERS
    x = np.zeros(ROWS * LANES)
    count = last - first
    whole = (count + 7) // 8 * 8
    for i in range(count):
        LOAD
    for k in range(len(times)):
        t = times[k]
        h = lengths[k]
        for i in range(whole):
            STEP
        if marks[k] >= 0:
            for i in range(count):
                SAVE
    for i in range(count):
        STORE
"""


class Shaking:
    """The loop for one drift and noise, with or without tangents, and what it costs."""

    def __init__(self, drift: Equations, noise: Equations, scheme: str, tangent: bool) -> None:
        d = drift.dimension
        roots = list(step_map(drift, noise, scheme))
        if tangent:
            roots += [derivative(root, state) for root in roots[:d] for state in drift.states]
        self.components = shaken_states(noise)
        arguments = (
            *drift.states,
            TIME,
            LENGTH,
            *(change(c) for c in self.components),
            *drift.parameters,
        )
        self._local = straight_line("step", roots, arguments, FUNCTIONS)
        self.dimension = d
        self.parameters = len(drift.parameters)
        self.tangent = tangent
        self.pace = Pace()
        self.warming = Warming()

    @cached_property
    def kernel(self) -> Dispatcher:
        """(z, m, first, last, times, lengths, marks, w, each, p, out): at most LANES states along a
        walk.

        z, m: States (n, d) and tangents (n, d, d), of which first to last are moved.
        times, lengths: Of the steps, shape (k,).
        marks: Sample of `out`, shape (n, samples, d), that stands after each step; -1 for none.
        w: Changes of the paths, shape (k, c, lanes); each is 1 where every lane has its own, else 0.
        """
        text = "\n".join(self._lines(textwrap.dedent(_STEPS)))
        definition = next(n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef))
        definition.name = "shaken"
        bindings: dict[str, object] = {
            "np": np,
            "local": self._local,
            "LANES": LANES,
            "ROWS": self._rows,
        }
        return compiled(definition, bindings, key="")

    @property
    def _rows(self) -> int:
        return self.dimension * (1 + self.dimension) if self.tangent else self.dimension

    def _lines(self, template: str) -> list[str]:
        d = self.dimension
        homes = [f"z[first + i, {r}]" for r in range(d)]
        homes += [f"m[first + i, {q // d}, {q % d}]" for q in range(self._rows - d)]
        rows = [f"x[{r * LANES} + i]" for r in range(self._rows)]
        marks = {
            "LOAD": [f"{row} = {home}" for row, home in zip(rows, homes, strict=True)],
            "STORE": [f"{home} = {row}" for row, home in zip(rows, homes, strict=True)],
            "PARAMETERS": [f"p{i} = p[{i}]" for i in range(self.parameters)],
            "STEP": self._step(rows),
            "SAVE": [f"out[first + i, marks[k], {r}] = {rows[r]}" for r in range(d)],
        }
        lines: list[str] = []
        for line in template.splitlines():
            indent = line[: len(line) - len(line.lstrip())]
            lines += [indent + new for new in marks.get(line.strip(), [line.strip()])]
        return lines

    def _step(self, rows: list[str]) -> list[str]:
        d = self.dimension
        every = range(d)
        lines = [f"y{r} = {row}" for r, row in enumerate(rows)]
        inputs = [f"y{r}" for r in every] + ["t", "h"]
        inputs += [f"w[k, {c}, i * each]" for c in range(len(self.components))]
        inputs += [f"p{i}" for i in range(self.parameters)]
        outputs = [f"k{r}" for r in every]
        if self.tangent:
            outputs += [f"j{r}_{c}" for r in every for c in every]
        lines.append(f"{', '.join(outputs)}, = local({', '.join(inputs)})")
        lines += [f"{rows[r]} = k{r}" for r in every]
        for q in range(len(rows) - d):
            terms = [f"j{q // d}_{s} * y{d + s * d + q % d}" for s in every]
            lines.append(f"{rows[d + q]} = {' + '.join(terms)}")
        return lines
