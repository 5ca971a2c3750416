"""The models that race, and what one race gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from engines.instruments.forecast.analogue import Analogue
from engines.instruments.forecast.autoregression import Autoregression
from engines.instruments.forecast.echo_state import EchoState
from engines.instruments.forecast.forecaster import Fit
from engines.instruments.forecast.naive import Mean, SeasonalNaive
from engines.instruments.forecast.reservoir import QuadraticReservoir
from engines.instruments.forecast.scores import nrmse, smape, valid
from engines.running.ticket import Ticket

PER_PERIOD = 100  # samples
TRAINED = 10  # periods
AHEAD = 2  # periods
STEADY = 1e-9  # standard deviation, of the largest value: nothing moves


@dataclass(frozen=True, slots=True)
class Model:
    """One that races.

    Attributes:
        name: Key in tables and choices.
        title: Words at the end of its line.
        fit: How it comes from a series.
    """

    name: str
    title: str
    fit: Fit


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """How one model did.

    Attributes:
        model: Which.
        forecast: What it said, shape (k,), in the units of the series.
        smape: Error up to each horizon, shape (k,), of the series brought to mean 0, variance 1.
        nrmse: Root mean square error over all horizons, standard deviations.
        valid: Samples for which the forecast was good.
    """

    model: Model
    forecast: np.ndarray
    smape: np.ndarray
    nrmse: float
    valid: int


MODELS = (
    Model("mean", "mean", Mean.fit),
    Model("naive", "last period again", SeasonalNaive.fit),
    Model("linear", "linear, 60 lags", Autoregression.fit),
    Model("quadratic", "quadratic, 4 lags", QuadraticReservoir.fit),
    Model("analogue", "nearest analogues", Analogue.fit),
    Model("echo", "echo-state network", EchoState.fit),
)
NAMES = tuple(model.name for model in MODELS)
# an iteration of a map is no small step: delays between values would only lose what they know
OF_MAPS: dict[str, Fit] = {
    "quadratic": partial(QuadraticReservoir.fit, stride=1),
    "analogue": partial(Analogue.fit, number=3, stride=1),
}


def race(
    series: np.ndarray,
    ahead: int,
    period: int,
    ticket: Ticket | None = None,
    discrete: bool = False,
    names: tuple[str, ...] = NAMES,
) -> Iterator[Outcome]:
    """Fit each model to all but the last values of a series, and let it forecast those.

    Args:
        series: Shape (k,).
        ahead: How many of the last are forecast.
        period: Samples a period.
        ticket: To withdraw it.
        discrete: Whether two samples are one iteration of a map apart.
        names: Which models.

    Yields:
        One outcome after the other.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    seen, true = series[:-ahead], series[-ahead:]
    mean, spread = float(seen.mean()), float(seen.std())
    if not spread > STEADY * float(np.abs(seen).max()):
        return
    known = (seen - mean) / spread
    later = (true - mean) / spread
    for model in MODELS:
        if model.name not in names:
            continue
        if ticket is not None:
            ticket.check()
        fit: Fit = OF_MAPS.get(model.name, model.fit) if discrete else model.fit
        found = fit(known, period, ticket).forecast(ahead)
        yield Outcome(
            model,
            mean + spread * found,
            smape(later, found),
            nrmse(later, found, 1.0),
            valid(later, found, 1.0),
        )
