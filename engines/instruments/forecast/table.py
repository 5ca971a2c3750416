"""The table of races over a catalogue: one entry a system."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from engines.instruments.forecast.models import COARSE, NETWORKS, PER_PERIOD, Outcome, Split

# samples a period to the samples up to which errors stand in the table
HORIZONS: dict[int, tuple[int, ...]] = {
    PER_PERIOD: (*range(1, 11), *range(12, 31, 2), *range(35, 201, 5)),
    COARSE: tuple(range(1, 31)),
}
SAMPLINGS = tuple(HORIZONS)
FIGURES = 4  # of what is written
HUNDREDTH = 100.0  # parts of a standard deviation in which curves are written


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """How the models did on one system at one sampling.

    Attributes:
        mean: Of what was seen, in units of the system.
        spread: Its standard deviation.
        smape: Model to sMAPE up to each of `HORIZONS`.
        nrmse: Model to root mean square error; None where it ran away.
        valid: Model to samples for which it was good.
        setting: Model to the way it was fitted.
        told: Network to what it said, hundredths of a standard deviation; None from where it
            ran away.
    """

    mean: float
    spread: float
    smape: Mapping[str, tuple[float, ...]]
    nrmse: Mapping[str, float | None]
    valid: Mapping[str, int]
    setting: Mapping[str, int]
    told: Mapping[str, tuple[int | None, ...]]

    def curve(self, network: str) -> np.ndarray:
        """What a network said, in units of the system."""
        said = np.array(self.told[network], float)
        return np.asarray(self.mean + self.spread * said / HUNDREDTH)


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """How the models did on one system.

    Attributes:
        period: Its period, in its time.
        published: Largest Lyapunov exponent as published, 1/time; None if unknown.
        computed: The same as this program found it; None if unknown.
        at: Samples a period to what was found.
    """

    period: float
    published: float | None
    computed: float | None
    at: Mapping[int, Scores]

    def chaos(self) -> float | None:
        """Exponent times period, by our own exponent where there is one."""
        exponent = self.published if self.computed is None else self.computed
        return None if exponent is None else exponent * self.period

    def error(self, model: str, horizon: float, sampling: int = PER_PERIOD) -> float:
        """Error up to `horizon` samples; between two that are written the sum of errors is a line.

        What is asked before the first sample is answered for that one.
        """
        known = HORIZONS[sampling]
        sums = np.array(known) * np.array(self.at[sampling].smape[model])
        horizon = max(horizon, known[0])
        return float(np.interp(horizon, known, sums) / horizon)

    def complete(self) -> bool:
        """Whether networks have raced too."""
        return all(n.name in scores.smape for n in NETWORKS for scores in self.at.values())


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """All of them.

    Attributes:
        entries: Id of a system to its entry, sorted.
        away: Id of a system to why it did not race.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    away: Mapping[str, str] = field(default_factory=dict)


def scores_of(outcomes: Iterable[Outcome], split: Split, sampling: int) -> Scores:
    """What one race leaves in the table, rounded as it is written."""
    done = {outcome.racer.name: outcome for outcome in outcomes}
    networks = {network.name for network in NETWORKS}
    horizons = HORIZONS[sampling]
    return Scores(
        rounded(split.mean, 8),
        rounded(split.spread, 8),
        {name: tuple(rounded(o.smape[h - 1]) for h in horizons) for name, o in done.items()},
        {n: rounded(o.nrmse) if math.isfinite(o.nrmse) else None for n, o in done.items()},
        {name: o.valid for name, o in done.items()},
        {name: o.setting for name, o in done.items() if o.setting},
        {n: _told(o.forecast, split) for n, o in done.items() if n in networks},
    )


def joined(first: Scores, second: Scores) -> Scores:
    """The scores of two groups of models on one curve."""
    return Scores(
        first.mean,
        first.spread,
        {**first.smape, **second.smape},
        {**first.nrmse, **second.nrmse},
        {**first.valid, **second.valid},
        {**first.setting, **second.setting},
        {**first.told, **second.told},
    )


def rounded(value: float, figures: int = FIGURES) -> float:
    """A number with as many figures as are written."""
    return float(f"{value:.{figures}g}")


def _told(curve: np.ndarray, split: Split) -> tuple[int | None, ...]:
    parts = HUNDREDTH * (curve - split.mean) / split.spread
    return tuple(round(v) if math.isfinite(v) else None for v in parts.tolist())
