import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.composition import ftle_composed
from engines.instruments.composition.ftle_composed import INSTRUMENT
from engines.instruments.transport.ftle import ftle
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket


def measured(flow, **values):
    model = parameters_model("composed", INSTRUMENT.declared(flow))
    return list(INSTRUMENT(flow).frames(model(**values), Ticket()))


def test_it_is_the_ftle_within_the_error_it_states(shipped):
    flow = shipped("double-gyre")
    last = measured(flow, nx=160, ny=80, horizon=6.0, start=0.4)[-1]
    field = last.layers["ftle_composed"]
    exact = ftle(flow.refined(), field.x, field.y, start=0.4, horizon=6.0)
    off = np.quantile(np.abs(field.values - exact), 0.99)
    stated = last.readings["ftle_composed"]
    assert stated.text == "off"
    assert off < 1e-3
    assert stated.value == pytest.approx(off, rel=1.0)
    assert last.trust.level == "good"
    assert "short maps" in last.trust.sentence


def test_without_the_comparison_the_reading_is_the_largest_exponent(shipped):
    last = measured(shipped("double-gyre"), nx=60, ny=30, horizon=-3.0, composition_error=False)[-1]
    assert last.readings["ftle_composed"].sign == "attract"
    assert last.readings["ftle_composed"].value == last.layers["ftle_composed"].values.max()
    assert last.layers["ftle_composed"].scale == "ftle_backward"
    assert last.trust is None


def test_the_first_picture_is_coarse_and_the_maps_are_kept_for_the_next_moment(shipped):
    flow = shipped("double-gyre")
    frames = measured(flow, nx=160, ny=80, horizon=4.0, maps=8)
    sizes = [f.layers["ftle_composed"].values.size for f in frames if f.layers]
    assert sizes[0] < sizes[-1] == 160 * 80
    made = ftle_composed._maps[flow].made
    later = measured(flow, nx=160, ny=80, horizon=4.0, maps=8, start=0.5)
    assert ftle_composed._maps[flow].made == made + 1
    assert all(not f.layers for f in later[:-1])


def test_bad_values_are_one_sentence(shipped):
    with pytest.raises(UnfitError, match="horizon T = 0"):
        measured(shipped("double-gyre"), horizon=0.0)
    with pytest.raises(UnfitError, match="allowed from 5"):
        measured(shipped("double-gyre"), nx=3, ny=20)
    assert "plane" in INSTRUMENT.refuses(shipped("rossby-haurwitz"))
    assert "planar" in INSTRUMENT.refuses(shipped("abc-flow"))
