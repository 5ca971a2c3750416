import numpy as np
import pytest

from engines.errors import FlowError
from engines.instruments.lcs.cauchy_green import cauchy_green
from engines.instruments.lcs.lambda_lines import INSTRUMENT, closed_curves, swept
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn

SMALL = {"nx": 161, "ny": 81, "lam_step": 0.04, "lam_low": 0.93, "lam_high": 1.07}


def test_both_vortices_of_the_double_gyre_are_found(shipped, measured):
    values = {**SMALL, "lam_step": 0.02, "horizon": 10.0}
    frames = measured(INSTRUMENT, shipped("double-gyre"), **values)
    layer = frames[-1].layers["lambda_lines"]
    assert set(layer.roles) == {"elliptic"}
    assert frames[-1].readings["lambda_lines"].value == 2.0
    middles = sorted(line[:, 0].mean() for line in layer.lines)
    assert middles[0] < 1.0 < middles[1]
    shares = [frame.progress for frame in frames]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert any(frame.level == 0 and frame.layers for frame in frames)


def test_the_area_inside_is_kept(shipped):
    flow = shipped("double-gyre").refined()
    x, y = np.linspace(0.0, 2.0, 201), np.linspace(0.0, 1.0, 101)
    c = cauchy_green(flow, x, y, start=0.0, horizon=10.0)
    ((curve, *_),) = closed_curves(c, (0.93,), tolerance=1e-4)
    there = flow.advance(curve.places, 0.0, 10.0)
    u, v = there.T
    area = 0.5 * abs(np.sum(u[:-1] * v[1:] - u[1:] * v[:-1]))
    assert area == pytest.approx(curve.area, rel=1e-4)


def test_all_curves_are_at_least_as_many_as_the_outermost(swirl, measured):
    values = {"nx": 81, "ny": 81, "horizon": 3.0, "lam_low": 1.0, "lam_high": 1.0}
    all_of_them, outer = (
        measured(INSTRUMENT, swirl, vortex_shown=shown, **values)[-1].layers["lambda_lines"].lines
        for shown in ("all", "outermost")
    )
    assert len(outer) == 1
    assert len(all_of_them) > 20
    assert np.hypot(*outer[0].T).mean() > 1.8


def test_both_horizons_have_vortices_of_their_own(shipped, measured):
    values = {**SMALL, "lam_step": 0.07, "horizon": -10.0, "vortex_shown": "all"}
    one = measured(INSTRUMENT, shipped("double-gyre"), **values)[-1]
    both = measured(INSTRUMENT, shipped("double-gyre"), vortex_sides="both", **values)[-1]
    count = len(one.layers["lambda_lines"].lines)
    assert 0 < count < len(both.layers["lambda_lines"].lines)


def test_the_sweep_begins_at_one():
    assert swept(0.9, 1.1, 0.1) == (1.0, 0.9, 1.1)
    assert swept(0.98, 1.02, 0.01) == (1.0, 0.99, 1.01, 0.98, 1.02)
    assert swept(1.0, 0.9, 0.1) == (1.0,)


def test_no_horizon_is_said_in_a_sentence(saddle, measured):
    with pytest.raises(FlowError, match="the horizon T is 0"):
        measured(INSTRUMENT, saddle(), horizon=0.0)


def test_a_withdrawn_ticket_ends_the_work(shipped):
    flow, ticket = shipped("double-gyre"), Ticket()
    p = parameters_model("lines", INSTRUMENT.declared(flow))(start=0.9)
    frames = INSTRUMENT(flow).frames(p, ticket)
    next(frames)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(frames)


def test_the_sheets_sweep_is_the_default(shipped):
    declared = {d.name: d.default for d in INSTRUMENT.declared(shipped("double-gyre"))}
    assert [declared[name] for name in ("lam_low", "lam_high", "lam_step")] == [0.9, 1.1, 0.01]


def test_a_vortex_across_the_seam_is_whole_and_counted_once(written, measured):
    """Cells of a steady flow that repeats; in the shifted one the seam runs through their middle."""
    about = {"nx": 97, "ny": 97, "horizon": 3.0, "lam_low": 1.0, "lam_high": 1.0}
    cells = "sin(pi*(x+{0})/2)*cos(pi*y/2)", "-cos(pi*(x+{0})/2)*sin(pi*y/2)"
    found = []
    for shift in ("0", "1"):
        u, v = (text.format(shift) for text in cells)
        flow = written(u, v, periodic=True)
        last = measured(INSTRUMENT, flow, **about)[-1]
        found.append((last.readings["lambda_lines"].value, last.layers["lambda_lines"].lines))
    assert found[0][0] == found[1][0] > 0
    areas = [sum(np.hypot(*np.diff(line, axis=0).T).sum() for line in one) for _, one in found]
    assert areas[0] == pytest.approx(areas[1], rel=1e-2)
    for _, lines in found:
        for line in lines:
            assert np.abs(line).max() <= 2.0 + 1e-9


def test_on_a_sphere_it_says_why_not(shipped):
    assert INSTRUMENT.refuses(shipped("rossby-haurwitz")).startswith("needs a plane, ")
