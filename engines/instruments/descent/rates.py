"""How fast each method comes down, against what theory promises."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.descent.walks import (
    declared_walks,
    role_of,
    shown_methods,
    starts_of,
    step_axis,
    walker,
)
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.layers.series import KINDS, Series
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.descent import Method, sure
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

FLOOR = 1e-13  # of the first height: below it heights are rounding
CEILING = 1e6  # of the first height: above it a walk has diverged
FEWEST = 10  # steps a rate is fitted to
CLOSE = 5e-3  # from the promise to what is measured
NUMBERS = range(len(KINDS) + 1)  # kinds of methods, 0 for free numbers


class Rates(Charting):
    """The logarithm of f - f* over the steps, with the lines of theory.

    A method with factor rho a step for |x - x*| has a slope of 2 log10 rho here.
    """

    name: ClassVar[str] = "rates"
    title: ClassVar[str] = "Rates"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = (
        *(f"promised_{number}" for number in NUMBERS),
        *(f"descended_{number}" for number in NUMBERS),
    )
    depth: ClassVar[int] = 3

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return sure(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return declared_walks(flow)

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        p: Any = parameters
        low, high = _reach(flow, p)
        return (
            step_axis(flow, p.steps),
            Axis("log₁₀(f − f*)", "", "", low, high),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        return Rates.title, "measured ρ a step; dotted: theory on quadratics"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        walking, starts = walker(self.flow), starts_of(self.flow, p)
        if not len(starts):
            yield Frame({})
            return
        lines: dict[str, Layer] = {}
        promises: dict[str, Layer] = {}
        told: list[str] = []
        notes: list[str] = []
        reading = Reading(None, "ρ a step")
        for method in shown_methods(self.flow):
            if not method.stepped:
                notes.append(
                    f"{method.title[:1].upper()}{method.title[1:]} is a flow without steps."
                )
                continue
            ticket.check()
            walk = walking.walk(method, starts[-1], p.steps, 1, ticket)
            heights = walking.heights(walk.places)
            rho = fitted(heights)
            words = f"{method.name} {rho:.3f}" if math.isfinite(rho) else method.name
            if heights[-1] == 0.0:
                words = f"{method.name} arrived"
            elif walk.diverged >= 0:
                words = f"{method.name} diverged"
            steps = np.arange(p.steps + 1.0)
            lines[f"descended_{method.kind}"] = Series(
                steps, logarithm(heights), role=role_of(method), label=words
            )
            promise = self._promise(method, starts[-1], float(heights[0]), p.steps)
            if promise is not None:
                promises[f"promised_{method.kind}"] = promise
            if method.name == walking.own.name:
                reading = Reading(rho if math.isfinite(rho) else None, f"ρ of {method.name}")
            told += self._compared(method, rho)
        yield Frame(
            {**promises, **lines},
            readings={self.name: reading},
            notes=tuple(notes),
            trust=Trust("good", "; ".join(told) + ".") if told else None,
        )

    def _promise(
        self, method: Method, start: np.ndarray, height: float, steps: int
    ) -> Series | None:
        """Line of height rho^(2k), or for growing momentum 2 |x_0 - x*|^2/(alpha (k + 1)^2)."""
        walking = walker(self.flow)
        k = np.arange(steps + 1.0)
        if method.growing:
            far = float(((start - walking.lowest) ** 2).sum())
            promise = math.log10(max(2.0 * far / method.alpha, 1e-300)) - 2.0 * np.log10(k + 1.0)
            return Series(k, promise, role="reference")
        rho = walking.theory(method)
        if not rho > 0.0 or height <= 0.0:
            return None
        line = math.log10(height) + 2.0 * k * math.log10(rho)
        line[(line < math.log10(height * FLOOR)) | (line > math.log10(height * CEILING))] = np.nan
        return Series(k, line, role="reference")

    def _compared(self, method: Method, rho: float) -> list[str]:
        theory = walker(self.flow).theory(method)
        if not (math.isfinite(theory) and math.isfinite(rho)):
            return []
        near = abs(rho - theory) < CLOSE
        said = "as" if near else "faster than" if rho < theory else "slower than"
        return [f"{method.name} {said} theory ({rho:.3f}, {theory:.3f})"]


def _reach(flow: Flow, p: Any) -> tuple[float, float]:
    """Where the lines of theory end, no lower than rounding, and some room for a first swing."""
    walking, starts = walker(flow), starts_of(flow, p)
    first = float(walking.heights(starts[-1:])[0]) if len(starts) else 1.0
    top = math.log10(max(first, 1e-300))
    radii = [walking.theory(m) for m in shown_methods(flow) if m.stepped and not m.growing]
    fastest = math.log10(max(min((r for r in radii if r < 1.0), default=0.5), 1e-12))
    low = max(top + math.log10(FLOOR), top + 2.0 * p.steps * fastest)
    return float(math.floor(low)), float(math.ceil(top + 0.5))


def logarithm(heights: np.ndarray) -> np.ndarray:
    """log10 of heights above the lowest place, NaN below what rounding leaves of the first."""
    least = FLOOR * max(float(heights[0]), 1e-300)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(heights > least, np.log10(heights), np.nan)


def fitted(heights: np.ndarray) -> float:
    """Factor rho a step of |x - x*|, from the slope of the last half of log10(f - f*).

    Only the last half: double roots bring a factor k before rho^k. NaN if there are too few steps
    above rounding, or if the walk diverged.
    """
    known = np.isfinite(logarithm(heights))
    if not np.isfinite(heights).all():
        return math.nan
    end = int(np.argmin(known)) if not known.all() else len(known)
    half = np.arange(end // 2, end)
    if len(half) < FEWEST:
        return math.nan
    slope = np.polyfit(half, logarithm(heights)[half], 1)[0]
    return float(10.0 ** (0.5 * slope))


INSTRUMENT = Rates
