import numpy as np
import pytest

from engines.errors import FlowError
from engines.instruments.transport.plane_grid import (
    PlaneGrid,
    declared_grid,
    plane_grids,
    unfit_for_planes,
    within_record,
)
from engines.parameters.declare import parameters_model
from engines.protocols.capabilities import Recorded
from engines.systems.ode import OdeFlow


def test_nodes_are_told_row_by_row():
    grid = PlaneGrid(np.array([0.0, 1.0, 2.0]), np.array([5.0, 6.0]))
    np.testing.assert_array_equal(grid.states(1), [[0, 6], [1, 6], [2, 6]])
    assert grid.shape == (2, 3)
    assert len(grid.states()) == 6


def test_grids_grow_to_the_one_asked_for(shipped):
    flow = shipped("double-gyre")
    model = parameters_model("grid", declared_grid(flow, "start"))
    assert set(model.model_fields) == {"start", "nx", "ny"}
    grids = list(plane_grids(flow, model(nx=200, ny=100), 500))
    sizes = [grid.shape[0] * grid.shape[1] for grid in grids]
    assert sizes == sorted(sizes)
    assert sizes[0] <= 1000
    assert grids[-1].shape == (100, 200)
    assert [grid.last for grid in grids] == [False] * (len(grids) - 1) + [True]
    assert grids[-1].share == 1.0
    assert (grids[0].x[0], grids[0].x[-1], grids[0].y[-1]) == (0.0, 2.0, 1.0)


def test_what_has_no_plane_is_told_why(shipped):
    assert "continuous" in unfit_for_planes(shipped("henon"))
    assert "planar" in unfit_for_planes(shipped("lorenz-1963"))
    assert unfit_for_planes(shipped("saddle")) == ""


class _Measured(OdeFlow, Recorded):
    span = (1.0, 3.0)


@pytest.mark.parametrize(("start", "horizon"), [(2.0, 1.5), (2.0, -1.5), (0.0, 2.0), (3.5, -1.0)])
def test_a_journey_beyond_the_data_is_refused_in_a_sentence(shipped, start, horizon):
    plain = shipped("saddle")
    flow = _Measured(plain.system, plain.values)
    with pytest.raises(FlowError, match="needs data from .* there is data from 1 to 3"):
        within_record(flow, start, horizon)
    within_record(flow, 1.0, 2.0)
    within_record(flow, 3.0, -2.0)
    within_record(plain, start, horizon)
