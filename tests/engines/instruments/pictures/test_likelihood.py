from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.pictures.likelihood import BEFORE, INSTRUMENT
from engines.parameters.declare import parameters_model
from engines.protocols.capabilities import Probable
from engines.running.ticket import Ticket, Withdrawn


@pytest.fixture
def probable(growing):
    """Normal noise that has grown by e^(k t) along each coordinate."""
    rates = np.array([0.5, -0.3, 0.1, -1.0])

    class Known(type(growing), Probable):
        def log_density(self, states, time, ticket=None):
            if ticket is not None:
                ticket.check()
            begin = self.advance(states, time, 0.0)
            normal = -0.5 * (begin**2).sum(axis=1) - 2.0 * np.log(2.0 * np.pi)
            return normal - time * rates.sum()

    return Known()


def frames(flow, ticket=None, **values):
    model = parameters_model("p", INSTRUMENT.declared(flow))
    return INSTRUMENT(flow).frames(model(**values), ticket or Ticket())


def test_each_place_has_the_density_of_its_noise_over_the_growth_of_its_volume(plane, probable):
    flow = plane().around(probable)
    first, last = frames(flow, likelihood_nodes=15)
    assert first.layers["likelihood"].values.shape == (12, 12)
    layer = last.layers["likelihood"]
    squares = np.hypot(*np.meshgrid(layer.x, layer.y)) ** 2
    known = -0.5 * squares - 2.0 * np.log(2.0 * np.pi) + 0.7 * BEFORE
    np.testing.assert_allclose(layer.values, known / 4.0)
    assert last.readings["likelihood"].value == pytest.approx(known.max() / 4.0)


def test_flows_whose_density_nobody_knows_are_refused(plane, probable, saddle):
    for flow in (plane(), saddle()):
        assert INSTRUMENT.refuses(flow) == "needs pictures that come out of a known noise"
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(frames(plane().around(probable), ticket))
