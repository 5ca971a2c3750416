import numpy as np

from engines.instruments.vortices.ivd import INSTRUMENT
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket


def test_both_gyres_are_eddies_at_every_moment(shipped):
    flow = shipped("double-gyre")
    model = parameters_model("ivd", INSTRUMENT.declared(flow))
    frames = list(INSTRUMENT(flow).frames(model(nx=101, ny=51, start=2.0), Ticket()))
    last = frames[-1]
    assert last.readings["ivd"].value == 2.0
    assert len(last.layers["ivd_edges"].lines) == 2
    assert last.layers["ivd"].unit == "1/s"
    shapes = [frame.layers["ivd"].values.size for frame in frames]
    assert shapes == sorted(shapes)


def test_a_solid_rotation_departs_nowhere_from_its_mean(written):
    flow = written("-y", "x")
    model = parameters_model("ivd", INSTRUMENT.declared(flow))
    last = list(INSTRUMENT(flow).frames(model(nx=11, ny=11), Ticket()))[-1]
    np.testing.assert_allclose(last.layers["ivd"].values, 0.0, atol=1e-12)
    assert last.readings["ivd"].value == 0.0
