from __future__ import annotations

import numpy as np
import pytest

from engines.experiments.generative.chosen import schedule_points
from engines.experiments.generative.chosen.schedule_points import DigitsOnSchedule, digits, shape
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Linear, Trig
from engines.numerics.kinetic.chord import KineticOptimal
from engines.systems.clouds.schedules.gradual import separated
from engines.systems.samples.digits import ink


def on(path=None, count=40, components=64):
    blobs = digits(count, components)[0]
    told = separated(blobs, 15, 100)
    return DigitsOnSchedule(
        count, components, path or Linear(), told, "Monte Carlo", Sampler("Euler", 40, "time")
    )


def test_noise_becomes_one_of_the_digits_on_every_schedule():
    known = ink(np.arange(40))
    flow = on()
    for one in (flow, flow.on(Trig()), flow.followed_by(Sampler("Euler", 60, "time"))):
        made = one.decode(one.advance(one.noise(3, np.random.default_rng(0)), 0.0, 1.0))
        gaps = np.abs(made[:, None] - known).mean(axis=(2, 3)).min(axis=1)
        assert gaps.max() < 0.02
    assert flow.on(Trig()).schedule.name == "trig"


def test_few_components_are_the_widest_ones():
    blobs, _, _ = digits(1797, 2)
    assert blobs.means.shape == (1797, 2)
    assert (blobs.means**2).mean() == pytest.approx(1.0)
    wide = blobs.means.std(axis=0)
    assert wide[0] > wide[1]
    assert digits(1797, 64)[2] < digits(1797, 2)[2]
    assert on(components=5).decode(np.zeros((2, 5))).shape == (2, 8, 8)


def test_shapes_without_a_formula_are_points():
    assert shape("moons").means.shape == (1000, 2)
    assert np.abs(shape("moons").means.mean(axis=0)).max() < 1e-9


def test_a_network_tells_digits_apart_less_well_than_one_who_knows_them_all(monkeypatch):
    """The points themselves open 72 degrees; what it has not by heart costs it some of them."""
    monkeypatch.setattr(schedule_points, "CLEAN", 200)
    told = schedule_points.by_network.__wrapped__()
    assert 45.0 < np.rad2deg(KineticOptimal(told).opening) < 72.0
    assert told.at(np.array([30.0]))[0] > 0.9
