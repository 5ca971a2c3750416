import math

import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.diffusion.path import Linear, VarianceExploding
from engines.numerics.diffusion.student import log_density
from engines.systems.clouds.charges import Charges, field_lines

PAIR = np.array([[1.0, 0.0], [-1.0, 0.0]])
PLACE = np.array([[0.5, 0.3]])
HALF = {math.inf: 0.964028, 1.0: 0.803874, 2.0: 0.839110, 8.0: 0.912842, 128.0: 0.960335}
ONE = {math.inf: 0.462117, 1.0: 0.594745, 8.0: 0.491011}


@pytest.fixture
def draw():
    return np.random.default_rng(5)


@pytest.mark.parametrize(("sigma", "known"), [(0.5, HALF), (1.0, ONE)], ids=["0.5", "1"])
def test_two_charges_are_told_apart_as_softly_as_the_formula_says(sigma, known):
    for hidden, value in known.items():
        found = Charges(PAIR, hidden).denoised(PLACE, sigma)[0]
        assert found == pytest.approx([value, 0.0], abs=1e-6)


def test_the_gap_to_diffusion_closes_as_one_over_d():
    limit = Charges(PAIR).denoised(PLACE, 0.5)[0, 0]
    for hidden in (8192.0, 1e6):
        gap = limit - Charges(PAIR, hidden).denoised(PLACE, 0.5)[0, 0]
        assert gap * hidden == pytest.approx(0.4748, abs=1e-3)
    wide = Charges(PAIR).denoised(PLACE, 1.0)[0, 0]
    gap = Charges(PAIR, 1e6).denoised(PLACE, 1.0)[0, 0] - wide
    assert gap * 1e6 == pytest.approx(0.2595, abs=1e-3)


@pytest.mark.parametrize("hidden", [1.0, 3.0, 10.0])
def test_the_slope_of_a_field_line_is_what_the_denoiser_leaves_over(draw, hidden):
    charges = Charges(draw.standard_normal((7, 3)), hidden)
    states, r = draw.standard_normal((20, 3)), draw.uniform(0.1, 2.0, 20)
    across, up = field_lines(charges, states, r)
    for x, height, e, rise in zip(states, r, across, up, strict=True):
        cleaned = charges.denoised(x[None], height / math.sqrt(hidden))[0]
        assert (x - cleaned) / height == pytest.approx(e / rise, rel=1e-9)


def test_the_augmented_field_has_no_sources_beside_the_charges(draw):
    charges = Charges(draw.standard_normal((5, 2)), 1.0)
    places = np.column_stack((draw.uniform(-2, 2, (30, 2)), draw.uniform(0.5, 2.0, 30)))
    h, total = 1e-5, np.zeros(30)

    def field(p):
        away = np.concatenate((p[:, None, :2] - charges.points[None],
                               np.repeat(p[:, None, 2:], 5, axis=1)), axis=2)  # fmt: skip
        return (away / np.linalg.norm(away, axis=2, keepdims=True) ** 3).sum(axis=1)

    for i, unit in enumerate(np.eye(3)):
        total += (field(places + h * unit) - field(places - h * unit))[:, i] / (2.0 * h)
    assert np.abs(total).max() < 1e-5 * np.linalg.norm(field(places), axis=1).max()
    # and the field whose slope is used is this one
    across, up = field_lines(charges, places[:, :2], places[:, 2])
    plain = field(places)
    assert across / up[:, None] == pytest.approx(plain[:, :2] / plain[:, 2:], rel=1e-9)


@pytest.mark.parametrize("hidden", [1.0, 8.0, 1e5, math.inf])
def test_the_derivative_is_that_of_the_mean(draw, hidden):
    charges = Charges(draw.standard_normal((40, 3)), hidden)
    states, h = draw.standard_normal((6, 3)), 1e-5
    mean, slope = charges.derived(states, 0.6)
    assert mean == pytest.approx(charges.denoised(states, 0.6))
    for i, unit in enumerate(np.eye(3)):
        up, down = (charges.denoised(states + side * h * unit, 0.6) for side in (1.0, -1.0))
        assert slope[:, :, i] == pytest.approx((up - down) / (2.0 * h), abs=1e-6, rel=1e-5)


