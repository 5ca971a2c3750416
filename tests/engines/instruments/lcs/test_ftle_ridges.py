from dataclasses import replace

import numpy as np
import pytest

from engines.errors import FlowError
from engines.instruments.lcs.ftle_ridges import INSTRUMENT, ridges
from engines.instruments.lcs.lines.chart import Chart, chart_of
from engines.instruments.lcs.lines.steger import ridge_points
from engines.instruments.lcs.stages import stages
from engines.numerics.sphere import degrees_of, tangent_bases, unit_vectors
from engines.parameters.declare import parameters_model
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


def _jet(shipped, shift):
    """The Bickley jet, its box begun elsewhere."""
    flow = shipped("bickley-jet")
    period = flow.box.high[0] - flow.box.low[0]
    off = shift * period
    flow.box = replace(
        flow.box,
        low=(flow.box.low[0] + off, flow.box.low[1]),
        high=(flow.box.high[0] + off, flow.box.high[1]),
    )
    return flow, period


def test_a_ridge_across_the_seam_is_one_ridge_wherever_the_box_begins(shipped):
    found = []
    for shift in (0.0, 0.5):
        flow, period = _jet(shipped, shift)
        x, y = (np.linspace(flow.box.low[i], flow.box.high[i], n) for i, n in ((0, 161), (1, 61)))
        chart = chart_of(flow)
        p = parameters_model("r", INSTRUMENT.declared(flow))(nx=161, ny=61, horizon=8.0)
        c = list(stages(flow, p, 8.0, Ticket(), finite=True))[-1].found
        np.testing.assert_array_equal(c.x, x)
        lines = ridges(
            x, y, c.ftle, c.eigen.vectors()[1], sdd=0.3, dist_tol=0.3, shortest=1.5, chart=chart
        )
        found.append(sorted(lines, key=chart.length))
    one, other = found
    assert len(one) == len(other) > 4
    sizes = [[chart.length(line) for line in lines] for lines in found]
    np.testing.assert_allclose(*sizes, rtol=1e-4)
    seam = sum(np.ptp(np.floor(line[:, 0] / period)) > 0 for line in one)
    assert seam >= 2  # in one box, and elsewhere in the other
    for a, b in zip(one, other, strict=True):
        at = chart.near(chart.tree(b), a, 1e-3)
        assert at.mean() > 0.99


def test_a_ridge_across_the_seam_is_cut_when_it_is_drawn_and_counted_once(shipped, measured):
    flow, period = _jet(shipped, 0.0)
    last = measured(INSTRUMENT, flow, nx=161, ny=61, horizon=8.0, sdd=0.3)[-1]
    lines = last.layers["ftle_ridges"].lines
    assert len(lines) > last.readings["ftle_ridges"].value > 0
    for line in lines:
        assert -1e-9 <= line[:, 0].min() <= line[:, 0].max() <= period + 1e-9


def test_a_crest_along_a_great_circle_is_found_on_the_sphere_too():
    """A field that falls off on both sides of a leaning great circle, with its normal on it."""
    lon, lat = np.linspace(-180.0, 180.0, 241), np.linspace(-90.0, 90.0, 121)
    pole = np.array([np.sin(0.9), 0.0, np.cos(0.9)])  # the circle reaches 51.6 degrees north
    places = np.stack(np.meshgrid(lon, lat), axis=-1)
    vectors = unit_vectors(places)
    height = vectors @ pole
    values = -(np.degrees(np.arcsin(height)) ** 2) / 2.0
    normals = np.einsum("jiab,a->jib", tangent_bases(vectors), pole)
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True) + 1e-300
    globe = Chart((-180.0, -90.0), (360.0, np.inf), sphere=True)
    (line, *rest) = ridges(
        lon, lat, values, normals, sdd=0.5, dist_tol=3.0, shortest=40.0, chart=globe
    )
    assert not rest
    off = np.degrees(np.arcsin(unit_vectors(line) @ pole))
    assert np.abs(off).max() < 0.02 * (lon[1] - lon[0])
    assert globe.length(line) == pytest.approx(360.0, rel=2e-3)
    points = ridge_points(lon, lat, values, normals, sdd=0.5, percentile=0.0, chart=globe)
    np.testing.assert_allclose(points.sharpness[points.found], 1.0, rtol=5e-3)


def test_ridges_do_not_know_where_the_pole_of_the_map_is(tilted):
    """The same shear with its axis upright and leaning: the same walls, turned."""
    upright, leaning, tilt = tilted
    found = []
    for flow in (upright, leaning):
        p = parameters_model("r", INSTRUMENT.declared(flow))(nx=241, ny=121, horizon=3.0)
        c = list(stages(flow, p, 3.0, Ticket(), finite=True))[-1].found
        chart = chart_of(flow)
        lines = ridges(
            c.x, c.y, c.ftle, c.eigen.vectors()[1], sdd=1e-5, shortest=90.0, dist_tol=4.0,
            chart=chart,
        )  # fmt: skip
        found.append((lines, chart))
    (one, chart), (other, _) = found
    assert sum(map(chart.length, one)) > 300.0
    turned = degrees_of(unit_vectors(np.concatenate(other)) @ tilt)
    # the poles of the map apart, where neighbours are too near to tell
    near = chart.near(chart.tree(turned), np.concatenate(one), 1.5)
    assert near.mean() > 0.9
