"""A race of forecasters along one coordinate."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Any, ClassVar

import numpy as np

from engines.instruments.forecast.models import (
    AHEAD,
    COLOURS,
    NAMES,
    PER_PERIOD,
    Outcome,
    Racer,
    race,
)
from engines.instruments.forecast.recording import MAP_AHEAD, Recording, lost, recorded
from engines.instruments.portrait.scales import box_of, lasting_refusal, refusal
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.layers.series import KINDS, Series
from engines.parameters.declare import Declaration, Parameters, choice
from engines.protocols.capabilities import Generating, Remembering
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

EVERY = "all"
BEFORE = 0.5  # of what is forecast: the past that is shown
BEYOND = 0.6  # of the range of the curve: forecasts are drawn so far outside of it
RECORDED = 0.5  # of the work


class Forecast(Charting):
    """Ten periods are seen, two are told ahead, open loop, by models that know nothing else.

    Each line ends with its model and its error,

        sMAPE = 200/h sum_k |y_k - f_k| / (|y_k| + |f_k|)

    of the curve brought to mean 0; the reading is how long the best one stays within 0.4 standard
    deviations.

    Source:
        Gilpin (2021), NeurIPS Datasets and Benchmarks.
    """

    name: ClassVar[str] = "forecast"
    title: ClassVar[str] = "Forecast race"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = (*(f"forecast_{name}" for name in NAMES), "forecast")
    depth: ClassVar[int] = 3

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if isinstance(flow, Remembering) and not isinstance(flow, Generating):
            return refusal(flow, single=True, memory=True)
        return lasting_refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            choice("forecast_of", flow.states[0], flow.states, title="Coordinate"),
            choice(
                "forecast_by",
                EVERY,
                (EVERY, *NAMES),
                title="Model",
                help="Who is asked; all of them race.",
            ),
        )

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        p: Any = parameters
        box, i = box_of(flow), flow.states.index(p.forecast_of)
        ahead = float(MAP_AHEAD if flow.discrete else AHEAD)
        words = "iterations ahead" if flow.discrete else "periods ahead"
        return (
            Axis(words, "", "", -BEFORE * ahead, ahead),
            Axis(box.labels[i], box.symbols[i], box.units[i], box.low[i], box.high[i]),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        return "", "with sMAPE"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        names = NAMES if p.forecast_by == EVERY else (p.forecast_by,)
        i = self.flow.states.index(p.forecast_of)
        yield from raced(self.flow, i, None, names, ticket)


def raced(
    flow: Flow,
    i: int,
    period: float | None,
    names: Sequence[str],
    ticket: Ticket,
    sampling: int = PER_PERIOD,
    settings: Mapping[str, int] | None = None,
) -> Generator[Frame, None, None]:
    """Record, fit and forecast; see `Forecast`.

    Args:
        flow: Any that goes on.
        i: Coordinate.
        period: Its period; None to find it by the power spectrum.
        names: Models; with none it ends with the true curve.
        ticket: To withdraw it.
        sampling: Samples a period.
        settings: Model to the way it is fitted, where that is known.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    task, seen = "Forecast race", None
    for seen in recorded(flow, i, period, ticket, sampling):
        if lost(flow, i, seen.series):
            yield Frame({}, notes=("The orbit left the domain, there is nothing to forecast.",))
            return
        yield Frame({}, progress=RECORDED * seen.progress, task=task)
    if seen is None:
        return
    true = drawn_true(seen, flow.discrete)
    layers: dict[str, Layer] = {"forecast": true}
    yield Frame(layers, progress=RECORDED if names else 1.0, task=task)
    if not names:
        return
    done: list[Outcome] = []
    found = race(
        seen.series,
        seen.ahead,
        seen.per_period,
        ticket,
        flow.discrete,
        tuple(names),
        settings=settings,
    )
    for level, outcome in enumerate(found):
        done.append(outcome)
        layers = {drawn_name(outcome): drawn(outcome, seen, flow.discrete), **layers}
        share = RECORDED + (1.0 - RECORDED) * len(done) / len(names)
        last = len(done) == len(names)
        yield Frame(
            dict(layers),
            progress=share,
            level=level,
            readings={"forecast": best(done, seen, flow.discrete)},
            trust=trusted(done, seen, flow.discrete) if last else None,
            task=task,
        )
    if not done:
        reading = Reading(None, "at rest")
        yield Frame(
            layers,
            readings={"forecast": reading},
            notes=("The orbit rests, there is nothing to forecast.",),
        )


def drawn_name(outcome: Outcome) -> str:
    """Name of the layer of a model."""
    return f"forecast_{outcome.racer.name}"


def drawn_true(seen: Recording, discrete: bool) -> Series:
    """The true curve, a little of its past and all that is to be forecast."""
    past = round(BEFORE * seen.ahead)
    shown = seen.series[-seen.ahead - past :]
    return Series(_ahead(np.arange(-past, seen.ahead), seen, discrete), shown, role="true",
                  label="true")  # fmt: skip


def drawn(outcome: Outcome, seen: Recording, discrete: bool) -> Series:
    """What a model said, until it runs out of the picture."""
    said = np.append(seen.series[-seen.ahead - 1], outcome.forecast)
    when = _ahead(np.arange(-1, seen.ahead), seen, discrete)
    return line(outcome.racer, when, said, seen.series, float(outcome.smape[-1]))


def line(
    racer: Racer, when: np.ndarray, said: np.ndarray, curve: np.ndarray, error: float
) -> Series:
    """A forecast until it leaves the surroundings of the true curve, with its error at the end.

    Args:
        racer: Whose.
        when: Shape (k,).
        said: Shape (k,).
        curve: The true one, of any length.
        error: sMAPE.
    """
    low, high = float(curve.min()), float(curve.max())
    room = BEYOND * (high - low)
    inside = (said >= low - room) & (said <= high + room)
    until = len(said) if inside.all() else int(np.argmin(inside))
    role = KINDS[COLOURS[racer.name]]
    return Series(when[:until], said[:until], role=role, label=f"{racer.title} {error:.0f}")


def best(done: Sequence[Outcome], seen: Recording, discrete: bool) -> Reading:
    """How long the best forecast is good for."""
    first = max(done, key=lambda one: (one.valid, -float(one.smape[-1])))
    unit = "iterations" if discrete else "periods"
    value = _ahead(np.array([first.valid]), seen, discrete)[0]
    return Reading(float(value), f"{unit}, {first.racer.title}")


def trusted(done: Sequence[Outcome], seen: Recording, discrete: bool) -> Trust:
    """Whether the truth is known for as long as the best forecast is good."""
    longest = max(one.valid for one in done)
    unit = "iterations" if discrete else "periods"
    if seen.known < longest:
        known = _ahead(np.array([seen.known]), seen, discrete)[0]
        return Trust("warn", f"A finer run agrees with the true curve for {known:.2g} {unit} only.")
    return Trust("good", "A finer run agrees with the true curve for as long as any forecast does.")


def _ahead(samples: np.ndarray, seen: Recording, discrete: bool) -> np.ndarray:
    return samples.astype(float) if discrete else samples / seen.per_period


INSTRUMENT = Forecast
