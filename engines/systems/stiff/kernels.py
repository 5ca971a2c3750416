"""Compiled loops of an implicit method, generated for a set of equations."""

from __future__ import annotations

import ast
import textwrap
from functools import cached_property

import numpy as np
from numba.core.dispatcher import Dispatcher

from engines.equations import to_numba
from engines.equations.algebra.derive import derivative
from engines.equations.compiling import compiled
from engines.equations.equations import Equations
from engines.equations.functions import TIME
from engines.running.warming import Warming
from engines.systems.stepping.pace import Pace
from engines.systems.stiff import rodas
from engines.systems.stiff.factors import factored, solved

# Tangents solve M' = J M with the same method, whose Jacobian at the beginning of a step has, beside
# J, how J M changes along the stages and with time; both by central differences of J.
# `RATES out y t` fills out[0..d-1]; `SLOPES jac y t` fills jac[0..d-1, 0..d-1]; `FULL` fills
# rate, jac and late (df/dt) at x, t.
_STEPS = """
def kernel(x, m, clock, times, out, attempts, least, rtol, atol, p):
    d = DIMENSION
    t, h, done = clock[0], clock[1], int(clock[2])
    last = len(times) - 1
    forward = times[last] >= times[0]
    rate, late, jac = np.zeros(d), np.zeros(d), np.zeros((d, d))
    here = np.zeros((d, d))
    w, order = np.zeros((d, d)), np.zeros(d, np.int64)
    k, y, f, fresh = np.zeros((6, d)), np.zeros(d), np.zeros(d), np.zeros(d)
    TANGENT km, ym, turn = np.zeros((6, d, d)), np.zeros((d, d)), np.zeros((d, d))
    TANGENT bent, bend = np.zeros((d, d)), np.zeros((d, d))
    known = False
    tried = 0
    while tried < attempts and done < last:
        tried += 1
        if not known:
            FULL
            known = True
        final = abs(times[last] - t) <= abs(h) * (1.0 + 1e-10)
        step = times[last] - t if final else h
        for i in range(d):
            for j in range(d):
                w[i, j] = -jac[i, j]
            w[i, i] += 1.0 / (GAMMA * step)
        fine = factored(w, order)
        error = 0.0
        if fine:
            for s in range(6):
                for i in range(d):
                    y[i] = x[i]
                    for j in range(s):
                        y[i] += A[s, j] * k[j, i]
                RATES f y t + TIMES[s] * step
                for i in range(d):
                    f[i] += step * D[s] * late[i]
                    for j in range(s):
                        f[i] += C[s, j] / step * k[j, i]
                solved(w, order, f)
                for i in range(d):
                    k[s, i] = f[i]
            for i in range(d):
                fresh[i] = y[i] + k[5, i]
                size = max(abs(x[i]), abs(fresh[i]))
                off = k[5, i] / (atol[i] + rtol * size)
                error += off * off
            error = np.sqrt(error / d)
            fine = error < np.inf
        if fine and error <= 1.0:
            TANGENT SLOPES bent x t + 1e-4 * step
            TANGENT SLOPES bend x t - 1e-4 * step
            TANGENT for i in range(d):
            TANGENT     for j in range(d):
            TANGENT         turn[i, j] = (bent[i, j] - bend[i, j]) / 2e-4
            TANGENT for s in range(6):
            TANGENT     for i in range(d):
            TANGENT         y[i] = x[i]
            TANGENT         for j in range(s):
            TANGENT             y[i] += A[s, j] * k[j, i]
            TANGENT     SLOPES here y t + TIMES[s] * step
            TANGENT     size = 0.0
            TANGENT     for i in range(d):
            TANGENT         size = max(size, abs(k[s, i]) / (atol[i] / rtol + abs(x[i])))
            TANGENT     small = 1e-5 / size if size > 0.0 else 0.0
            TANGENT     for i in range(d):
            TANGENT         y[i] = x[i] + small * k[s, i]
            TANGENT     SLOPES bent y t
            TANGENT     for i in range(d):
            TANGENT         y[i] = x[i] - small * k[s, i]
            TANGENT     SLOPES bend y t
            TANGENT     for i in range(d):
            TANGENT         for j in range(d):
            TANGENT             bent[i, j] = (bent[i, j] - bend[i, j]) / (2.0 * small) if small > 0.0 else 0.0
            TANGENT     for c in range(d):
            TANGENT         for i in range(d):
            TANGENT             ym[i, c] = m[i, c]
            TANGENT             for j in range(s):
            TANGENT                 ym[i, c] += A[s, j] * km[j, i, c]
            TANGENT         for i in range(d):
            TANGENT             f[i] = 0.0
            TANGENT             for j in range(d):
            TANGENT                 f[i] += here[i, j] * ym[j, c] + bent[i, j] * m[j, c]
            TANGENT                 f[i] += D[s] * turn[i, j] * m[j, c]
            TANGENT             for j in range(s):
            TANGENT                 f[i] += C[s, j] / step * km[j, i, c]
            TANGENT         solved(w, order, f)
            TANGENT         for i in range(d):
            TANGENT             km[s, i, c] = f[i]
            TANGENT for c in range(d):
            TANGENT     for i in range(d):
            TANGENT         m[i, c] = ym[i, c] + km[5, i, c]
            ahead = times[last] if final else t + step
            while done < last and (
                final or (times[done + 1] <= ahead if forward else times[done + 1] >= ahead)
            ):
                done += 1
                q = (times[done] - t) / step
                for i in range(d):
                    left, right = 0.0, 0.0
                    for j in range(5):
                        left += P[j] * k[j, i]
                        right += Q[j] * k[j, i]
                    out[done, i] = (1.0 - q) * x[i] + q * (fresh[i] + (1.0 - q) * (left + q * right))
                if done == last:
                    for i in range(d):
                        out[done, i] = fresh[i]
            t = ahead
            for i in range(d):
                x[i] = fresh[i]
            known = False
            grow = 0.9 * error ** -0.25 if error > 1e-8 else 6.0
            # a step cut short to end in time says nothing about the next one
            if not final:
                h = step * min(6.0, max(0.2, grow))
        else:
            shrink = max(0.1, 0.9 * error ** -0.25) if fine else 0.1
            h = step * min(0.9, shrink)
            if abs(h) < least:
                for q in range(done + 1, last + 1):
                    for i in range(d):
                        out[q, i] = np.nan
                done = last
    clock[0], clock[1], clock[2] = t, h, float(done)
    return tried
"""


