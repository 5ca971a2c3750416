from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial import cKDTree

from engines.errors import FlowError
from engines.instruments.lcs.hyperbolic import Rules, material_lines
from engines.instruments.lcs.shrink_lines import INSTRUMENT, ONE_RUN
from engines.instruments.lcs.stages import stages
from engines.instruments.lcs.tensor_lines import tensor_lines
from engines.numerics.sphere import degrees_of, unit_vectors
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn

SMALL = {"nx": 161, "ny": 81, "line_step": 4e-3, "line_length": 0.8}


@pytest.mark.parametrize(
    ("horizon", "sides", "roles"),
    [
        (8.0, "as the FTLE", {"repel"}),
        (-8.0, "as the FTLE", {"attract"}),
        (-8.0, "both", {"repel", "attract"}),
        (8.0, ONE_RUN, {"repel", "attract"}),
    ],
)
def test_the_sign_of_the_horizon_chooses_the_colours(shipped, measured, horizon, sides, roles):
    values = {**SMALL, "horizon": horizon, "line_sides": sides}
    frames = measured(INSTRUMENT, shipped("double-gyre"), **values)
    layer = frames[-1].layers["shrink_lines"]
    assert set(layer.roles) == roles
    assert {role for role, _ in layer.labels} == roles
    shares = [frame.progress for frame in frames]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert frames[-1].readings["shrink_lines"].value == len(layer.lines)


def test_a_line_repels_more_than_it_grows(shipped, measured):
    flow = shipped("double-gyre")
    line = measured(INSTRUMENT, flow, horizon=8.0, **SMALL)[-1].layers["shrink_lines"].lines[0]
    line = line[10:-10]
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)

    def growth(offset):
        ends = [flow.advance(line + sign * 1e-5 * offset, 0.0, 8.0) for sign in (1.0, -1.0)]
        return np.linalg.norm(ends[0] - ends[1], axis=1) / 2e-5

    assert np.median(growth(across)) > 10.0
    assert np.median(growth(along)) < 0.2


def test_where_no_line_is_strong_enough_the_strongest_is_told(shipped, measured):
    values = {**SMALL, "horizon": 4.0, "mean_stretch": 1e9}
    last = measured(INSTRUMENT, shipped("double-gyre"), **values)[-1]
    assert last.layers["shrink_lines"].lines == ()
    (note,) = last.notes
    assert note.startswith("Shrink lines: no line has a mean stretch of 1e+09, the strongest has")


def test_no_horizon_is_said_in_a_sentence(saddle, measured):
    with pytest.raises(FlowError, match="the horizon T is 0"):
        measured(INSTRUMENT, saddle(), horizon=0.0)


def test_a_withdrawn_ticket_ends_the_work(shipped):
    flow, ticket = shipped("double-gyre"), Ticket()
    p = parameters_model("lines", INSTRUMENT.declared(flow))(start=0.7)
    frames = INSTRUMENT(flow).frames(p, ticket)
    next(frames)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(frames)


def test_the_sheets_defaults_are_those_of_the_double_gyre(shipped):
    declared = {d.name: d.default for d in INSTRUMENT.declared(shipped("double-gyre"))}
    wanted = {
        "line_step": 1e-3, "failure": 0.1, "line_length": 1.5, "line_percentile": 40.0,
        "sampling": 10,
    }  # fmt: skip
    assert {name: declared[name] for name in wanted} == pytest.approx(wanted)


def test_a_line_through_the_whole_picture_is_long_enough_at_the_defaults(saddle, measured):
    last = measured(INSTRUMENT, saddle(), nx=41, ny=41, horizon=3.0)[-1]
    assert len(last.layers["shrink_lines"].lines) > 0


def test_lines_do_not_know_where_the_box_begins(shipped):
    """The Bickley jet, its box shifted by half a period."""
    found = []
    for shift in (0.0, 0.5):
        flow = shipped("bickley-jet")
        low, high = flow.box.low, flow.box.high
        off = shift * (high[0] - low[0])
        flow.box = replace(flow.box, low=(low[0] + off, low[1]), high=(high[0] + off, high[1]))
        p = parameters_model("s", INSTRUMENT.declared(flow))(nx=161, ny=61, horizon=8.0)
        c = list(stages(flow, p, 8.0, Ticket(), finite=True))[-1].found
        rules = Rules(0.02, 0.5, 3.0, 40.0, 10, 5.0, 0.1)
        lines, _ = material_lines(c, rules)
        found.append(sorted(lines, key=lambda line: -line.mean))
    one, other = found
    assert len(one) == len(other) > 4
    np.testing.assert_allclose(*([line.mean for line in lines] for lines in found), rtol=1e-3)
    period = high[0] - low[0]
    assert sum(np.ptp(np.floor(line.places[:, 0] / period)) > 0 for line in one) >= 1
    for a, b in zip(one, other, strict=True):
        near = c.chart.near(c.chart.tree(b.places), a.places, 0.03)
        assert near.mean() > 0.95


def test_lines_do_not_know_where_the_pole_of_the_map_is(tilted):
    """Shrink lines of the same shear with its axis upright and leaning: the same lines, turned."""
    upright, leaning, tilt = tilted
    found = []
    for flow in (upright, leaning):
        p = parameters_model("s", INSTRUMENT.declared(flow))(nx=241, ny=121, horizon=3.0)
        c = list(stages(flow, p, 3.0, Ticket()))[-1].found
        seed = np.array([[0.8, 0.1, 0.55]])
        at = degrees_of(seed if flow is upright else seed @ tilt.T)
        alpha = ((c.eigen.high - c.eigen.low) / (c.eigen.high + c.eigen.low)) ** 2
        (line,) = tensor_lines(
            c.x, c.y, -alpha[..., None] * c.eigen.double, at, step=0.25, longest=40.0,
            chart=c.chart,
        )  # fmt: skip
        found.append(unit_vectors(line.places))
    one, other = found[0], found[1] @ tilt
    apart = np.degrees(cKDTree(other).query(one)[0])
    assert len(one) > 100
    assert np.quantile(apart, 0.95) < 0.6
