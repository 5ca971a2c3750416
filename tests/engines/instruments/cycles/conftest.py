"""Instruments put on flows, and a wheel with two rings."""

from __future__ import annotations

import pytest

from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket


@pytest.fixture(scope="session")
def put():
    """`put(INSTRUMENT, flow, cycle_order=3)` is the list of its frames."""

    def frames(instrument, flow, **values):
        p = parameters_model(instrument.name, instrument.declared(flow))(**values)
        return list(instrument(flow).frames(p, Ticket()))

    return frames


@pytest.fixture(scope="session")
def rings(shipped):
    """r' = -m r ((r^2 - 1)^2 - h): cycles at r^2 = 1 +- sqrt(h) that turn with `omega`."""
    return lambda **values: shipped("two-cycles", **values)
