import numpy as np

from engines.instruments.dye.dye import INSTRUMENT, MOST
from engines.parameters.declare import parameters_model
from engines.protocols.capabilities import Recorded
from engines.running.ticket import Ticket
from engines.systems.ode import OdeFlow


def model(flow):
    return parameters_model("dye", INSTRUMENT.declared(flow))


def measured(flow, **values):
    return list(INSTRUMENT(flow).frames(model(flow)(**values), Ticket()))


def area(places, cell=0.02):
    """Area of the cells that hold dye."""
    return len(np.unique(np.floor(places / cell), axis=0)) * cell**2


def test_dye_is_laid_down_where_and_when_it_was_said(shipped):
    flow = shipped("double-gyre")
    last = measured(flow, drops=((0.5, 0.3, 2.0),), duration=4.0, start=3.0)[-1]
    dye = last.layers["dye"]
    assert dye.role == "dye"
    assert dye.at == 3.0
    assert (dye.times[0], dye.times[-1]) == (0.0, 4.0)
    laid = dye.positions[:, 120]  # the middle of 241 samples is t = 2
    assert np.hypot(*(laid - [0.5, 0.3]).T).max() <= 0.0501
    for k, time in ((0, 0.0), (240, 4.0)):
        wanted = flow.advance(laid, 2.0, time)
        np.testing.assert_allclose(dye.positions[:, k], wanted, atol=1e-6)


def test_a_flow_without_sources_keeps_the_area_of_dye(shipped):
    dye = measured(shipped("double-gyre"), drops=((1.0, 0.5, 0.0),), drop_size=0.1, duration=6.0)
    positions = dye[-1].layers["dye"].positions
    assert len(positions) <= MOST
    first = area(positions[:, 0])
    # cells at the border count whole, and a longer border has more of them
    assert first <= area(positions[:, -1]) < 2.0 * first


def test_coarse_dye_comes_before_fine_dye_and_is_remembered(shipped):
    flow = shipped("saddle")
    frames = measured(flow, drops=((0.1, 0.1, 0.0),), duration=1.0)
    assert [frame.level for frame in frames] == [0, 1]
    assert frames[0].layers["dye"].positions.size < frames[1].layers["dye"].positions.size
    again = measured(flow, drops=((0.1, 0.1, 0.0),), duration=1.0)
    assert len(again) == 1
    assert again[0].layers["dye"].positions is frames[1].layers["dye"].positions
    assert again[0].layers["dye"].at is None  # it follows the playhead
    assert again[0].readings["dye"].text == "drop"


def test_without_drops_there_is_no_dye(shipped):
    (frame,) = measured(shipped("saddle"))
    assert frame.layers["dye"].positions.shape[0] == 0


def test_drops_of_several_moments_are_several_stains(shipped):
    drops = ((0.5, 0.3, 0.0), (0.52, 0.3, 0.0), (1.5, 0.3, 2.0))
    last = measured(shipped("double-gyre"), drops=drops, duration=2.0)[-1]
    assert last.readings["dye"].value == 3.0
    ends = last.layers["dye"].positions[:, -1]
    assert (np.hypot(*(ends - [1.5, 0.3]).T) <= 0.0501).any()
    starts = last.layers["dye"].positions[:, 0]
    assert (np.hypot(*(starts - [0.5, 0.3]).T) <= 0.0501).any()


class _Measured(OdeFlow, Recorded):
    span = (1.0, 3.0)


def test_it_stays_within_what_is_recorded(shipped):
    flow = shipped("double-gyre")
    flow = _Measured(flow.system, flow.values)
    last = measured(flow, drops=((0.5, 0.3, 2.0),), duration=10.0)[-1]
    times = last.layers["dye"].times
    assert (times[0], times[-1]) == (1.0, 3.0)


def test_what_is_no_plane_cannot_be_dyed(shipped):
    assert "planar" in INSTRUMENT.refuses(shipped("lorenz-1963"))
    assert "continuous" in INSTRUMENT.refuses(shipped("henon"))
