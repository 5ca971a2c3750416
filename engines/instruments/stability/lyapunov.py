"""How fast neighbours part: the spectrum of Lyapunov exponents, sharper the longer it runs."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.portrait.scales import (
    box_of,
    friendly,
    lasting,
    refusal,
    seeds,
    time_unit,
)
from engines.instruments.portrait.tracks import spoken
from engines.instruments.stability.linear import gradients
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.layers.series import Series
from engines.parameters.declare import Declaration, Parameters, real, whole
from engines.protocols.capabilities import Tangent
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

TURNED = 8.0  # growth of a direction, as a power of e, before it is made orthogonal again
PIECES = (200, 40_000)  # fewest and most pieces
SETTLE = 0.05  # share of the time that is forgotten first
PAUSE = 0.1  # s between two frames
BATCHES = 16  # stretches of the orbit that are compared with each other
NEUTRAL = 1e-3  # share of the largest exponent below which one has no sign


class Spectrum:
    """The exponents of one orbit, carried on piece by piece.

    A frame Q of d directions rides along; after each piece of length h, M Q = Q' R, and

        lambda_i = (1/t) sum ln R_ii.

    Source:
        Benettin, Galgani, Giorgilli & Strelcyn (1980), Meccanica 15, 9-30.

    Attributes:
        state: Where the orbit is, shape (1, d).
        time: Where its time is.
        elapsed: Time over which the sums go.
        sums: Sums of ln R_ii, shape (d,).
    """

    def __init__(self, flow: Flow, state: np.ndarray, start: float) -> None:
        self.flow = flow
        self.state = np.array(state, float).reshape(1, flow.dimension)
        self.time = start
        self.elapsed = 0.0
        self.sums = np.zeros(flow.dimension)
        self._frame = np.eye(flow.dimension)

    def carry(self, length: float, ticket: Ticket | None = None) -> None:
        """Go on for `length`.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        flow: Any = self.flow
        stop = self.time + length
        self.state, stretched = flow.advance_tangent(self.state, self.time, stop, ticket)
        self._frame, r = np.linalg.qr(stretched[0] @ self._frame)
        with np.errstate(divide="ignore"):
            self.sums += np.log(np.abs(np.diag(r)))
        self.elapsed += length
        self.time = stop

    @property
    def exponents(self) -> np.ndarray:
        """The estimate now, largest first, shape (d,), per unit time."""
        return np.sort(self.sums / self.elapsed)[::-1]


def margin(times: np.ndarray, estimates: np.ndarray) -> float:
    """How far a mean over time may be off, in 19 of 20 cases.

    The orbit is cut into `BATCHES` stretches, whose own means m_i scatter about the mean of all:

        margin = 2.13 std(m_i) / sqrt(BATCHES)

    with the quantile of Student's distribution for as many stretches. It needs stretches that are
    longer than the memory of the flow.

    Args:
        times: Rising times to which the means go, shape (k,).
        estimates: Mean from 0 to each time, shape (k,).

    Returns:
        NaN for fewer than two estimates in each stretch.

    Source:
        Law & Kelton (1979), Management Science 25, 1161-1175, for the method of batch means.
    """
    if len(times) < 2 * BATCHES:
        return math.nan
    edges = np.round(np.linspace(0, len(times), BATCHES + 1)).astype(int)
    elapsed = np.concatenate([[0.0], times])[edges]
    sums = np.concatenate([[0.0], times * estimates])[edges]
    means = np.diff(sums) / np.diff(elapsed)
    return float(2.13 * means.std(ddof=1) / math.sqrt(BATCHES))


