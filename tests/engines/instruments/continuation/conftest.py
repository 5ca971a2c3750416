"""Families from a line of text, and instruments put on them."""

from __future__ import annotations

import pytest

from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket
from engines.systems.system_file import system_from_text


@pytest.fixture(scope="session")
def family():
    """`family({"x": "p + x^2"}, p=(0, -1, 1))` is a flow over the square from -2 to 2."""

    def flow(rates, kind="rates", side=2.0, **parameters):
        text = f'title = "Family"\n{"step = 0.02" if kind == "rates" else ""}\nduration = 20.0\n'
        text += f"[{kind}]\n" + "".join(f'{n} = "{r}"\n' for n, r in rates.items())
        rows = (f"{n} = {{ low = {-side}, high = {side}, start = 0.1 }}\n" for n in rates)
        text += "[states]\n" + "".join(rows) + "[parameters]\n"
        for name, (value, low, high) in parameters.items():
            text += f"{name} = {{ value = {value}, low = {low}, high = {high} }}\n"
        system = system_from_text(text, "family")
        return system.flow_at(system.defaults())

    return flow


@pytest.fixture(scope="session")
def put():
    """`put(INSTRUMENT, flow, swept="rho")` is the list of its frames."""

    def frames(instrument, flow, **values):
        p = parameters_model(instrument.name, instrument.declared(flow))(**values)
        return list(instrument(flow).frames(p, Ticket()))

    return frames
