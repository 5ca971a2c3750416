"""The power spectrum of one coordinate along one orbit."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np
from scipy.signal import welch

from engines.instruments.modes.going import Going
from engines.instruments.portrait.scales import (
    box_of,
    crossing_time,
    friendly,
    lasting,
    lasting_refusal,
    time_unit,
)
from engines.instruments.portrait.tracks import spoken
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.layers.points import Points
from engines.layers.series import Series
from engines.parameters.declare import Declaration, Parameters, choice, real, whole
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

SAMPLES = 24.0  # while the box is crossed at the median speed
MOST = 1 << 17  # samples
SEGMENTS = 8  # without their overlaps
SETTLE = 0.2  # of the time, forgotten first
FLOOR = -160.0  # dB below the peak: rounding
SHOWN = 1e-9  # share of the power to the right of the picture
STEADY = 1e-6  # of the side of the box: what moves less has no rhythm


class PowerSpectrum(Charting):
    """Welch's estimate: the mean of the periodograms of overlapping segments under Hann windows,

        S(f) = < |sum_k w_k x_k exp(-2 pi i f k h)|^2 > h / sum_k w_k^2

    shown in dB below its peak. The band is what S would scatter for a random signal, 1/sqrt(K) of
    S for K independent segments.

    Source:
        Welch (1967), IEEE Trans. Audio Electroacoust. 15, 70-73.
    """

    name: ClassVar[str] = "power_spectrum"
    title: ClassVar[str] = "Power spectrum"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = ("power_spectrum", "power_spectrum_peak")
    depth: ClassVar[int] = 3

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return lasting_refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        about: dict[str, Any] = {
            "title": "Recorded for",
            "unit": time_unit(flow),
            "help": "Longer recordings tell nearer frequencies apart.",
        }
        usual = friendly(20.0 * lasting(flow))
        duration = (
            whole("spectrum_time", 16_384, 256, 1_000_000, **about)
            if flow.discrete
            else real("spectrum_time", usual, usual / 50, usual * 50, logarithmic=True, **about)
        )
        return (
            choice("spectrum_of", flow.states[0], flow.states, title="Coordinate"),
            duration,
        )

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        unit = time_unit(flow)
        per = "per iteration" if flow.discrete else (f"1/{unit}" if unit else "")
        return Axis("frequency", "f", per), Axis("power", "S", "dB")

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        return "", f"of {p.spectrum_of}, below its peak"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow, i = self.flow, self.flow.states.index(p.spectrum_of)
        whole_time = float(p.spectrum_time)
        orbit = Going(flow, np.array([box_of(flow).start]))
        orbit.advance(
            float(round(SETTLE * whole_time)) if flow.discrete else SETTLE * whole_time, ticket
        )
        step = self._step(whole_time)
        count = max(64, int(whole_time / step))
        path = np.empty(0)
        for part in range(SEGMENTS):
            times = orbit.time + step * np.arange(count // SEGMENTS + 1)
            piece = orbit.record(times, ticket)[0]
            path = np.concatenate([path, piece[:-1, i]])
            if not np.isfinite(path).all():
                yield Frame({}, notes=("The orbit left the domain, it has no spectrum.",))
                return
            done = (part + 1) / SEGMENTS
            if part in (1, 3):
                yield self._frame(path, step, i, done, part)
        yield self._frame(path, step, i, 1.0, SEGMENTS)

    def _step(self, whole_time: float) -> float:
        if self.flow.discrete:
            return 1.0
        return max(crossing_time(self.flow) / SAMPLES, whole_time / MOST)

    def _frame(self, path: np.ndarray, step: float, i: int, done: float, level: int) -> Frame:
        box, unit = box_of(self.flow), time_unit(self.flow)
        side = box.high[i] - box.low[i]
        if np.ptp(path) < STEADY * side:
            reading = Reading(None, "at rest")
            return Frame({}, progress=done, level=level, readings={self.name: reading},
                         notes=("The orbit rests, it has no rhythm.",))  # fmt: skip
        frequencies, power = spectrum(path, step)
        peak, width = dominant(frequencies, power)
        halves = [dominant(*spectrum(half, step))[0] for half in np.array_split(path, 2)]
        moved = abs(halves[0] - halves[1])
        top = float(power.max())
        decibels = np.maximum(10.0 * np.log10(np.maximum(power / top, 1e-300)), FLOOR)
        shown = frequencies <= reach(frequencies, power)
        scatter = 10.0 * np.log10(1.0 + 1.0 / math.sqrt(SEGMENTS))
        x, y = frequencies[shown], decibels[shown]
        layers: dict[str, Layer] = {
            "power_spectrum": Series(x, y, y - scatter, y + scatter, label=""),
            "power_spectrum_peak": Points(np.array([[peak, 0.0]])),
        }
        known = moved <= 2.0 * width
        per = "per iteration" if self.flow.discrete else (f"1/{unit}" if unit else "")
        sentence = (
            f"Highest peak at {spoken(peak)} {per}".rstrip()
            + f" ± {spoken(width)}; both halves of the recording have it within {spoken(moved)}."
        )
        if not known:
            sentence = "No one peak stands out: the halves of the recording disagree."
        return Frame(
            layers,
            progress=done,
            level=level,
            readings={
                self.name: Reading(1.0 / peak if known and peak > 0.0 else None,
                                   "period" if known else "no one period")
            },
            trust=Trust("good" if known else "warn", sentence),
            task="Power spectrum",
        )  # fmt: skip


def spectrum(path: np.ndarray, step: float) -> tuple[np.ndarray, np.ndarray]:
    """Frequencies and power density of samples `step` apart, the mean taken out.

    Args:
        path: Shape (k,).
        step: Time between two samples.

    Returns:
        Frequencies above 0, and S at them, in square units of `path` times time.
    """
    size = min(len(path), max(32, 2 * len(path) // (SEGMENTS + 1)))
    found = welch(path - path.mean(), 1.0 / step, "hann", size, detrend="constant")
    return found[0][1:], found[1][1:]


def dominant(frequencies: np.ndarray, power: np.ndarray) -> tuple[float, float]:
    """The frequency of the highest peak, and half the width of a line in this spectrum.

    The vertex of the parabola through the logarithms of three values, which is exact for a
    Gaussian window and off by a thirtieth of a bin for Hann's.
    """
    k = int(np.argmax(power))
    width = float(frequencies[1] - frequencies[0])
    if k in (0, len(power) - 1) or not (power[k - 1 : k + 2] > 0.0).all():
        return float(frequencies[k]), width
    left, here, right = np.log(power[k - 1 : k + 2])
    bend = left - 2.0 * here + right
    return float(frequencies[k] + (width * 0.5 * (left - right) / bend if bend else 0.0)), width


def reach(frequencies: np.ndarray, power: np.ndarray) -> float:
    """The frequency to the right of which hardly any power is left."""
    total = np.cumsum(power)
    last = int(np.searchsorted(total, (1.0 - SHOWN) * total[-1]))
    return float(frequencies[min(last + 8, len(frequencies) - 1)])


INSTRUMENT = PowerSpectrum
