from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.sampling.marginal import Marginal


@pytest.mark.parametrize("scale", [0.0, 2.0])
def test_whatever_the_noise_the_law_stays(scale, eight, last):
    frame = last(Marginal, eight(scale=scale, steps=80), t=0.7)
    assert frame.readings["marginal"].value < 0.035
    assert frame.trust.level == "good"
    line = frame.layers["marginal_exact"]
    assert np.trapezoid(line.y, line.x) == pytest.approx(1.0, abs=0.02)


def test_a_sampler_that_is_too_coarse_is_found_out(eight, last):
    frame = last(Marginal, eight(solver="Euler", steps=2), t=1.0)
    assert frame.trust.level == "warn"
    assert frame.readings["marginal"].value > 0.05


def test_a_learned_cloud_is_measured_by_the_density_its_flow_tells(shipped_map, last, monkeypatch):
    monkeypatch.setattr("engines.instruments.sampling.marginal.FEWER", (41, 21))
    frame = last(Marginal, shipped_map, t=0.5, marginal_draws=1000)
    assert frame.readings["marginal"].value < 0.2
    assert Marginal.refuses(shipped_map) == ""


def test_what_knows_no_density_is_refused(pendulum):
    assert Marginal.refuses(pendulum()) == "needs a cloud whose density is known"
