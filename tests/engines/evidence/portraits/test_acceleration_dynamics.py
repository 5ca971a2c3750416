from __future__ import annotations

from dataclasses import replace

import pytest

from engines.evidence.portraits import acceleration_dynamics as evidence
from engines.evidence.running import measured
from engines.systems.descent.methods import coefficients, tuned


@pytest.mark.parametrize("claim", evidence.CLAIMS, ids=lambda c: f"{c.id}: {c.check}")
def test_momentum_does_what_is_known_of_it(claim):
    check = measured(claim)
    assert check.passed, f"{check.measured}, must be {check.must}"
    assert check.source


def test_heavy_ball_fails_the_test_of_immersion(monkeypatch):
    ball = coefficients(tuned("heavy_ball", (0.05, 1.0)))
    monkeypatch.setattr(evidence, "immersed", lambda mu: ball)
    _, passed, _ = evidence._immersion()
    assert not passed


def test_another_tuning_of_heavy_ball_ends_the_cycle(monkeypatch):
    def shorter(name, curvature, factor=1.0):
        return replace(tuned(name, curvature, factor), alpha=1.0 / curvature[1])

    monkeypatch.setattr(evidence, "tuned", shorter)
    _, passed, _ = evidence._cycle()
    assert not passed


def test_the_flow_of_low_resolution_fails_the_test_of_high_resolution(monkeypatch):
    honest = evidence._gaps
    monkeypatch.setattr(evidence, "_gaps", lambda fine: honest(fine=False))
    _, passed, _ = evidence._order_high()
    assert not passed


def test_a_wrong_gain_breaks_the_identity_of_dissipation(monkeypatch):
    draw = evidence.stream(0, "passivity")
    honest = evidence.values_with

    def wrong(landscape, values, **more):
        return honest(landscape, values, **{**more, "c": 1.001 * more["c"]})

    monkeypatch.setattr(evidence, "values_with", wrong)
    gap, _ = evidence._balance("log-cosh-ridge", (0.4, 1.0, 1.2), draw)
    assert gap > 1e-4