class LyapunovInstrument(Charting):
    """Estimates of the largest exponents over the time they were averaged."""

    name: ClassVar[str] = "lyapunov"
    title: ClassVar[str] = "Lyapunov exponents"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = ("lyapunov",)
    depth: ClassVar[int] = 3

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if refusal(flow, single=True):
            return refusal(flow, single=True)
        return "" if isinstance(flow, Tangent) else "needs a flow with tangents"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        about: dict[str, Any] = {
            "title": "Averaged over",
            "unit": time_unit(flow),
            "help": "Time over which the exponents are averaged.",
            "group": "Lyapunov exponents",
        }
        usual = friendly(20.0 * lasting(flow))
        if flow.discrete:
            return (whole("averaged", 10_000, 100, 1_000_000, **about),)
        return (real("averaged", usual, usual / 50.0, usual * 50.0, logarithmic=True, **about),)

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        p: Any = parameters
        unit = time_unit(flow)
        words = "iteration" if flow.discrete else "time"
        return (
            Axis(words, "", unit, 0.0, float(p.averaged)),
            Axis("exponent", r"\lambda", f"1/{unit}" if unit else "", 0.0, 30.0 / lasting(flow)),
        )

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow = self.flow
        pieces, length = self._pieces(float(p.averaged))
        orbit = Spectrum(flow, np.array(box_of(flow).start), 0.0)
        for _ in range(max(1, int(SETTLE * pieces))):
            orbit.carry(length, ticket)
        orbit.elapsed, orbit.sums = 0.0, np.zeros(flow.dimension)  # the directions it found stay
        times: list[float] = []
        found: list[np.ndarray] = []
        divergence, shown, level = 0.0, time.monotonic(), 0
        for i in range(pieces):
            before = orbit.state
            orbit.carry(length, ticket)
            if not np.all(np.isfinite(orbit.sums)):
                yield Frame({}, notes=("The orbit left the domain, it has no exponents.",))
                return
            divergence += self._divergence(before, orbit.state, length)
            times.append(orbit.elapsed)
            found.append(orbit.exponents)
            last = i == pieces - 1
            if last or time.monotonic() - shown > PAUSE or i == 20:
                shown = time.monotonic()
                yield self._frame(times, found, divergence / (i + 1), (i + 1) / pieces, level)
                level += 1

    def _pieces(self, averaged: float) -> tuple[int, float]:
        """How many pieces of what length, so that no direction drowns in the fastest one."""
        if self.flow.discrete:
            return math.ceil(averaged / 4.0), 4.0
        slopes = gradients(self.flow, seeds(box_of(self.flow), 64, 0, "lyapunov"))
        pace = float(np.nanmedian(np.linalg.norm(slopes, axis=(1, 2)))) or 1.0
        pieces = int(np.clip(averaged * pace / TURNED, *PIECES))
        return pieces, averaged / pieces

    def _divergence(self, before: np.ndarray, after: np.ndarray, length: float) -> float:
        """Mean divergence of a piece by the trapezoidal rule; for a map ln |det F'|."""
        flow = self.flow
        if flow.discrete:
            path = flow.record(before, np.arange(length))[0]
            slopes = gradients(flow, path) + np.eye(flow.dimension)
            with np.errstate(divide="ignore"):
                return float(np.log(np.abs(np.linalg.det(slopes))).mean())
        slopes = gradients(flow, np.concatenate([before, after]))
        return float(np.trace(slopes, axis1=1, axis2=2).mean())

    def _frame(
        self,
        times: list[float],
        found: list[np.ndarray],
        divergence: float,
        progress: float,
        level: int,
    ) -> Frame:
        moments, lines = np.array(times), np.array(found)
        now, largest = lines[-1], lines[:, 0]
        sign = "" if abs(now[0]) < NEUTRAL * np.abs(now).max() else _sign(now[0])
        off = margin(moments, largest)
        numbers = [f"{value:.3f}" for value in np.round(now, 3) + 0.0]
        low = high = None
        known = ""
        if math.isfinite(off):
            numbers[0] += f" ± {off:.1g}"
            known = f"The largest exponent is known to ± {spoken(off)}; the"
            around = off * np.sqrt(moments[-1] / moments)
            low, high = largest - around, largest + around
        label = f"λ = {', '.join(numbers)}".replace("-", "\N{MINUS SIGN}")
        layers: dict[str, Layer] = {
            self.name: Series(moments, largest, low, high, role=sign or "value", label=label),
            "lyapunov_spectrum": Series(np.arange(1.0, len(now) + 1.0), now),
        }
        unit = time_unit(self.flow)
        gap = abs(float(now.sum()) - divergence)
        trust = Trust(
            "good" if gap < 0.02 * max(1.0, abs(divergence)) else "warn",
            f"{known or 'The'} exponents add up to the divergence within {spoken(gap)}.",
        )
        return Frame(
            layers,
            progress=progress,
            level=level,
            readings={self.name: Reading(float(now[0]), f"1/{unit}" if unit else "", sign)},
            trust=trust,
            task="Lyapunov exponents",
        )


def _sign(exponent: float) -> str:
    return "repel" if exponent > 0.0 else "attract"


INSTRUMENT = LyapunovInstrument
