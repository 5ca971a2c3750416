import numpy as np
import pytest

from engines.errors import FlowError, UnfitError
from engines.numerics.expressway.flow import ARRIVED, EDGE, Expressway


def test_the_jump_is_straight_and_lands_on_latents(express):
    x = express.noise(50, np.random.default_rng(0))
    found = express.record(x, np.array([0.0, 0.5 * ARRIVED, ARRIVED]))
    assert found[:, 1] == pytest.approx(0.5 * (found[:, 0] + found[:, 2]))
    apart = np.linalg.norm(found[:, 2][:, None] - express.solving.points, axis=2).min(axis=1)
    assert apart.max() < 1e-15


def test_all_samples_end_in_modes_in_equal_shares(express):
    x = express.noise(4000, np.random.default_rng(1))
    found = express.sampled(x, np.array([0.0, 1.0]))[:, -1]
    assert express.modes.off(found).mean() < 0.02
    which, away = express.modes.nearest(found)
    assert np.bincount(which) / 4000 == pytest.approx(np.full(4, 0.25), abs=0.03)
    assert away.std() > 0.01  # the tail adds what one latent a mode cannot know


def test_a_step_over_an_edge_is_a_step_to_another_mode(express):
    # the edge between the right and the upper cloud runs near the diagonal
    found = express.advance(np.array([[0.5, 0.45], [0.45, 0.5]]), 0.0, 1.0)
    assert found == pytest.approx(np.array([[2.0, 0.0], [0.0, 2.0]]), abs=0.1)


def test_stretching_is_that_of_the_tail_in_a_cell_and_of_the_jump_at_an_edge(express):
    inside, edge = np.array([[1.0, 0.0]]), np.array([[0.5, 0.5]])
    _, slope = express.advance_tangent(np.concatenate([inside, edge]), 0.0, 1.0)
    assert 0.0 < np.linalg.norm(slope[0], 2) < 1.0
    wide = EDGE * 6.0
    assert np.linalg.norm(slope[1], 2) == pytest.approx(np.sqrt(8.0) / wide, rel=0.5)


def test_in_mid_flight_neighbours_of_a_cell_have_come_nearer(express):
    places, slope = express.advance_tangent(np.array([[1.0, 0.1]]), 0.0, 0.5 * ARRIVED)
    assert slope[0] == pytest.approx(0.5 * np.eye(2))
    assert places == pytest.approx(express.advance(np.array([[1.0, 0.1]]), 0.0, 0.5 * ARRIVED))


def test_tangents_of_the_tail_alone_are_those_of_its_steps(express):
    x = np.array([[1.95, 0.05]])
    _, slope = express.advance_tangent(x, ARRIVED, 1.0)
    h = 1e-4
    ends = [express.advance(x + s * h * np.array([[1.0, 0.0]]), ARRIVED, 1.0) for s in (1, -1)]
    assert slope[0, :, 0] == pytest.approx((ends[0] - ends[1])[0] / (2.0 * h), abs=1e-5)
    assert np.isnan(express.advance_tangent(x, 1.0, 0.0)[1]).all()


def test_a_threshold_draws_states_on_wide_edges_anew(express):
    strict = Expressway(express.solving, express.tail, express.box, express.modes, threshold=0.5)
    x = strict.noise(200, np.random.default_rng(2))
    assert strict.leap().angles(x).max() <= 0.5
    none = Expressway(express.solving, express.tail, express.box, express.modes, threshold=-1.0)
    with pytest.raises(FlowError, match="hardly any state"):
        none.noise(200, np.random.default_rng(2))


def test_smoothing_makes_mixtures(express):
    smooth = Expressway(express.solving, express.tail, express.box, express.modes, smoothing=0.5)
    x = smooth.noise(2000, np.random.default_rng(3))
    ends = [flow.advance(x, 0.0, 1.0) for flow in (express, smooth)]
    assert express.modes.off(ends[1]).mean() > 0.1 > express.modes.off(ends[0]).mean()


def test_it_costs_the_evaluations_of_its_tail(express):
    assert express.evaluations == 6
    express.tail.field.calls = 0
    express.advance(np.array([[0.3, 0.1]]), 0.0, 1.0)
    assert express.tail.field.calls == 6
    other = express.exact(40)
    assert (other.evaluations, other.tail.kind) == (40, "PF-ODE")


@pytest.mark.parametrize("time", [0.0, 0.2, 0.4])
def test_all_that_flies_is_found_in_the_density(express, time):
    axis = np.linspace(-5.0, 5.0, 301)
    places = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    found = np.exp(express.log_density(places, time)).reshape(301, 301)
    total = np.trapezoid(np.trapezoid(found, axis), axis)
    assert total == pytest.approx(1.0, abs=0.03)
    empty = (found == 0.0)[:, np.abs(axis) < 0.5][np.abs(axis) < 0.5].mean()
    assert empty == 0.0 if time == 0.0 else empty > 0.1


def test_after_the_jump_the_density_is_that_of_data_under_noise(express):
    with pytest.raises(UnfitError, match="needs data whose law is known"):
        express.log_density(np.zeros((1, 2)), 0.7)
    other = express.with_tail(express.tail)
    other.law = lambda x, sigma: np.full(len(x), sigma)
    levels = [float(other.log_density(np.zeros((1, 2)), t)[0]) for t in (0.5, 0.7, 0.99, 1.0)]
    assert levels[0] == pytest.approx(0.04)
    assert levels == sorted(levels, reverse=True)
    assert levels[2:] == pytest.approx([0.02, 0.0])


def test_it_writes_itself_down(express):
    assert express.tex()[0].startswith("T(x) = ")
