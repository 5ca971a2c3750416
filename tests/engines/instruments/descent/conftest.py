"""Flows and maps of methods on shipped landscapes, and values for an instrument on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.parameters.declare import parameters_model
from engines.parameters.reading import changed
from engines.running.ticket import Ticket
from engines.systems.descent.subject import Descent
from engines.systems.system_file import read_system

FOLDER = Path(__file__).parents[4] / "presets" / "systems"


@pytest.fixture(scope="session")
def descending():
    """`descending("quadratic-bowl", member="free", d=0.4)` is a flow, with `discrete` a map."""
    subjects = {}

    def made(id, discrete=False, **values):
        if (id, discrete) not in subjects:
            (path,) = FOLDER.rglob(f"{id}.toml")
            subjects[id, discrete] = Descent(read_system(path), discrete=discrete)
        subject = subjects[id, discrete]
        model = parameters_model("descent", subject.declared)
        return subject.flow(changed(model(), values))

    return made


@pytest.fixture(scope="session")
def put_on():
    """`put_on(Instrument, flow, steps=50)` are its frames with these values."""

    def frames(instrument, flow, **values):
        model = parameters_model(instrument.name, instrument.declared(flow))
        return list(instrument(flow).frames(changed(model(), values), Ticket()))

    return frames


@pytest.fixture(scope="session")
def pendulum():
    """A flow that walks down nothing."""
    system = read_system(FOLDER / "mechanics" / "pendulum.toml")
    return system.flow_at(system.defaults())
