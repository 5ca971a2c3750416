import numpy as np

from engines.instruments.expressway.stranded import INSTRUMENT, stranded
from engines.numerics.expressway.flow import Expressway
from engines.running.ticket import Ticket


def test_a_good_jump_strands_nobody_and_a_smoothed_one_many(jump, values):
    flow = jump(solver="Newton")
    smooth = Expressway(flow.solving, flow.tail, flow.box, flow.modes, smoothing=1.0)
    shares = []
    for one in (flow, smooth):
        given = values(INSTRUMENT, one, samples=400, paths=0, t=1.0)
        last = list(INSTRUMENT(one).frames(given, Ticket()))[-1]
        shares.append(last.readings["stranded"].value)
        assert len(last.layers["stranded"].positions) == round(4 * shares[-1])
    assert shares[0] < 0.5 * shares[1]


def test_they_are_followed_from_the_start(jump):
    flow = jump(solver="Newton")
    smooth = Expressway(flow.solving, flow.tail, flow.box, flow.modes, smoothing=1.0)
    begun, share = stranded(smooth, smooth.modes, 300, 0, 0, 0.0, Ticket())
    ended, _ = stranded(smooth, smooth.modes, 300, 0, 0, 1.0, Ticket())
    assert len(begun) == len(ended) == round(300 * share)
    assert smooth.modes.off(ended).all()
    assert np.linalg.norm(begun - ended, axis=1).max() > 0.1


def test_modes_must_be_known(jump, pendulum):
    assert INSTRUMENT.refuses(jump(modes=False)) == "needs data whose modes are known"
    assert INSTRUMENT.refuses(pendulum()) == "needs a jump of optimal transport"
