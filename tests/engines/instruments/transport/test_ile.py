import numpy as np
import pytest

from engines.instruments.transport.ile import INSTRUMENT
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket


def last(flow, **values):
    model = parameters_model("ile", INSTRUMENT.declared(flow))
    return list(INSTRUMENT(flow).frames(model(**values), Ticket()))[-1]


def test_a_saddle_parts_everywhere_at_its_rate_and_nowhere_most(shipped):
    frame = last(shipped("saddle", l=0.7), nx=21, ny=21)
    np.testing.assert_allclose(frame.layers["ile"].values, 0.7)
    assert frame.layers["oecs"].lines == ()
    assert frame.readings["ile"].value == pytest.approx(0.7)


@pytest.mark.parametrize(("rate", "role"), [("repelling", "repel"), ("attracting", "attract")])
def test_the_walls_of_the_cells_are_the_structures_of_the_moment(shipped, rate, role):
    """Between Taylor-Green cells the strain is largest at the corners, along the walls: its
    axes there are the axes of the grid.
    """
    frame = last(shipped("taylor-green"), nx=101, ny=101, rate=rate, oecs_length=1.0)
    lines = frame.layers["oecs"].lines
    assert set(frame.layers["oecs"].roles) == {role}
    corner = min(lines, key=lambda line: np.abs(line - np.pi).max())
    # at (pi, pi) the velocity is (-(x - pi), y - pi): what repels lies along x
    across = 1 if rate == "repelling" else 0
    assert np.ptp(corner[:, across]) < 1e-6
    assert np.ptp(corner[:, 1 - across]) > 1.0
    assert frame.layers["ile"].scale == ("ftle_forward" if role == "repel" else "ftle_backward")


def test_the_structures_can_be_left_out(shipped):
    frame = last(shipped("taylor-green"), nx=31, ny=31, oecs=False)
    assert frame.layers["oecs"].lines == ()


def test_nothing_known_has_no_largest_rate(shipped):
    flow = shipped("lotka-volterra")
    assert INSTRUMENT.refuses(flow) == ""
    assert "planar" in INSTRUMENT.refuses(shipped("lorenz-1963"))
    assert "continuous" in INSTRUMENT.refuses(shipped("henon"))


def test_round_an_angle_no_structure_is_missed(shipped):
    """Taylor-Green cells have four corners on a torus, one of them at the corner of the box."""
    frame = last(shipped("taylor-green"), nx=101, ny=101, oecs_length=1.0)
    lines = frame.layers["oecs"].lines
    middles = {tuple(np.round(line.mean(axis=0) / np.pi).astype(int) % 2) for line in lines}
    assert middles == {(0, 0), (0, 1), (1, 0), (1, 1)}
