import numpy as np
import pytest

from engines.errors import FlowError
from engines.instruments.lcs.shrink_lines import INSTRUMENT, ONE_RUN
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
