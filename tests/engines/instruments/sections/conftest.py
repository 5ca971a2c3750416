"""Instruments put on flows."""

from __future__ import annotations

import pytest

from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket


@pytest.fixture(scope="session")
def put():
    """`put(INSTRUMENT, flow, cut="z")` is the list of its frames."""

    def frames(instrument, flow, **values):
        p = parameters_model(instrument.name, instrument.declared(flow))(**values)
        return list(instrument(flow).frames(p, Ticket()))

    return frames
