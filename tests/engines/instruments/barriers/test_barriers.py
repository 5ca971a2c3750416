import numpy as np
import pytest

from engines.instruments.barriers import barriers
from engines.instruments.barriers.barriers import INSTRUMENT
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket


def measured(flow, **values):
    model = parameters_model("barriers", INSTRUMENT.declared(flow))
    return list(INSTRUMENT(flow).frames(model(**values), Ticket()))


@pytest.mark.parametrize("average", ["along paths", "instant"])
def test_the_walls_between_the_cells_stretch_most(shipped, average):
    frames = measured(shipped("taylor-green"), nx=65, ny=65, horizon=2.0, average=average)
    last = frames[-1].layers["barriers"]
    assert frames[0].layers["barriers"].values.size < last.values.size == 65 * 65
    # at a corner of cells the force is a saddle of rate |b|max / rms = sqrt(2)
    assert last.values[32, 32] == pytest.approx(np.sqrt(2.0), abs=2e-3)
    assert frames[-1].readings["barriers"].value == pytest.approx(np.sqrt(2.0), abs=2e-3)
    np.testing.assert_allclose(last.values[:, 0], last.values[:, -1], atol=1e-12)
    assert frames[-1].trust.level == "good"


def test_a_coarse_picture_takes_few_intervals_and_steps_and_is_nearly_as_good(shipped, monkeypatch):
    flow, asked = shipped("double-gyre"), {"nx": 65, "ny": 33, "horizon": 4.0}
    taken = []
    mean = barriers.mean_spin

    def counted(*args, intervals, **named):
        taken.append(intervals)
        return mean(*args, intervals=intervals, **named)

    monkeypatch.setattr(barriers, "mean_spin", counted)
    coarse = measured(flow, **asked)[0].layers["barriers"].values
    assert taken[0] < taken[-1] == barriers.INTERVALS
    monkeypatch.setattr(barriers, "_FEW", (barriers.INTERVALS, barriers.STEPS))
    careful = measured(flow, **asked)[0].layers["barriers"].values
    assert np.quantile(np.abs(coarse - careful), 0.95) < 0.02 * careful.max()


def test_it_tells_which_form_it_used(shipped, written):
    kept = measured(shipped("double-gyre"), nx=24, ny=16, horizon=1.0)[-1]
    assert "vorticity averaged" in kept.trust.sentence
    shrunk = measured(written("-x", "-2*y + x^3/6"), nx=16, ny=16, horizon=1.0)[-1]
    assert "pulled back" in shrunk.trust.sentence
    at_once = measured(shipped("double-gyre"), nx=24, ny=16, average="instant")[-1]
    assert "at this instant" in at_once.trust.sentence


def test_both_forms_agree_where_areas_are_kept(shipped, monkeypatch):
    flow = shipped("double-gyre")
    asked = {"nx": 96, "ny": 64, "horizon": 2.0, "smoothing": 0.0}
    usual = measured(flow, **asked)[-1].layers["barriers"].values
    monkeypatch.setattr("engines.instruments.barriers.barriers.keeps_area", lambda *_: False)
    general = measured(flow, **asked)[-1].layers["barriers"].values
    inner = np.abs(usual - general)[8:-8, 8:-8]
    assert np.quantile(inner, 0.95) < 0.02


@pytest.mark.parametrize(
    ("measure", "unit", "scale"), [("aPRA", "rad", "amount"), ("TSE", "", "signed")]
)
def test_other_measures_have_their_own_units(shipped, measure, unit, scale):
    last = measured(shipped("taylor-green"), nx=17, ny=17, horizon=1.0, measure=measure)[-1]
    assert (last.layers["barriers"].unit, last.layers["barriers"].scale) == (unit, scale)
    assert measure in last.readings["barriers"].text


def test_a_plane_of_angle_and_speed_has_no_diffusion(shipped):
    assert "unit of length" in INSTRUMENT.refuses(shipped("pendulum"))
    assert "planar" in INSTRUMENT.refuses(shipped("abc-flow"))
    assert INSTRUMENT.refuses(shipped("taylor-green")) == ""


def test_lost_paths_are_counted(written):
    last = measured(written("1", "0.1*sqrt(1 - x)"), nx=16, ny=16, horizon=2.0)[-1]
    assert "have no value" in last.notes[0]


def test_a_grid_too_small_for_a_spline_shows_nothing(shipped):
    assert measured(shipped("taylor-green"), nx=3, ny=3) == []
