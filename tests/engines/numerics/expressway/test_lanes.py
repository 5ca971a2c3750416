import numpy as np
import pytest

from engines.numerics.diffusion.path import Scaled, VarianceExploding
from engines.numerics.expressway.lanes import Lane, LevelSampler
from engines.numerics.expressway.tail import Tail, levels

PATH = Scaled(VarianceExploding(0.0, 6.0))


@pytest.mark.parametrize(("grid", "power"), [("Karras", 1.0 / 7.0), ("lam", None)])
def test_levels_fall_from_the_first_to_the_lowest_and_then_to_none(grid, power):
    nodes = LevelSampler("DDIM", 8, grid).nodes(PATH)
    assert len(nodes) == 9
    sigmas = np.exp(-PATH.lam(nodes[:-1]))
    assert sigmas[[0, -1]] == pytest.approx([6.0, 0.02])
    even = np.log(sigmas) if power is None else sigmas**power
    assert np.diff(even) == pytest.approx(np.full(7, np.diff(even).mean()), rel=1e-6)
    assert nodes[-1] == 1.0


def test_one_step_goes_from_noise_to_data():
    assert LevelSampler("DDIM", 1, "Karras").nodes(PATH) == pytest.approx([0.0, 1.0])
    assert isinstance(LevelSampler("DDIM", 4, "Karras").finer(), LevelSampler)


def test_langevin_from_far_away_finds_the_clouds_if_it_has_time(field, box):
    lane = Lane(Tail(field, levels(200, 6.0, 0.02, "Langevin")), box)
    x = lane.noise(300, np.random.default_rng(4))
    assert x.std() == pytest.approx(6.0 / np.sqrt(37.0), rel=0.05)
    found = lane.sampled(x, np.array([0.0, 1.0]))[:, -1]
    assert np.median(np.abs(np.linalg.norm(found, axis=1) - 2.0)) < 0.3
    assert lane.evaluations == 200


def test_the_equation_as_a_lane_is_ddim_on_the_same_levels(field, box):
    from engines.numerics.diffusion.solvers import Ddim, solved

    lane = Lane(Tail(field, levels(30, 6.0, 0.02, "PF-ODE"), "PF-ODE"), box)
    x = lane.noise(40, np.random.default_rng(5))
    nodes = LevelSampler("DDIM", 30, "lam").nodes(field.path)
    wanted = solved(Ddim(), field, x * np.sqrt(37.0), nodes)
    assert lane.advance(x, 0.0, 1.0) == pytest.approx(wanted, abs=1e-9)
