from __future__ import annotations

import numpy as np
import pytest

from engines.running.ticket import Ticket, Withdrawn
from engines.systems.pde.jet import DISTURBED, STEP, WAVES, WIDTH, Jet


def test_it_begins_as_a_jet_of_speed_one_with_dye_in_it() -> None:
    jet = Jet(size=128)
    u, v = jet.solver.velocity(jet.begun)
    across = (jet.plane.nodes - np.pi) / WIDTH
    profile = np.cosh(across) ** -2
    assert u.mean(axis=1) == pytest.approx(profile, abs=2e-3)
    assert 0.01 < np.sqrt((v[64] ** 2).mean()) < 0.05
    w = jet.solver.vorticity(jet.begun)
    shear = 2.0 / WIDTH * profile * np.tanh(across)
    assert w.mean(axis=1) == pytest.approx(shear, abs=0.01)
    # twelve waves of the same size, of phases that differ
    waves = np.fft.rfft(w[64])[: WAVES + 2] / 64
    assert np.abs(waves[1:-1]) == pytest.approx(DISTURBED / WIDTH, rel=0.01)
    assert np.abs(waves[[0, -1]]).max() < 1e-3
    assert np.ptp(np.angle(waves[1:-1])) > 1.0
    dye = jet.solver.dye(jet.begun)
    assert dye[64].min() > 0.99
    assert np.abs(dye[0]).max() < 2e-3


def test_the_same_seed_gives_the_same_numbers_and_another_one_others() -> None:
    assert np.array_equal(Jet(7, 32).begun.waves, Jet(7, 32).begun.waves)
    assert not np.array_equal(Jet(7, 32).begun.waves, Jet(8, 32).begun.waves)


def test_moments_are_those_asked_for_with_a_sign_of_life_at_each_step() -> None:
    seen = list(Jet(size=32).moments(np.array([0.0, 0.05, 0.1])))
    assert [t for t, fluid in seen if fluid is not None] == pytest.approx([0.0, 0.05, 0.1])
    assert len(seen) == 1 + round(0.1 / STEP)
    assert all(fluid is None or fluid.time == pytest.approx(t) for t, fluid in seen)


def test_its_total_dye_and_momentum_stay() -> None:
    jet = Jet(size=32)
    ended = [fluid for _, fluid in jet.moments(np.array([2.0])) if fluid is not None][-1]
    assert jet.solver.dye(ended).mean() == pytest.approx(jet.solver.dye(jet.begun).mean())
    assert jet.solver.velocity(ended)[0].mean() == pytest.approx(WIDTH / np.pi, rel=5e-3)


def test_a_withdrawn_ticket_ends_it() -> None:
    ticket = Ticket()
    moments = Jet(size=32).moments(np.array([1.0]), ticket)
    next(moments)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        next(moments)
