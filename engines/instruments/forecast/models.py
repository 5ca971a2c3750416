"""The models that race, and what one race gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from engines.instruments.forecast import analogue, reservoir
from engines.instruments.forecast.analogue import Analogue
from engines.instruments.forecast.autoregression import Autoregression
from engines.instruments.forecast.echo_state import LEAKS, EchoState
from engines.instruments.forecast.forecaster import Fit, Forecaster
from engines.instruments.forecast.naive import Mean, SeasonalNaive
from engines.instruments.forecast.reservoir import QuadraticReservoir
from engines.instruments.forecast.scores import nrmse, smape, valid
from engines.running.ticket import Ticket

PER_PERIOD = 100  # samples
COARSE = 15  # the same, where there are few
TRAINED = 10  # periods
AHEAD = 2  # periods
STEADY = 1e-9  # standard deviation, of the largest value: nothing moves


@dataclass(frozen=True, slots=True)
class Racer:
    """One that races.

    Attributes:
        name: Key in tables and choices.
        title: Words at the end of its line.
    """

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Model(Racer):
    """One that can be fitted while somebody waits.

    Attributes:
        fits: How it comes from a series; where there are several ways, a rehearsal chooses.
    """

    fits: tuple[Fit, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """How one model did.

    Attributes:
        racer: Which.
        forecast: What it said, shape (k,), in the units of the series.
        smape: Error up to each horizon, shape (k,), of the series brought to mean 0, variance 1.
        nrmse: Root mean square error over all horizons, standard deviations.
        valid: Samples for which the forecast was good.
        setting: Which of the ways to fit it was chosen.
    """

    racer: Racer
    forecast: np.ndarray
    smape: np.ndarray
    nrmse: float
    valid: int
    setting: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """A series brought to mean 0 and variance 1 by what is seen of it.

    Attributes:
        seen: Shape (n,).
        later: What is to be forecast, shape (k,).
        mean: Of what is seen.
        spread: Its standard deviation.
    """

    seen: np.ndarray
    later: np.ndarray
    mean: float
    spread: float

    @classmethod
    def of(cls, series: np.ndarray, ahead: int) -> Split | None:
        """Split off the last `ahead` values; None where nothing moves."""
        seen, later = series[:-ahead], series[-ahead:]
        mean, spread = float(seen.mean()), float(seen.std())
        if not spread > STEADY * float(np.abs(seen).max()):
            return None
        return cls((seen - mean) / spread, (later - mean) / spread, mean, spread)

    def scored(self, racer: Racer, said: np.ndarray, setting: int = 0) -> Outcome:
        """How good `said`, shape (k,), is."""
        return Outcome(
            racer,
            self.mean + self.spread * said,
            smape(self.later, said),
            nrmse(self.later, said, 1.0),
            valid(self.later, said, 1.0),
            setting,
        )


MODELS = (
    Model("mean", "mean", (Mean.fit,)),
    Model("naive", "last season again", (SeasonalNaive.fit,)),
    Model("linear", "linear, 60 lags", (Autoregression.fit,)),
    Model("quadratic", "quadratic, 4 lags", (QuadraticReservoir.fit,)),
    Model("analogue", "nearest analogues", (Analogue.fit,)),
    Model("echo", "echo-state network", tuple(partial(EchoState.fit, leak=leak) for leak in LEAKS)),
)
NAMES = tuple(model.name for model in MODELS)
# networks that learn by descent, for minutes: they race in the table only
NETWORKS = (Racer("gru", "GRU, 32 units"), Racer("nbeats", "N-BEATS, 2 stacks"))
RACERS: tuple[Racer, ...] = (*MODELS, *NETWORKS)
TITLES = {racer.name: racer.title for racer in RACERS}
# numbers of their colours: the mean takes the last, which is that of text and of the true curve
COLOURS = {racer.name: (k - 1) % len(RACERS) for k, racer in enumerate(RACERS)}
# an iteration of a map is no small step: delays between values would only lose what they know
OF_MAPS: dict[str, Fit] = {
    "quadratic": partial(QuadraticReservoir.fit, stride=1),
    "analogue": partial(Analogue.fit, number=3, stride=1),
}
STRIDED: dict[str, tuple[Callable[..., Forecaster], int]] = {
    "quadratic": (QuadraticReservoir.fit, reservoir.STRIDE),
    "analogue": (Analogue.fit, analogue.STRIDE),
}


def race(
    series: np.ndarray,
    ahead: int,
    period: int,
    ticket: Ticket | None = None,
    discrete: bool = False,
    names: tuple[str, ...] = NAMES,
    practice: np.ndarray | None = None,
    settings: Mapping[str, int] | None = None,
) -> Iterator[Outcome]:
    """Fit each model to all but the last values of a series, and let it forecast those.

    Args:
        series: Shape (k,).
        ahead: How many of the last are forecast.
        period: Samples a period.
        ticket: To withdraw it.
        discrete: Whether two samples are one iteration of a map apart.
        names: Which models.
        practice: Another series for rehearsals; if left out, what is seen of the first.
        settings: Model to the way it is fitted, where that is known.

    Yields:
        One outcome after the other.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    split = Split.of(series, ahead)
    if split is None:
        return
    rehearsal = Split.of(series[:-ahead] if practice is None else practice, ahead)
    for model in MODELS:
        if model.name not in names:
            continue
        if ticket is not None:
            ticket.check()
        fits, setting = ways(model, period, discrete), (settings or {}).get(model.name)
        if setting is None:
            setting = rehearsed(fits, rehearsal, period, ticket)
        found = fits[setting](split.seen, period, ticket).forecast(ahead)
        yield split.scored(model, found, setting)


def ways(model: Model, period: int, discrete: bool) -> tuple[Fit, ...]:
    """How a model may be fitted to a series: delays between values are times, not samples."""
    if discrete and model.name in OF_MAPS:
        return (OF_MAPS[model.name],)
    if not discrete and model.name in STRIDED:
        fit, stride = STRIDED[model.name]
        return (partial(fit, stride=max(1, round(stride * period / PER_PERIOD))),)
    return model.fits


def rehearsed(
    fits: tuple[Fit, ...], split: Split | None, period: int, ticket: Ticket | None = None
) -> int:
    """Which way to fit a model has the least error on a series that is not raced on.

    Args:
        fits: The ways.
        split: That series; None if it rests.
        period: Samples a period.
        ticket: To withdraw it.
    """
    if len(fits) == 1 or split is None:
        return 0
    ahead = len(split.later)
    errors = [
        smape(split.later, fit(split.seen, period, ticket).forecast(ahead))[-1] for fit in fits
    ]
    return int(np.argmin(errors))
