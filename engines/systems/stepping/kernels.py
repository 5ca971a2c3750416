"""Compiled loops that move a batch of states, generated for a shape and run over lanes.

A block of states lies in a buffer, one row of `LANES` numbers per coordinate, and each stage of a
stepper is a straight-line loop over such rows. LLVM turns the loop into vector instructions, eight
states each with AVX-512. Kernels are serial and `nogil`; whoever calls them cuts the batch into
slices. A lane that overflows computes on with infinities and NaN, unnoticed by the others.

What is generated depends on the shape (coordinates, parameters, tangents); tableaus are arguments,
so that steppers share a compilation.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numba.core.dispatcher import Dispatcher

from engines.equations.compiling import compiled

LANES = 128  # rows of 1 KiB: all buffers of a planar flow with tangents fit into the L1 cache

# In the templates a line `EACH ...` is repeated for every row r, which begins at o = r * LANES,
# and PARAMETERS, LOAD, STORE, LOCAL are replaced by the lines of `_Shape`.

_OPEN = """
def kernel(z, m, first, last, {arguments}, p):
    PARAMETERS
    x = np.zeros(SIZE)
    y = np.zeros(SIZE)
    for block in range(first, last, LANES):
        count = min(LANES, last - block)
        whole = (count + 7) // 8 * 8
        for i in range(count):
            LOAD
"""

_CLOSE = """
        for i in range(count):
            STORE
"""

# Steppers in which each stage starts from the one before it (Euler, midpoint, Heun, RK4) need no
# list of slopes: `total` gathers the weighted sum while `y` holds the next stage.
_CHAIN = (
    _OPEN.format(arguments="start, h, steps, forward, b, c").replace(
        "    x = np", "    total = np.zeros(SIZE)\n    x = np"
    )
    + """
        for step in range(steps):
            for i in range(SIZE):
                y[i] = x[i]
                total[i] = x[i]
            for stage in range(len(b)):
                t = start + (step + c[stage]) * h
                ahead = h * forward[stage]
                share = h * b[stage]
                for i in range(whole):
                    LOCAL
                    EACH total[{o} + i] += share * k{r}
                    EACH y[{o} + i] = x[{o} + i] + ahead * k{r}
            for i in range(SIZE):
                x[i] = total[i]
"""
    + _CLOSE
)

# Any embedded pair; one step length for the whole block, set by its worst finite lane. A lane that
# asks for a step below `least` is on its way to a singularity and given up as NaN.
_ADAPTIVE = (
    _OPEN.format(arguments="clock, stop, least, rtol, atol, attempts, order, a, b, c, e")
    .replace(
        "    x = np",
        "    slopes = np.zeros(len(b) * SIZE)\n"
        "    off = np.zeros(SIZE)\n"
        "    errors = np.zeros(LANES)\n"
        "    x = np",
    )
    .replace("range(first, last, LANES)", "range(first, first + 1)")
    .replace("min(LANES, last - block)", "last - first")
    .replace("    x = np", "    tried = 0\n    x = np")
    + """
        t0 = clock[0]
        h = clock[1]
        before = clock[2]
        known = 0
        last_is_first = c[len(b) - 1] == 1.0 and b[len(b) - 1] == 0.0
        for attempt in range(attempts):
            if t0 == stop:
                break
            tried += 1
            final = abs(h) >= abs(stop - t0)
            if final:
                h = stop - t0
            # begins at 0, never at `known`: an index that might be negative is not vectorised
            for stage in range(len(b)):
                if stage < known:
                    continue
                for i in range(SIZE):
                    y[i] = x[i]
                for j in range(stage):
                    weight = h * a[stage, j]
                    if weight != 0.0:
                        for i in range(SIZE):
                            y[i] += weight * slopes[j * SIZE + i]
                t = t0 + c[stage] * h
                for i in range(whole):
                    LOCAL
                    EACH slopes[stage * SIZE + {o} + i] = k{r}
            for i in range(SIZE):
                y[i] = x[i]
                off[i] = 0.0
            for j in range(len(b)):
                weight = h * b[j]
                less = h * e[j]
                for i in range(SIZE):
                    y[i] += weight * slopes[j * SIZE + i]
                    off[i] += less * slopes[j * SIZE + i]
            for i in range(LANES):
                errors[i] = 0.0
            for row in range(ROWS):
                for i in range(LANES):
                    at = row * LANES + i
                    size = abs(x[at]) if abs(x[at]) > abs(y[at]) else abs(y[at])
                    error = abs(off[at]) / (atol + rtol * size)
                    # false for NaN: a lane that blew up has no say in the step
                    errors[i] = error if error > errors[i] and error < np.inf else errors[i]
            worst = 0.0
            for i in range(count):
                worst = errors[i] if errors[i] > worst else worst
            if worst <= 1.0 or abs(h) <= least:
                t0 = stop if final else t0 + h
                known = 1 if last_is_first else 0
                for i in range(SIZE):
                    x[i] = y[i]
                    slopes[i] = slopes[(len(b) - 1) * SIZE + i]
                if worst > 1.0:
                    for i in range(count):
                        if errors[i] > 1.0:
                            for row in range(ROWS):
                                x[row * LANES + i] = np.nan
                    worst = 1.0
                    h = (stop - t0) * 1e-3
                worst = worst if worst > 1e-10 else 1e-10
                grow = 0.9 * worst ** (-0.7 / order) * before ** (0.4 / order)
                before = worst
                h = h * min(5.0, max(0.2, grow))
            else:
                known = 1
                h = h * max(0.1, 0.9 * worst ** (-1.0 / order))
            if abs(h) < least:
                h = least if stop > t0 else -least
        clock[0] = t0
        clock[1] = h
        clock[2] = before
