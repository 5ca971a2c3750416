from __future__ import annotations

import math

import numpy as np
import pytest

from engines.instruments.continuation.branches import grown
from engines.running.ticket import Ticket, Withdrawn


def everything(flow, name, low, high, cycles=True):
    *_, (found, share) = grown(flow, name, low, high, cycles)
    assert share == 1.0
    return found


def changes(found, kind):
    return sorted(c.place[-1] for one in found for c in one.branch.changes if c.kind == kind)


def test_a_pitchfork_is_left_along_all_its_arms(family):
    flow = family({"x": "p*x - x^3", "y": "-y"}, p=(-0.5, -1.0, 1.0))
    found = everything(flow, "p", -1.0, 1.0, cycles=False)
    arms = np.concatenate([one.branch.places for one in found])
    x, _, p = arms.T
    assert np.abs(x * (p - x * x)).max() < 1e-8
    assert x.min() < -0.9
    assert x.max() > 0.9
    stable = np.concatenate([one.branch.stable for one in found])
    outer = np.abs(x) > 0.05
    assert stable[outer].all()
    assert changes(found, "fold") == []


def test_cycles_grow_out_of_a_hopf_point(family):
    """r' = r (p - r^2): a ring of radius sqrt(p) that takes a turn of 2 pi."""
    rates = {"x": "p*x - y - x*(x^2 + y^2)", "y": "x + p*y - y*(x^2 + y^2)"}
    found = everything(family(rates, p=(-0.5, -1.0, 1.0)), "p", -1.0, 1.0)
    (ring,) = [one for one in found if one.kind == "cycle"]
    values = ring.branch.places[:, -1]
    np.testing.assert_allclose(ring.high[1:, 0], np.sqrt(values[1:]), atol=1e-3)
    np.testing.assert_allclose(ring.branch.places[:, 2], 2 * math.pi, atol=1e-5)
    assert ring.branch.stable[1:].all()
    assert values[-1] > 1.0
    hopf = [v for one in found for v in one.born if np.isfinite(v)]
    assert hopf
    assert max(hopf) < 0.0


def test_two_rings_meet_in_a_fold_of_cycles(shipped):
    """Radii 1 +- sqrt(h) in r^2: they meet at h = 0, where the inner one came from a Hopf point."""
    found = everything(shipped("two-cycles"), "h", -0.5, 1.5)
    folds = [
        c.place[-1]
        for one in found
        if one.kind == "cycle"
        for c in one.branch.changes
        if c.kind == "fold"
    ]
    assert folds
    np.testing.assert_allclose(folds, 0.0, atol=1e-7)
    np.testing.assert_allclose(changes(found, "hopf"), 1.0, atol=1e-9)


def test_doublings_of_the_logistic_map_follow_each_other(family):
    """3, 1 + sqrt 6, 3.5440903596."""
    flow = family({"x": "r*x*(1 - x)"}, "next", 1.2, r=(2.5, 0.0, 4.0))
    found = everything(flow, "r", 0.0, 4.0)
    flips = changes(found, "flip")
    for known in (3.0, 1.0 + math.sqrt(6.0), 3.5440903595519):
        assert min(abs(flip - known) for flip in flips) < 1e-9
    assert min(abs(b - 1.0) for b in changes(found, "branch")) < 1e-9


def test_the_band_of_rossler_doubles(shipped):
    found = everything(shipped("rossler"), "c", 1.0, 6.0)
    flips = changes(found, "flip")
    for known in (2.832445, 3.837358):
        assert min(abs(flip - known) for flip in flips) < 1e-5


def test_a_withdrawn_search_ends(shipped):
    ticket = Ticket()
    work = grown(shipped("lorenz-1963"), "rho", 0.0, 40.0, True, ticket)
    next(work)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(work)


def test_the_answer_to_a_force_doubles_in_its_valley(shipped):
    duffing = shipped("duffing", alpha=-1.0, beta=1.0, delta=0.3, gamma=0.2, omega=1.2)
    *_, (found, _) = grown(duffing, "gamma", 0.2, 0.28, True)
    assert {one.kind for one in found} == {"answer"}
    flips = [c.place[-1] for one in found for c in one.branch.changes if one.order == 1]
    assert flips == pytest.approx([0.265582] * len(flips), abs=1e-6)
    assert flips
    twice = [one for one in found if one.order == 2]
    assert twice
    assert twice[0].branch.places[0, -1] == pytest.approx(0.2656, abs=1e-3)
    assert (twice[0].high >= twice[0].low).all()
