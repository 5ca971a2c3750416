import numpy as np
import pytest

from engines.errors import FlowError
from engines.instruments.lcs import stages as room
from engines.instruments.lcs.cauchy_green import cauchy_green
from engines.instruments.lcs.stages import declared_release, in_step, signs, stages, unfit
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn


def _set(flow, **values):
    return parameters_model("release", declared_release(flow))(**values)


def test_grids_grow_and_the_last_is_the_one_asked_for(shipped):
    flow = shipped("double-gyre")
    seen = list(stages(flow, _set(flow, nx=301, ny=151), 2.0, Ticket()))
    shares = [stage.share for stage in seen]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    found = [stage.found for stage in seen if stage.found is not None]
    sizes = [c.xx.size for c in found]
    assert sizes == sorted(sizes)
    assert sizes[0] < 20000
    assert found[-1].xx.shape == (151, 301)
    assert [stage.last for stage in seen if stage.found is not None][-1]


@pytest.mark.parametrize("method", ["variational", "grid", "auxiliary"])
def test_strips_leave_no_seam(shipped, method):
    flow = shipped("double-gyre")
    last = list(stages(flow, _set(flow, nx=800, ny=60, method=method), 2.0, Ticket()))[-1].found
    x, y = np.linspace(0.0, 2.0, 800), np.linspace(0.0, 1.0, 60)
    whole = cauchy_green(flow.refined(), x, y, start=0.0, horizon=2.0, method=method)
    np.testing.assert_allclose(last.xx, whole.xx, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(last.xy, whole.xy, rtol=1e-5, atol=1e-5)


def test_what_was_computed_once_is_remembered_for_the_next_who_asks(saddle, monkeypatch):
    flow = saddle()
    p = _set(flow, nx=20, ny=20)
    first = list(stages(flow, p, 1.0, Ticket()))[-1].found
    monkeypatch.setattr(room, "_parts", None)
    assert list(stages(flow, p, 1.0, Ticket()))[-1].found is first


def test_memory_is_bounded_and_forgets_flows_that_are_gone(saddle):
    for _ in range(30):
        flow = saddle()
        list(stages(flow, _set(flow, nx=4, ny=4), 1.0, Ticket()))
    assert len(room._remembered) <= 12
    assert sum(key[0]() is not None for key in room._remembered) >= 1


def test_a_withdrawn_ticket_ends_it(shipped):
    flow = shipped("double-gyre")
    ticket = Ticket()
    run = stages(flow, _set(flow, start=0.123), 5.0, ticket)
    next(run)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(run)


def test_two_runs_take_turns_level_by_level(shipped):
    flow = shipped("double-gyre")
    runs = [stages(flow, _set(flow, nx=301, ny=151), T, Ticket()) for T in (1.0, -1.0)]
    order = [(number, s.level) for number, s in in_step(runs) if s.found is not None]
    levels = max(level for _, level in order) + 1
    assert order == [(n, level) for level in range(levels) for n in (0, 1)]


def test_the_horizons_are_the_one_set_or_both(saddle):
    assert signs(_set(saddle(), horizon=-2.0), "as the FTLE") == (-2.0,)
    assert signs(_set(saddle(), horizon=-2.0), "both") == (-2.0, 2.0)
    assert signs(_set(saddle(), horizon=-2.0, direction="both"), "as the FTLE") == (-2.0, 2.0)
    with pytest.raises(FlowError, match="the horizon T is 0"):
        signs(_set(saddle(), horizon=0.0), "both")


def test_rows_are_those_of_the_ftle_in_a_group_of_no_instrument(saddle, lorenz):
    named = {d.name: d.group for d in declared_release(lorenz())}
    assert {"start", "horizon", "direction", "method", "nx", "ny", "slice"} < set(named)
    assert "full" not in named
    assert set(named.values()) == {"Release and grid"}
    assert unfit(saddle()) == ""


def test_power_iteration_knows_one_direction_and_curves_take_tangents(shipped):
    flow = shipped("henon-heiles")
    found = [
        list(stages(flow, _set(flow, nx=5, ny=5, method=way), 2.0, Ticket()))[-1].found
        for way in ("power", "variational")
    ]
    assert found[0] is found[1]
