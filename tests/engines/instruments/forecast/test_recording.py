from __future__ import annotations

import math

import numpy as np
import pytest

from engines.instruments.forecast.recording import lost, recorded, rhythm
from engines.running.ticket import Ticket, Withdrawn


def test_twelve_periods_of_a_hundred_samples(circling):
    *_, found = recorded(circling, 0)
    assert found.period == pytest.approx(2 * math.pi / 1.7, rel=0.01)
    assert (len(found.series), found.ahead, found.per_period) == (1200, 200, 100)
    assert found.known == 200
    step = found.period / 100
    turn = math.cos(1.7 * step)
    middle = found.series[1:-1]
    assert found.series[2:] + found.series[:-2] == pytest.approx(2 * turn * middle, abs=1e-4)


def test_a_given_period_is_kept(circling):
    *_, found = recorded(circling, 1, 2.0)
    assert found.period == 2.0
    # y = -sin(1.7 t) from t = 5 periods on
    assert found.series == pytest.approx(-np.sin(1.7 * (10.0 + 0.02 * np.arange(1200))), abs=1e-3)


def test_what_is_there_so_far_is_told(circling):
    parts = list(recorded(circling, 0, 3.0))
    assert [round(p.progress, 2) for p in parts] == [round(k / 12, 2) for k in range(1, 13)]
    assert parts[3].series.tolist() == parts[-1].series[:400].tolist()


def test_a_map_is_recorded_by_iterations(shipped):
    *_, found = recorded(shipped("henon", a=0.5, b=0.3), 0)
    assert (len(found.series), found.ahead, found.per_period) == (1040, 40, 2)
    assert found.series[2:] == pytest.approx(found.series[:-2], abs=1e-9)


@pytest.mark.parametrize("period", [7.0, 27.0, 39.0])
def test_a_rhythm_that_does_not_divide_the_iterations_changes_none_of_them(shipped, period):
    flow = shipped("henon", a=1.4, b=0.3)
    *_, found = recorded(flow, 0, period)
    *_, plain = recorded(flow, 0, 2.0)
    assert found.series.tolist() == plain.series.tolist()
    assert found.known == plain.known


def test_memory_is_followed_in_one_go(remembering):
    *_, found = recorded(remembering, 0, 4.0)
    assert len(found.series) == 1200
    assert np.isfinite(found.series).all()


@pytest.mark.parametrize(("id", "period"), [("lorenz-1963", 0.75), ("rossler", 5.88)])
def test_chaos_has_a_rhythm_too(shipped, id, period):
    assert 0.8 < rhythm(shipped(id), {"lorenz-1963": 2, "rossler": 0}[id]) / period < 1.25


def test_chaos_is_known_for_a_while_only(shipped):
    *_, short = recorded(shipped("lorenz-1963"), 0, 0.75)
    *_, long = recorded(shipped("lorenz-1963"), 0, 40.0)
    assert short.known == 200
    assert long.known < 200


def test_a_withdrawn_ticket_ends_it(circling):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(recorded(circling, 0, None, ticket))


def test_what_is_far_from_the_box_is_lost(shipped):
    flow = shipped("lorenz-1963")
    assert not lost(flow, 0, np.array([20.0, -20.0]))
    assert lost(flow, 0, np.array([20.0, 1e6]))
    assert lost(flow, 0, np.array([20.0, np.nan]))


def test_fifteen_samples_a_period_see_the_same_orbit(circling):
    *_, fine = recorded(circling, 0, 3.0, sampling=100)
    *_, coarse = recorded(circling, 0, 3.0, sampling=15)
    assert (len(coarse.series), coarse.ahead, coarse.per_period) == (180, 30, 15)
    assert coarse.series[::3] == pytest.approx(fine.series[::20], abs=1e-3)


def test_another_start_is_later_on_the_same_orbit(circling):
    *_, found = recorded(circling, 0, 2.0, settled=60)
    # x = cos(1.7 t)
    assert found.series == pytest.approx(np.cos(1.7 * (120.0 + 0.02 * np.arange(1200))), abs=1e-3)
