from __future__ import annotations

import numpy as np
import pytest

from engines.learned.generative.diffusion import plane_box
from engines.learned.generative.interpolants.scheduled import LearnedSchedule, learned_separation
from engines.learned.nets.denoiser import shapes
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Linear, Trig
from engines.numerics.kinetic.separation import Blobs, by_quadrature, gauss_angles

DRAW = np.random.default_rng(0)
ARRAYS = {
    n: (0.2 * DRAW.standard_normal(s)).astype(np.float32) for n, s in shapes(2, (16, 16)).items()
}
KNOWN = by_quadrature(Blobs.of_points(np.array([[1.0], [-1.0]])), gauss_angles(20)[0])


def flow(schedule, solver="DPM-2", steps=100):
    sampler = Sampler(solver, steps, "lam")
    return LearnedSchedule(ARRAYS, 2.5, "v", schedule, KNOWN, "learned", sampler, plane_box(5.0))


def test_one_network_ends_at_the_same_places_on_every_schedule():
    noise = flow(Linear()).noise(9, np.random.default_rng(1))
    assert flow(Linear()).path.at(0.0).s == 2.5
    ends = [flow(path).advance(noise, 0.0, 1.0) for path in (Linear(), Trig())]
    np.testing.assert_allclose(ends[0], ends[1], atol=0.02)


def test_a_finer_copy_is_on_the_same_schedule():
    finer = flow(Trig()).refined()
    assert finer.schedule == Trig()
    assert finer.sampler.steps == 200
    assert finer.energies == flow(Trig()).energies


def test_a_network_that_knows_nothing_tells_at_least_what_normal_data_tell():
    """What it says is raised to the bound of the linear guess, which anybody could make."""
    clean = 2.5 * np.random.default_rng(2).standard_normal((500, 2))
    angles = gauss_angles(9)[0]
    found = learned_separation(ARRAYS, 2.5, "v", clean, angles, np.random.default_rng(3))
    assert (found.unknown <= np.cos(angles) ** 2 + 1e-12).all()
    still = {name: np.zeros_like(array) for name, array in ARRAYS.items()}
    linear = learned_separation(still, 2.5, "v", clean, angles, np.random.default_rng(3))
    assert linear.unknown == pytest.approx(np.cos(angles) ** 2, abs=0.1)
