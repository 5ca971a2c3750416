import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.vortices.lavd import INSTRUMENT
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket


def measured(flow, **values):
    model = parameters_model("lavd", INSTRUMENT.declared(flow))
    return list(INSTRUMENT(flow).frames(model(**values), Ticket()))


def test_the_gaussian_vortex_is_found_and_framed(written):
    flow = written("-y*exp(-x^2 - y^2)", "x*exp(-x^2 - y^2)")
    frames = measured(flow, nx=101, ny=101, horizon=2.0, apart=0.5)
    last = frames[-1]
    assert frames[0].layers["lavd"].values.size < last.layers["lavd"].values.size == 101 * 101
    assert last.progress == 1.0
    assert last.trust.level == "good"
    (line,) = last.layers["lavd_edges"].lines
    radius = np.hypot(*line.T)
    assert np.ptp(radius) < 0.02  # circles are carried into themselves
    assert last.readings["lavd"].value == 1.0
    middle = last.layers["lavd"].values[50, 50]
    assert middle == pytest.approx(4.0, abs=0.05)  # T |w - <w>|, w = 2 in the middle


def test_the_first_picture_does_not_wait_for_edges(written):
    flow = written("-y*exp(-x^2 - y^2)", "x*exp(-x^2 - y^2)")
    first, second, *_ = measured(flow, nx=101, ny=101, horizon=2.0, apart=0.5)
    assert set(first.layers) == {"lavd"}
    assert set(second.layers) == {"lavd", "lavd_edges"}
    assert first.layers["lavd"].values.size < 2500
    assert 0.0 < first.progress < second.progress


def test_the_bickley_jet_has_six_vortices_between_waves(shipped):
    last = measured(shipped("bickley-jet"), nx=121, ny=61, horizon=10.0, intervals=15)[-1]
    assert last.readings["lavd"].value == 6.0


def test_no_horizon_is_one_sentence(written):
    with pytest.raises(UnfitError, match="horizon T = 0"):
        measured(written("-y", "x"), nx=21, ny=21, horizon=0.0)


def test_paths_that_blow_up_are_counted(written):
    last = measured(written("1", "sqrt(1 - x)"), nx=21, ny=21, horizon=2.0)[-1]
    assert "have no value" in last.notes[0]


def test_nothing_known_is_said_to_be_wrong(written):
    last = measured(written("sqrt(-1-x^2)", "x"), nx=21, ny=21, horizon=1.0)[-1]
    assert last.trust.level == "error"
    assert last.readings["lavd"].value == 0.0
