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
from engines.instruments.forecast.forecast import Forecast, raced
from engines.instruments.forecast.models import MODELS, NAMES, PER_PERIOD
from engines.instruments.forecast.table import Table, read_table, shipped_table
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

SCATTER = "systems"
LEAST = 0.01  # exponent times period: what is less chaotic stands there
AXES = (
    Axis("log₁₀ of exponent × period", "", "", -2.0, 1.5),
    Axis("error", "sMAPE", "%", 0.0, 200.0),
)
REACH = 0.1  # of the width and height of the chart: a click farther from all dots means nothing


class Dysts(Experiment):
    """One dot a system, across how chaotic it is, up how wrong a model is at a horizon; beside it
    the forecasts for the system of the dot that was clicked, run anew.
    """

    shelf: tuple[type[Instrument], ...] = ()  # what is measured is in the views

    def __init__(self, subject: Subject, chosen: Sequence[str] = ()) -> None:
        table = read_table(shipped_table())
        if subject.id not in table.entries:
            raise UnfitError(f"{subject.id}: is not in the table of forecasts")
        self._table: Table = table
        self._remembered = Remembered()
        self._asked: tuple[str, tuple[str, ...]] | None = None
        self.parameters = parameters_model(
            "dysts",
            (
                choice("of", subject.id, tuple(table.entries), title="System",
                       help="Click a dot to choose it."),
                choice("model", "analogue", NAMES, title="Model", help="Whose errors are shown."),
                real("horizon", 100, 1, 200, title="Horizon", unit="samples",
                     help="A hundred samples are a period."),
                switch("everybody", False, title="All models", help="All forecasts at once."),
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
        return Clock("horizon", 1.0, 200.0, "samples", "horizon", 20.0, along=False)

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        p: Any = parameters
        model = next(model for model in MODELS if model.name == p.model)
        ahead = f"{p.horizon / PER_PERIOD:.2f} periods ahead"
        values = parameters_model("forecast", Forecast.declared(_flow(p.of)))()
        return (
            ViewSpec(SCATTER, "chart", "A dot is a system", (SCATTER, "chosen"),
                     f"{model.title}, {ahead}; click one", AXES, clicks=True),
            ViewSpec("forecast", "chart", _system(p.of).title, (*Forecast.draws, "moment"),
                     "two periods ahead; sMAPE at the ends", Forecast.axes(_flow(p.of), values)),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        ticket.check()
        p: Any = parameters
        early = self.dots(p)
        entry = self._table.entries[p.of]
        reading = Reading(entry.error(p.model, p.horizon), "sMAPE, %")
        names = NAMES if p.everybody else (p.model,)
        if self._asked != (p.of, names):  # what is remembered comes as soon itself
            yield Frame(early, 0.0, readings={SCATTER: reading}, task="Forecast race")
        self._asked = (p.of, names)
        work = partial(raced, _flow(p.of), 0, entry.period, names, ticket)
        for frame in self._remembered.frames("forecast", (p.of, names), work):
            yield replace(frame, layers={**early, **frame.layers, **_moment(frame, p.horizon)},
                          readings={SCATTER: reading, **frame.readings})  # fmt: skip

    def dots(self, p: Any) -> dict[str, Layer]:
        """All systems, and the chosen one in the colour of its model."""
        places = self.places(p)
        here = places[list(self._table.entries).index(p.of)][None]
        kind = np.array([float(NAMES.index(p.model) % len(KINDS))])
        chosen = Points(here, "dot", (_system(p.of).title,), kind, "kinds")
        return {SCATTER: Points(places), "chosen": chosen}

    def places(self, p: Any) -> np.ndarray:
        """Where the dots are, shape (n, 2), in the order of the table."""
        entries = self._table.entries.values()
        chaos = np.array([max(entry.chaos() or 0.0, LEAST) for entry in entries])
        errors = [entry.error(p.model, p.horizon) for entry in entries]
        return np.stack([np.log10(chaos), errors], axis=1)

    def respond(self, parameters: Parameters, gesture: Gesture) -> Parameters:
        """A click chooses the system of the nearest dot."""
        if gesture.view != SCATTER or gesture.kind not in ("launch", "drag"):
            return parameters
        sides = np.array([axis.high - axis.low for axis in AXES])
        far = np.linalg.norm((self.places(parameters) - gesture.place[:2]) / sides, axis=1)
        nearest = list(self._table.entries)[int(np.argmin(far))]
        return changed(parameters, {"of": nearest}) if far.min() <= REACH else parameters


def _moment(frame: Frame, horizon: float) -> dict[str, Layer]:
    """Where the horizon is on the true curve."""
    true, x = frame.layers.get("forecast"), horizon / PER_PERIOD
    if not isinstance(true, Series):
        return {}
    return {"moment": Points(np.array([[x, np.interp(x, true.x, true.y)]]))}


@cache
def _system(id: str) -> System:
    files = Path(str(resources.files("presets"))).glob(f"systems/*/{id}.toml")
    return read_system(next(files))


@cache
def _flow(id: str) -> Flow:
    return _system(id).flow_at(_system(id).defaults())


EXPERIMENT = Dysts