"""
    + _CLOSE
    + """
    return tried
"""
)

_ITERATED = (
    _OPEN.format(arguments="start, h, steps")
    + """
        for step in range(steps):
            t = start + step * h
            for i in range(SIZE):
                y[i] = x[i]
            for i in range(whole):
                LOCAL
                EACH x[{o} + i] = k{r}
"""
    + _CLOSE
)


@dataclass(frozen=True, slots=True)
class Kernels:
    """The loops for one set of equations; each is compiled when first called.

    Every kernel moves z[first:last], shape (n, d), in place; with tangents also the matrices m,
    shape (n, d, d), which are ignored otherwise.

    Attributes:
        local: Compiled (x_1..x_d, t, p_1..p_m) -> d rates (for a map: the next state), followed
            by the d * d entries of their Jacobian, row by row, if `tangent`.
        dimension: Number d of coordinates.
        parameters: Number m of parameters.
        tangent: Whether small displacements are carried along.
    """

    local: Dispatcher
    dimension: int
    parameters: int
    tangent: bool = False

    def chain(self) -> Dispatcher:
        """(z, m, first, last, start, h, steps, forward, b, c, p): fixed steps of a tableau whose
        a_ij is zero but for j = i - 1; `forward[i]` is a_(i+1)i, and 0 for the last stage.
        """
        return self._kernel(_CHAIN, "chain")

    def adaptive(self) -> Dispatcher:
        """(z, m, first, last, clock, stop, least, rtol, atol, attempts, order, a, b, c, e, p): one block,
        last - first <= LANES, towards `stop` in at most `attempts` steps with PI control; `clock`
        holds time, step, last error and is updated; `e` is b minus the embedded weights. Returns how many steps were tried.
        """
        return self._kernel(_ADAPTIVE, "adaptive")

    def iterated(self) -> Dispatcher:
        """(z, m, first, last, start, h, steps, p): `steps` iterations of a map; h = 1 or -1 is
        what an iteration adds to the time.
        """
        return self._kernel(_ITERATED, "iterated")

    @property
    def _rows(self) -> int:
        return self.dimension * (1 + self.dimension) if self.tangent else self.dimension

    def _kernel(self, template: str, name: str) -> Dispatcher:
        text = "\n".join(self._lines(textwrap.dedent(template)))
        definition = next(n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef))
        definition.name = name
        bindings: dict[str, object] = {
            "np": np,
            "local": self.local,
            "LANES": LANES,
            "ROWS": self._rows,
            "SIZE": self._rows * LANES,
        }
        return compiled(definition, bindings, key="")

    def _lines(self, template: str) -> Iterator[str]:
        d = self.dimension
        homes = [f"z[block + i, {r}]" for r in range(d)]
        homes += [f"m[block + i, {q // d}, {q % d}]" for q in range(self._rows - d)]
        buffers = [f"x[{r * LANES} + i]" for r in range(self._rows)]
        pairs = list(zip(buffers, homes, strict=True))
        marks = {
            "LOAD": [f"{buffer} = {home}" for buffer, home in pairs],
            "STORE": [f"{home} = {buffer}" for buffer, home in pairs],
            "PARAMETERS": [f"p{i} = p[{i}]" for i in range(self.parameters)],
            "LOCAL": self._local(),
        }
        for line in template.splitlines():
            word = line.strip()
            indent = line[: len(line) - len(line.lstrip())]
            if word.startswith("EACH "):
                statement = word.removeprefix("EACH ")
                yield from (indent + statement.format(r=r, o=r * LANES) for r in range(self._rows))
            elif word in marks:
                yield from (indent + new for new in marks[word])
            else:
                yield line

    def _local(self) -> list[str]:
        """Slopes of all rows at y, named k0, k1, ...: the rates, then J times the tangents."""
        d = self.dimension
        every = range(d)
        lines = [f"y{r} = y[{r * LANES} + i]" for r in range(self._rows)]
        inputs = [f"y{r}" for r in every] + ["t"] + [f"p{i}" for i in range(self.parameters)]
        outputs = [f"k{r}" for r in every]
        if self.tangent:
            outputs += [f"j{r}_{c}" for r in every for c in every]
        lines.append(f"{', '.join(outputs)}, = local({', '.join(inputs)})")
        if self.tangent:
            for q in range(d * d):
                terms = [f"j{q // d}_{s} * y{d + s * d + q % d}" for s in every]
                lines.append(f"k{d + q} = " + " + ".join(terms))
        return lines