class Implicit:
    """The loop for one set of equations, with or without tangents, and what it costs."""

    def __init__(self, equations: Equations, tangent: bool) -> None:
        d = equations.dimension
        names = to_numba.signature(equations)
        entries = [entry for row in equations.jacobian() for entry in row]
        late = [derivative(rate, TIME) for rate in equations.rates]
        self._rates = to_numba.straight_line("rates", equations.rates, names)
        self._slopes = to_numba.straight_line("slopes", entries, names)
        self._full = to_numba.straight_line("full", [*equations.rates, *entries, *late], names)
        self.dimension = d
        self.parameters = len(equations.parameters)
        self.tangent = tangent
        self.pace = Pace()
        self.pace.cost = 1e-6
        self.warming = Warming()

    @cached_property
    def kernel(self) -> Dispatcher:
        """(x, m, clock, times, out, attempts, least, rtol, atol, p): one state along its times.

        x, m: State, shape (d,), and its tangents, shape (d, d); moved on.
        clock: Time, step and index of the last of `times` that was reached.
        times: Monotone; out: shape (len(times), d), filled from the index in `clock` on.
        attempts: Most steps tried in this call; least: a step below which a state is given up.
        rtol, atol: Tolerances, a number and shape (d,). Returns how many steps were tried.
        """
        text = "\n".join(self._lines(textwrap.dedent(_STEPS)))
        definition = next(n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef))
        definition.name = "implicit"
        bindings: dict[str, object] = {
            "np": np,
            "rates": self._rates,
            "slopes": self._slopes,
            "full": self._full,
            "factored": factored,
            "solved": solved,
            "DIMENSION": self.dimension,
            "GAMMA": rodas.GAMMA,
            "A": rodas.A,
            "C": rodas.C,
            "TIMES": rodas.TIMES,
            "D": rodas.D,
            "P": rodas.P,
            "Q": rodas.Q,
        }
        return compiled(definition, bindings, key="rodas")

    def _lines(self, template: str) -> list[str]:
        lines: list[str] = []
        for line in template.splitlines():
            word = line.strip()
            indent = line[: len(line) - len(line.lstrip())]
            if word.startswith("TANGENT "):
                if not self.tangent:
                    continue
                rest = word.removeprefix("TANGENT ")
                indent += rest[: len(rest) - len(rest.lstrip())]
                word = rest.strip()
            command, _, rest = word.partition(" ")
            if command in ("RATES", "SLOPES"):
                out, state, time = rest.split(" ", 2)
                lines += [indent + new for new in self._call(command, out, state, time)]
            elif command == "FULL":
                lines += [indent + new for new in self._call("FULL", "", "x", "t")]
            else:
                lines.append(indent + word)
        return lines

    def _call(self, command: str, out: str, state: str, time: str) -> list[str]:
        every = range(self.dimension)
        inputs = [f"{state}[{i}]" for i in every] + [time]
        inputs += [f"p[{i}]" for i in range(self.parameters)]
        vector = [f"{out}[{i}]" for i in every]
        matrix = [f"{out}[{i}, {j}]" for i in every for j in every]
        if command == "FULL":
            targets = [f"rate[{i}]" for i in every]
            targets += [f"jac[{i}, {j}]" for i in every for j in every]
            targets += [f"late[{i}]" for i in every]
        else:
            targets = vector if command == "RATES" else matrix
        return [f"{', '.join(targets)}, = {command.lower()}({', '.join(inputs)})"]
