import numpy as np
import pytest

from engines.numerics.steppers import DORMAND_PRINCE, RK4
from engines.running.ticket import Ticket, Withdrawn
from engines.systems.motion import AdaptiveCarrier, ChainCarrier, Loops, carried, loops


def carrier(kind, system, **changed):
    shared = loops(system.equations, False)
    values = np.array(list((system.defaults() | changed).values()))
    if kind == "chain":
        return ChainCarrier(shared, values, RK4, system.step)
    return AdaptiveCarrier(shared, values, DORMAND_PRINCE, 1e-10, system.step)


def test_equal_equations_share_their_loops(shipped):
    assert loops(shipped("saddle").equations, False) is loops(shipped("saddle").equations, False)
    assert loops(shipped("saddle").equations, True) is not loops(shipped("saddle").equations, False)


@pytest.mark.parametrize("kind", ["chain", "adaptive"])
def test_many_slices_give_what_one_gives(shipped, kind):
    system = shipped("double-gyre")
    states = np.random.default_rng(0).uniform(0.0, 1.0, (1000, 2))
    times = np.array([0.0, 1.0, 3.0])
    found = carried(carrier(kind, system), states.copy(), times, None)
    alone = carried(carrier(kind, system), states[900:901].copy(), times, None)
    np.testing.assert_allclose(found[900:901], alone, atol=1e-8)
    np.testing.assert_array_equal(found[:, 0], states)


@pytest.mark.parametrize("kind", ["chain", "adaptive"])
def test_a_ticket_withdrawn_on_the_way_is_noticed(shipped, kind):
    system = shipped("lorenz-1963")
    looks = []

    class Later(Ticket):
        def check(self):
            looks.append(1)
            if len(looks) == 3:
                self.withdraw()
            super().check()

    states = np.ones((LARGE, 3))
    times = np.array([0.0, 1e6])
    with pytest.raises(Withdrawn):
        carried(carrier(kind, system), states, times, Later())
    assert len(looks) < 20


LARGE = 4000


def test_a_carrier_says_whether_its_code_has_been_made(shipped):
    system = shipped("lotka-volterra")
    values = np.array(list(system.defaults().values()))
    fresh = ChainCarrier(Loops(system.equations, False), values, RK4, system.step)
    assert not fresh.compiled
    carried(fresh, np.ones((1, 2)), np.array([0.0, 0.1]), None)
    assert fresh.compiled