def test_far_and_near_nothing_under_or_overflows():
    charges = Charges(PAIR, 1e6)
    assert charges.denoised(np.array([[30.0, 0.0]]), 1e-3)[0] == pytest.approx([1.0, 0.0])
    # from very far both look alike: ((1 - 1e-8) / (1 + 1e-8))^(N + D)
    far = np.tanh(0.5 * 1e-8 * 2.0 * (1e6 + 2.0))
    assert charges.denoised(np.array([[1e8, 0.0]]), 1e-3)[0, 0] == pytest.approx(far, rel=1e-3)
    assert charges.denoised(PAIR, 0.0) == pytest.approx(PAIR)
    assert Charges(PAIR).denoised(np.array([[0.0, 0.0]]), 1e6)[0] == pytest.approx([0.0, 0.0])


def test_on_a_path_the_field_is_the_softmax_of_the_definition(draw):
    points = draw.standard_normal((9, 2))
    charges, x = Charges(points), draw.standard_normal((4, 2))
    for path in (Linear(), VarianceExploding()):
        m = path.at(0.4)
        logs = -((x[:, None] - m.a * points[None]) ** 2).sum(axis=2) / (2.0 * m.s**2)
        share = np.exp(logs - logs.max(axis=1, keepdims=True))
        exact = (share / share.sum(axis=1, keepdims=True)) @ points
        assert charges.field(path).denoiser(x, 0.4) == pytest.approx(exact)
    assert charges.field(Linear()).denoiser(x, 0.0) == pytest.approx(
        np.tile(points.mean(0), (4, 1))
    )


@pytest.mark.parametrize("hidden", [1.0, 8.0, math.inf])
def test_the_density_is_one_in_all_and_its_score_is_what_the_denoiser_says(draw, hidden):
    charges = Charges(draw.standard_normal((5, 1)), hidden)
    q = np.linspace(-4000.0, 4000.0, 400_001)
    density = np.exp(charges.log_density(q[:, None], 0.7))
    assert np.trapezoid(density, q) == pytest.approx(1.0, abs=1e-3)
    if math.isinf(hidden):  # Tweedie: E[y | x] = x + sigma^2 d ln p / dx
        x, h = draw.standard_normal((7, 1)), 1e-5
        up, down = (charges.log_density(x + side * h, 0.7) for side in (1.0, -1.0))
        cleaned = x[:, 0] + 0.49 * (up - down) / (2.0 * h)
        assert charges.denoised(x, 0.7)[:, 0] == pytest.approx(cleaned, abs=1e-6)


@pytest.mark.parametrize("hidden", [1.0, 8.0, 1e6, math.inf])
def test_the_density_is_the_mean_of_those_about_each_charge_near_and_far(draw, hidden):
    points = draw.standard_normal((300, 2))
    x = np.concatenate([draw.standard_normal((90, 2)), [[60.0, -80.0]], points[:9]])
    for sigma in (0.02, 0.7, 30.0):
        each = [log_density(x - y, hidden, sigma) for y in points]
        exact = np.logaddexp.reduce(each, axis=0) - math.log(300)
        found = Charges(points, hidden).log_density(x, sigma)
        assert found == pytest.approx(exact, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("hidden", [0.0, -1.0, math.nan, 1e8])
def test_a_number_of_dimensions_that_cannot_be_is_refused(hidden):
    with pytest.raises(FlowError, match="D "):
        Charges(PAIR, hidden)


def test_points_that_are_none_are_refused():
    with pytest.raises(FlowError, match="at least one"):
        Charges(np.empty((0, 2)))
    with pytest.raises(FlowError, match="point 2 is not finite"):
        Charges(np.array([[0.0, 1.0], [math.nan, 0.0]]))
