import numpy as np
import pytest

from engines.errors import FlowError
from engines.instruments.lcs.ftle_ridges import INSTRUMENT, ridges
from engines.running.ticket import Ticket, Withdrawn


def test_the_ridge_of_a_known_field_is_found_to_a_small_part_of_a_cell():
    x, y = np.linspace(-1.0, 1.0, 101), np.linspace(-0.8, 0.8, 61)
    wave = 0.3 * np.sin(2.0 * x)
    values = -((y[:, None] - wave) ** 2) + 0.0 * x
    normals = np.stack(np.broadcast_arrays(-0.6 * np.cos(2.0 * x), np.ones((61, 1))), axis=-1)
    normals = normals / np.linalg.norm(normals, axis=-1, keepdims=True)
    (line, *rest) = ridges(x, y, values, normals, sdd=1.0, shortest=0.5)
    assert not rest
    off = line[:, 1] - 0.3 * np.sin(2.0 * line[:, 0])
    assert np.abs(off).max() < 0.05 * (x[1] - x[0])
    assert np.ptp(line[:, 0]) > 1.9


def test_ridges_are_sorted_by_length_and_the_short_ones_left_out(shipped, measured):
    def drawn(**values):
        flow = shipped("double-gyre")
        last = measured(INSTRUMENT, flow, nx=161, ny=81, horizon=-10.0, **values)[-1]
        return last.layers["ftle_ridges"].lines

    every, long = drawn(ridge_length=0.0), drawn(ridge_length=0.5)
    sizes = [np.hypot(*np.diff(line, axis=0).T).sum() for line in every]
    assert sizes == sorted(sizes, reverse=True)
    assert len(long) == sum(size >= 0.5 for size in sizes)
    assert 0 < len(long) < len(every)


def test_a_ridge_is_a_wall_that_particles_do_not_cross(shipped, measured):
    """Points on both sides of a repelling ridge part faster than those along it."""
    flow = shipped("double-gyre")
    last = measured(INSTRUMENT, flow, nx=201, ny=101, horizon=10.0, ridge_length=0.5)[-1]
    line = last.layers["ftle_ridges"].lines[0][10:-10]
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)

    def growth(offset):
        ends = [flow.advance(line + sign * 1e-4 * offset, 0.0, 10.0) for sign in (1.0, -1.0)]
        return np.linalg.norm(ends[0] - ends[1], axis=1) / 2e-4

    assert np.median(growth(across) / growth(along)) > 10.0


@pytest.mark.parametrize(
    ("horizon", "sides", "roles"),
    [
        (8.0, "as the FTLE", {"repel_ridge"}),
        (-8.0, "as the FTLE", {"attract_ridge"}),
        (-8.0, "both", {"repel_ridge", "attract_ridge"}),
    ],
)
def test_the_sign_of_the_horizon_chooses_the_colours(shipped, measured, horizon, sides, roles):
    values = {"nx": 161, "ny": 81, "horizon": horizon, "ridge_sides": sides}
    frames = measured(INSTRUMENT, shipped("double-gyre"), **values)
    layer = frames[-1].layers["ftle_ridges"]
    assert set(layer.roles) == roles
    assert {role for role, _ in layer.labels} == roles
    assert frames[-1].progress == 1.0
    shares = [frame.progress for frame in frames]
    assert shares == sorted(shares)
    assert frames[-1].readings["ftle_ridges"].value == len(layer.lines)


def test_no_horizon_is_said_in_a_sentence(saddle, measured):
    with pytest.raises(FlowError, match="the horizon T is 0"):
        measured(INSTRUMENT, saddle(), horizon=0.0, nx=11, ny=11)


def test_a_field_without_crests_has_no_ridges(saddle, measured):
    last = measured(INSTRUMENT, saddle(), nx=31, ny=31)[-1]
    assert last.layers["ftle_ridges"].lines == ()


def test_a_slice_through_space_has_ridges_too(shipped, measured):
    values = {"nx": 61, "ny": 61, "horizon": 5.0, "sdd": 0.05, "across": "y", "along": "z"}
    last = measured(INSTRUMENT, shipped("abc-flow"), **values)[-1]
    assert len(last.layers["ftle_ridges"].lines) > 0


def test_a_withdrawn_ticket_ends_the_work(shipped):
    from engines.parameters.declare import parameters_model

    flow, ticket = shipped("double-gyre"), Ticket()
    p = parameters_model("ridges", INSTRUMENT.declared(flow))(start=0.5)
    frames = INSTRUMENT(flow).frames(p, ticket)
    next(frames)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(frames)


def test_the_sheets_defaults_are_those_of_the_double_gyre(shipped):
    declared = {d.name: d.default for d in INSTRUMENT.declared(shipped("double-gyre"))}
    assert (declared["sdd"], declared["dist_tol"]) == (10.0, 0.05)
