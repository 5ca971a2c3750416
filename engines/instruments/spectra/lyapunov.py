"""How fast neighbours part: the spectrum of Lyapunov exponents, sharper the longer it runs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.portrait.scales import friendly, lasting, refusal, time_unit
from engines.instruments.portrait.tracks import spoken
from engines.instruments.spectra.spectrum import Running, plan_of, spectrum
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.layers.series import Series
from engines.parameters.declare import Declaration, Parameters, real, whole
from engines.protocols.capabilities import Generating, Recorded, Refinable
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

PAUSE = 0.1  # s between two frames
SAMPLES = 600  # of a line
DRAWN = 4  # exponents, the largest first
BELOW = 4.0  # times the largest: what lies further below zero is told, not drawn
SKIPPED = 0.01  # share of the time in which an estimate says nothing
TOLERATED = 0.01  # share of the divergence by which the sum may miss it; of the largest, by which
LEAST = 1e-3  # one exponent may miss zero; per unit time
LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class LyapunovInstrument(Charting):
    """Estimates of the largest exponents over the time they were averaged."""

    name: ClassVar[str] = "lyapunov"
    title: ClassVar[str] = "Lyapunov exponents"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = (
        *(f"lyapunov_{i}" for i in range(DRAWN, 1, -1)),
        "lyapunov",
    )
    depth: ClassVar[int] = 3

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if isinstance(flow, Generating):
            return "needs a flow that goes on"
        return refusal(flow, single=True, memory=True)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        about: dict[str, Any] = {
            "title": "Averaged over",
            "unit": time_unit(flow),
            "help": "Time over which each of the orbits is averaged.",
            "group": "Lyapunov exponents",
        }
        usual = friendly(10.0 * lasting(flow))
        if flow.discrete:
            return (whole("averaged", 2000, 100, 100_000, **about),)
        return (real("averaged", usual, usual / 50.0, usual * 50.0, logarithmic=True, **about),)

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        p: Any = parameters
        unit = time_unit(flow)
        words = "iterations averaged" if flow.discrete else "time averaged"
        return (
            Axis(words, "", unit, 0.0, float(p.averaged)),
            Axis("exponent", r"\lambda", f"1/{unit}" if unit else ""),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        return "", "with the band that holds the mean in 19 of 20 cases"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow = self.flow
        plan = plan_of(flow, float(p.averaged), ticket=ticket)
        shown, level = time.monotonic(), 0
        for running in spectrum(flow, plan, ticket):
            if running.lost:
                yield Frame({}, notes=("The orbit left the domain, it has no exponents.",))
                return
            if running.done or len(running.times) == 20 or time.monotonic() - shown > PAUSE:
                shown = time.monotonic()
                yield self._frame(running, level)
                level += 1

    def _frame(self, running: Running, level: int) -> Frame:
        means, margins = np.array(running.means), np.array(running.margins)
        order = np.argsort(-means[-1], kind="stable")
        now, off = means[-1][order], margins[-1][order]
        if running.done and running.estimate is not None:
            off = running.estimate.margins
        layers: dict[str, Layer] = {"lyapunov_spectrum": Series(np.arange(1.0, len(now) + 1), now)}
        kept = _kept(len(means))
        times = np.array(running.times)[kept]
        signs = [_sign(value, margin) for value, margin in zip(now, off, strict=True)]
        drawn = np.flatnonzero(now >= -BELOW * max(abs(now[0]), off[0] if off[0] > 0.0 else 0.0))
        drawn = drawn[:DRAWN] if len(drawn) else np.arange(1)
        for i in reversed(drawn.tolist()):
            line = means[kept, order[i]]
            band = margins[kept, order[i]]
            known = bool(np.isfinite(band).all())
            layers["lyapunov" if i == 0 else f"lyapunov_{i + 1}"] = Series(
                times,
                line,
                line - band if known else None,
                line + band if known else None,
                role=signs[i] or "value",
                label=_label(i, now, off, running, i == drawn[-1]),
            )
        unit = time_unit(self.flow)
        return Frame(
            layers,
            progress=1.0 if running.done else 0.99 * running.progress,
            level=level,
            readings={self.name: Reading(float(now[0]), f"1/{unit}" if unit else "", signs[0])},
            trust=trust_of(self.flow, running),
            task="Lyapunov exponents",
        )


def _label(i: int, now: np.ndarray, off: np.ndarray, running: Running, last: bool) -> str:
    """What stands at the end of a line; at the last one, those that are not drawn too."""
    told = range(i, len(now)) if last else (i,)
    said = [f"λ{str(j + 1).translate(LOW)} {with_margin(now[j], off[j])}" for j in told]
    found = running.estimate
    if i == 0 and running.done and found is not None and np.isfinite(found.dimension):
        said.append(f"dimension {with_margin(found.dimension, found.dimension_margin)}")
        if found.entropy > 1.01 * now[0]:
            said.append(f"entropy {with_margin(found.entropy, found.entropy_margin)}")
    return ", ".join(said)


def trust_of(flow: Flow, running: Running) -> Trust:
    """What the exponents must obey, and by how much they miss it."""
    now = np.sort(running.means[-1])[::-1]
    found = running.estimate
    off = np.zeros_like(now) if found is None else found.margins
    largest = float(np.abs(now).max())
    good, said = True, []
    if np.isfinite(running.divergence):
        gap = abs(float(now.sum()) - running.divergence)
        good &= gap <= max(LEAST, TOLERATED * abs(running.divergence))
        said.append(f"the exponents add up to the divergence within {spoken(gap)}")
    if running.done and running.moves and flow.steady and not flow.discrete:
        nearest = int(np.abs(now).argmin())
        good &= bool(abs(now[nearest]) <= max(LEAST, TOLERATED * largest, 2.0 * off[nearest]))
        said.append(f"the one nearest to zero misses it by {spoken(abs(float(now[nearest])))}")
    if running.finer is not None:
        change = np.abs(running.finer)
        good &= bool(np.all(change <= np.maximum(2.0 * off, max(LEAST, TOLERATED * largest))))
        said.append(f"a finer run changes them by {spoken(float(change.max()))}")
    elif running.done and not flow.discrete:
        good &= isinstance(flow, Refinable | Recorded)
        said.append("no finer run has tested the step")
    if running.left:
        good = False
        said.append(f"{running.left} of {running.plan.orbits} orbits left the domain")
    words = ", ".join(said)
    return Trust("good" if good else "warn", f"{words[:1].upper()}{words[1:]}." if words else "")


def with_margin(value: float, off: float) -> str:
    """A number to the place its margin allows, e.g. "0.905 ± 0.002"."""
    if not np.isfinite(off) or off < 1e-6:
        return f"{value:.4g}".replace("-", "\N{MINUS SIGN}")
    places = int(np.clip(-np.floor(np.log10(off)), 0, 6))
    said = f"{round(value, places) + 0.0:.{places}f} ± {off:.{places}f}"
    return said.replace("-", "\N{MINUS SIGN}")


def _kept(count: int) -> np.ndarray:
    first = min(int(SKIPPED * count), count - 1)
    return np.unique(np.linspace(first, count - 1, SAMPLES).round().astype(int))


def _sign(exponent: float, margin: float) -> str:
    if np.isfinite(margin) and abs(exponent) <= margin:
        return ""
    return "repel" if exponent > 0.0 else "attract"


INSTRUMENT = LyapunovInstrument
