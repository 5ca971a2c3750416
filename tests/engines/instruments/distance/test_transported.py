from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.distance.transported import INSTRUMENT
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn


@pytest.fixture
def measure(stretch):
    def run(ticket=None, **values):
        flow = stretch(3.0)
        model = parameters_model("p", INSTRUMENT.declared(flow))
        return list(INSTRUMENT(flow).frames(model(**values), ticket or Ticket()))

    return run


def test_the_cloud_is_noise_at_first_and_data_at_last(measure):
    first, last = (
        measure(samples=8000, paths=0, t=t)[-1].layers["samples"].positions for t in (0.0, 1.0)
    )
    np.testing.assert_allclose(first.std(axis=0), 1.0, atol=0.03)
    np.testing.assert_allclose(last, 3.0 * first)


def test_paths_carry_their_moment_as_colour(measure):
    layer = measure(paths=5)[-1].layers["paths"]
    assert layer.positions.shape == (5, 41, 2)
    np.testing.assert_allclose(layer.values[3], np.linspace(0, 1, 41))


def test_ways_are_the_same_layer_at_every_moment_and_another_where_more_are_asked_for(stretch):
    flow = stretch(3.0)
    model = parameters_model("p", INSTRUMENT.declared(flow))

    def ways(**values):
        return list(INSTRUMENT(flow).frames(model(**values), Ticket()))[-1].layers["paths"]

    first = ways(t=0.1, paths=5)
    assert ways(t=0.8, paths=5) is first
    assert ways(t=0.8, paths=6) is not first
    assert ways(t=0.8, paths=6, seed=3).positions.shape == (6, 41, 2)


def test_the_same_seed_gives_the_same_noise(measure):
    one, again, other = (measure(seed=s)[-1].layers["samples"].positions for s in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert not np.allclose(one, other)


def test_a_few_points_come_first(measure):
    sizes = [len(f.layers["samples"].positions) for f in measure(samples=900)]
    assert sizes == [200, 900]


def test_flows_without_noise_are_refused(saddle):
    assert INSTRUMENT.refuses(saddle()) == "needs a flow from noise to data"


def test_a_withdrawn_ticket_ends_it(measure):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        measure(ticket)
