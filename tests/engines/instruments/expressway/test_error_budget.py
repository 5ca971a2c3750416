from engines.instruments.expressway.error_budget import INSTRUMENT
from engines.running.ticket import Ticket


def test_the_error_of_the_jump_stays_below_its_bound(jump, values):
    flow = jump(iterations=5)
    given = values(INSTRUMENT, flow)
    last = list(INSTRUMENT(flow).frames(given, Ticket()))[-1]
    carried, bound = last.layers["budget"], last.layers["budget_bound"]
    assert (carried.y <= bound.y * (1.0 + 1e-9)).all()
    assert (carried.x[1:] > carried.x[:-1]).all()
    assert last.readings["error_budget"].value == carried.y[0]
    assert INSTRUMENT.axes(flow, given)[0].high == 0.04


def test_only_a_jump_has_one(pendulum):
    assert INSTRUMENT.refuses(pendulum()) == "needs a jump of optimal transport"
