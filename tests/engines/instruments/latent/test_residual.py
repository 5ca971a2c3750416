from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.latent.residual import INSTRUMENT, share
from engines.parameters.declare import parameters_model
from engines.protocols.landscape import Obeying
from engines.running.ticket import Ticket, Withdrawn


@pytest.fixture
def taught(hill):
    """u = sin(a - 2 t): a wave of speed 2, and of no other."""

    class Wave(type(hill), Obeying):
        constant, law = 2.0, "u_{tt} = c^2 u_{aa}"

        def heights(self, states, time):
            return np.sin(states[:, 0] - 2.0 * time)

        def sides(self, states, time, constant):
            bent = -np.sin(states[:, 0] - 2.0 * abs(time))
            return 4.0 * bent, constant**2 * bent

    return Wave()


def frames(flow, ticket=None, **values):
    model = parameters_model("p", INSTRUMENT.declared(flow))
    return list(INSTRUMENT(flow).frames(model(**values), ticket or Ticket()))


def test_a_wave_obeys_its_equation_at_its_own_speed_only(taught):
    obeyed = frames(taught, t=1.0)[-1]
    np.testing.assert_allclose(obeyed.layers["residual"].values, 0.0, atol=1e-12)
    assert obeyed.readings["residual"].value == pytest.approx(0.0)
    other = frames(taught, t=1.0, c=1.0)[-1]
    # (4 - 1)^2 / (4^2 + 1^2)
    assert other.readings["residual"].value == pytest.approx(9.0 / 17.0)


def test_colours_are_those_of_the_sides(taught):
    low, high = frames(taught, residual_nodes=40)[-1].layers["residual"].limits
    assert -low == high == pytest.approx(4.0, rel=0.05)


def test_sides_that_have_nothing_in_common_count_one():
    draw = np.random.default_rng(0)
    left, right = draw.standard_normal((2, 100_000))
    assert share(left, right) == pytest.approx(1.0, abs=0.02)
    assert share(np.zeros(3), np.zeros(3)) == 0.0


def test_the_constant_at_rest_is_the_learned_one(taught):
    assert {d.name: d.default for d in INSTRUMENT.declared(taught)}["c"] == 2.0


def test_heights_that_were_taught_nothing_are_refused(hill, saddle):
    for flow in (hill, saddle()):
        assert INSTRUMENT.refuses(flow) == "needs a height that was taught an equation"


def test_a_withdrawn_ticket_ends_it(taught):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        frames(taught, ticket)
