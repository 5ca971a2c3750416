"""Instruments put on flows from a line of text."""

from __future__ import annotations

import pytest

from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket
from engines.systems.system_file import system_from_text


@pytest.fixture(scope="session")
def put():
    """`put(INSTRUMENT, flow, basin_nodes=40)` is the list of its frames."""

    def frames(instrument, flow, **values):
        p = parameters_model(instrument.name, instrument.declared(flow))(**values)
        return list(instrument(flow).frames(p, Ticket()))

    return frames


@pytest.fixture(scope="session")
def newton():
    """Newton's method for z^3 = 1 as a map of the plane."""
    text = """
    title = "Newton"
    [next]
    x = "(2*x + (x^2 - y^2)/(x^2 + y^2)^2)/3"
    y = "(2*y - 2*x*y/(x^2 + y^2)^2)/3"
    [states]
    x = { low = -1.5, high = 1.5, start = 1.2 }
    y = { low = -1.5, high = 1.5, start = 0.3 }
    """
    return system_from_text(text, "newton").flow_at({})
