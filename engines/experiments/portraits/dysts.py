"""A catalogue of chaos as a benchmark: how far ahead each system can be told, and by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from engines.errors import UnfitError
from engines.experiments.remembered import Remembered
from engines.instruments.forecast.forecast import Forecast, line, raced
from engines.instruments.forecast.models import (
    AHEAD,
    COLOURS,
    NAMES,
    PER_PERIOD,
    RACERS,
    TITLES,
)
from engines.instruments.forecast.table import HORIZONS, SAMPLINGS, Entry, Table
from engines.instruments.forecast.table_file import read_table, shipped_table
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.points import Points
from engines.layers.series import KINDS, Series
from engines.parameters.declare import Parameters, choice, parameters_model, real, switch
from engines.parameters.reading import changed
from engines.protocols.experiment import Experiment
from engines.protocols.flow import Flow
from engines.protocols.gesture import Gesture
from engines.protocols.instrument import Instrument
from engines.protocols.subject import Subject
from engines.protocols.views import Axis, Clock, ViewSpec
from engines.running.ticket import Ticket
from engines.systems.system import System
from engines.systems.system_file import read_system

SCATTER, GROWTH = "systems", "growth"
LEAST = 0.01  # exponent times period: what is less chaotic stands there
ERROR = Axis("error", "sMAPE", "%", 0.0, 200.0)
AXES = (Axis("log₁₀ of exponent × period", "", "", -2.0, 1.5), ERROR)
REACH = 0.1  # of the width and height of the chart: a click farther from all dots means nothing
QUARTILES = (25.0, 50.0, 75.0)


class Dysts(Experiment):
    """One dot a system, across how chaotic it is, up how wrong a model is at a horizon, and over
    the chosen system a dot for each model; below, how errors grow in the middle of all systems, and
    the forecasts for the chosen one: run anew, but for networks, whose training takes minutes.
    """

    shelf: tuple[type[Instrument], ...] = ()  # what is measured is in the views

    def __init__(self, subject: Subject, chosen: Sequence[str] = ()) -> None:
        table = read_table(shipped_table())
        if subject.id not in table.entries:
            raise UnfitError(f"{subject.id}: is not in the table of forecasts")
        self._table: Table = table
        complete = all(entry.complete() for entry in table.entries.values())
        self.racers = RACERS if complete else RACERS[: len(NAMES)]
        self._names = tuple(racer.name for racer in self.racers)
        self._remembered = Remembered()
        self._asked: object = None
        self._growth: dict[tuple[str, int], np.ndarray] = {}
        self.parameters = parameters_model(
            "dysts",
            (
                choice("of", subject.id, tuple(table.entries), title="System",
                       help="Click a dot to choose it."),
                choice("model", "analogue", self._names, title="Model",
                       help="Whose errors are shown; click its dot to choose it."),
                choice("sampling", str(PER_PERIOD), tuple(map(str, SAMPLINGS)),
                       title="Samples a period", help="How densely curves are sampled."),
                real("horizon", 1.0, 1.0 / PER_PERIOD, float(AHEAD), title="Horizon",
                     unit="periods", help="How far ahead is asked for."),
                switch("everybody", False, title="All models",
                       help="Dots and forecasts of all models at once."),
                # the window shows their numbers in the equations it was opened with
                *(replace(d, hidden=True) for d in subject.declared),
            ),
        )  # fmt: skip

    def flow(self, parameters: Parameters) -> Flow:
        p: Any = parameters
        return _flow(p.of)

    def subject_at(self, parameters: Parameters) -> Subject:
        p: Any = parameters
        return _system(p.of)

    def clock(self, parameters: Parameters) -> Clock:
        low = 1.0 / PER_PERIOD
        return Clock("horizon", low, float(AHEAD), "periods", "horizon", 0.2, along=False)

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        p: Any = parameters
        values = parameters_model("forecast", Forecast.declared(_flow(p.of)))()
        across, up = Forecast.axes(_flow(p.of), values)
        lines = tuple(f"{GROWTH}_{name}" for name in self._names)
        told = (*(f"forecast_{name}" for name in self._names), "forecast", "moment")
        rank = self.rank(p)
        said = "" if rank is None else f"; rank correlation {rank:.2f}".replace("-", "−")
        return (
            ViewSpec(SCATTER, "chart", "A dot is a system", ("crowd", SCATTER, "models", "chosen"),
                     f"{TITLES[p.model]}, {p.horizon:.2f} periods ahead{said}", AXES, clicks=True),
            ViewSpec(GROWTH, "chart", "All systems", (*lines, "now"), "medians at the horizon",
                     (Axis("periods ahead", "", "", 0.0, float(AHEAD)), ERROR)),
            ViewSpec("forecast", "chart", _system(p.of).title, told, "sMAPE at the ends",
                     (across, up)),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        ticket.check()
        p: Any = parameters
        early = {**self.dots(p), **self.growth(p)}
        entry, n = self._table.entries[p.of], int(p.sampling)
        rank = self.rank(p)
        readings = {SCATTER: Reading(entry.error(p.model, n * p.horizon, n), "sMAPE, %")}
        if rank is not None:
            readings["rank"] = Reading(rank, "rank correlation with exponent × period")
        shown = self._names if p.everybody else (p.model,)
        key = (p.of, shown, n)
        if self._asked != key:  # what is remembered comes as soon itself
            yield Frame(early, 0.0, readings=readings, task="Forecast race")
        self._asked = key
        names = tuple(name for name in shown if name in NAMES)
        settings = entry.at[n].setting
        work = partial(raced, _flow(p.of), 0, entry.period, names, ticket, n, settings)
        for frame in self._remembered.frames("forecast", (p.of, names, n), work):
            true = frame.layers.get("forecast")
            if not isinstance(true, Series):
                yield replace(frame, layers={**early, **frame.layers}, readings=readings)
                continue
            told = {
                f"forecast_{name}": _told(entry, name, n, true)
                for name in shown
                if name not in NAMES
            }
            moment = np.array([[p.horizon, np.interp(p.horizon, true.x, true.y)]])
            layers = {**early, **told, **frame.layers, "moment": Points(moment)}
            yield replace(frame, layers=layers, readings={**readings, **frame.readings})

    def dots(self, p: Any) -> dict[str, Layer]:
        """All systems for one model, and all models for one system."""
        places = self.places(p, p.model)
        row = list(self._table.entries).index(p.of)
        column = np.stack([self.places(p, name)[row] for name in self._names])
        kinds = np.array([float(COLOURS[name]) for name in self._names])
        mine, title = self._names.index(p.model), _system(p.of).title
        found: dict[str, Layer] = {
            SCATTER: Points(places),
            "models": Points(column, "dot", (), kinds, "kinds"),
            "chosen": Points(column[[mine]], "dot", (title,), kinds[[mine]], "kinds"),
        }
        if p.everybody:
            crowd = np.concatenate([self.places(p, name) for name in self._names])
            every = np.repeat(kinds, len(places))
            found["crowd"] = Points(crowd, "cloud", (), every, "kinds")
        return found

    def growth(self, p: Any) -> dict[str, Layer]:
        """Median error over all systems up to each horizon, of all models; where we are on mine."""
        n, found = int(p.sampling), dict[str, Layer]()
        when = np.array(HORIZONS[n]) / n
        for name in sorted(self._names, key=lambda name: name == p.model):
            low, middle, high = self._quartiles(name, n)
            now = float(np.interp(p.horizon, when, middle))
            role, label = KINDS[COLOURS[name]], f"{TITLES[name]} {now:.0f}"
            if name != p.model:
                found[f"{GROWTH}_{name}"] = Series(when, middle, role=role, label=label)
            else:
                found[f"{GROWTH}_{name}"] = Series(when, middle, low, high, role, label)
                found["now"] = Points(np.array([[p.horizon, now]]))
        return found

    def places(self, p: Any, model: str) -> np.ndarray:
        """Where the dots of a model are, shape (n, 2), in the order of the table."""
        entries, n = self._table.entries.values(), int(p.sampling)
        chaos = np.array([max(entry.chaos() or 0.0, LEAST) for entry in entries])
        errors = [entry.error(model, n * p.horizon, n) for entry in entries]
        return np.stack([np.log10(chaos), errors], axis=1)

    def rank(self, p: Any) -> float | None:
        """Rank correlation of errors with exponent times period; None if all errors are one."""
        chaos, errors = self.places(p, p.model).T
        if np.ptp(errors) == 0.0:
            return None
        return float(np.corrcoef(_ranks(chaos), _ranks(errors))[0, 1])

    def respond(self, parameters: Parameters, gesture: Gesture) -> Parameters:
        """A click chooses the system of the nearest dot, or the model of one in the column."""
        if gesture.view != SCATTER or gesture.kind not in ("launch", "drag"):
            return parameters
        p: Any = parameters
        ids = list(self._table.entries)
        places = self.places(p, p.model)
        column = [self.places(p, name)[ids.index(p.of)] for name in self._names]
        sides = np.array([axis.high - axis.low for axis in AXES])
        every = np.concatenate([places, column])
        far = np.linalg.norm((every - gesture.place[:2]) / sides, axis=1)
        nearest = int(np.argmin(far))
        if far[nearest] > REACH:
            return parameters
        if nearest < len(ids):
            return changed(parameters, {"of": ids[nearest]})
        return changed(parameters, {"model": self._names[nearest - len(ids)]})

    def _quartiles(self, name: str, n: int) -> np.ndarray:
        if (name, n) not in self._growth:
            errors = [entry.at[n].smape[name] for entry in self._table.entries.values()]
            self._growth[name, n] = np.percentile(np.array(errors), QUARTILES, axis=0)
        return self._growth[name, n]


def _told(entry: Entry, name: str, n: int, true: Series) -> Series:
    """What a network said when the table was made, from the last value it had seen."""
    last = int(np.searchsorted(true.x, -0.5 / n)) - 1
    said = np.append(true.y[last], entry.at[n].curve(name))
    racer = next(racer for racer in RACERS if racer.name == name)
    return line(racer, true.x[last:], said, true.y, entry.error(name, HORIZONS[n][-1], n))


def _ranks(values: np.ndarray) -> np.ndarray:
    """Place of each value among all; equal ones share the middle of theirs."""
    _, group, size = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(size) - 0.5 * (size - 1))[group])


@cache
def _system(id: str) -> System:
    files = Path(str(resources.files("presets"))).glob(f"systems/*/{id}.toml")
    return read_system(next(files))


@cache
def _flow(id: str) -> Flow:
    return _system(id).flow_at(_system(id).defaults())


EXPERIMENT = Dysts
