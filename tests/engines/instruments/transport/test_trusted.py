import numpy as np
import pytest

from engines.instruments.transport.deformation import Seeds
from engines.instruments.transport.trusted import trusted
from engines.running.ticket import Ticket

SEEDS = Seeds(np.linspace(0.1, 1.9, 20), np.linspace(0.1, 0.9, 10), (), 0.0, 10.0)


@pytest.mark.parametrize(("step", "level"), [(0.1, "good"), (2.0, "warn")])
def test_a_rough_step_is_warned_of(shipped, step, level):
    flow = shipped("double-gyre")
    flow.step = step
    found = trusted(flow, flow.refined(), SEEDS, None, Ticket())
    assert found.level == level
    assert found.sentence.startswith(f"RK4, step {step:g} s, moves 99 % of nodes by less than")


def test_a_flow_on_which_nothing_survives_is_not_trusted(shipped):
    flow = shipped("henon")
    seeds = Seeds(np.array([50.0, 60.0, 70.0]), np.array([5.0, 6.0, 7.0]), (), 0.0, 40.0)
    found = trusted(flow, flow, seeds, None, Ticket())
    assert (found.level, found.path) == ("error", ("CPU, float64",))


def test_a_flow_that_knows_no_better_makes_no_comparison(saddle):
    found = trusted(saddle(), saddle(), SEEDS, None, Ticket())
    assert found.level == "good"
    assert found.sentence == ""
