import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.path import VarianceExploding
from engines.numerics.expressway.tail import Tail, levels


@pytest.fixture
def gaussian():
    """Scores of N(0, 0.04 + sigma^2)."""
    path = VarianceExploding(0.0, 6.0)
    return Field(path, "score", lambda x, t: -x / (0.04 + path.at(t).s ** 2))


def test_it_costs_what_it_says(gaussian):
    for kind in ("Langevin", "PF-ODE"):
        tail = Tail(gaussian, levels(7, 0.5, 0.02, kind), kind)
        assert tail.evaluations == 7
        gaussian.calls = 0
        x = np.ones((3, 2))
        for i in range(tail.evaluations):
            x = tail.stepped(x, i, None)
        assert gaussian.calls == 7


def test_steps_of_langevin_are_those_of_its_formula(gaussian):
    tail = Tail(gaussian, np.array([0.3, 0.1]), "Langevin", 2, 0.5)
    assert tail.evaluations == 5
    x, w = np.array([[1.0, 2.0]]), np.array([[0.2, -0.4]])
    alpha = 0.5 * 0.1**2
    wanted = x - alpha * x / 0.05 + np.sqrt(2.0 * alpha) * w
    assert tail.stepped(x, 2, w) == pytest.approx(wanted)
    assert tail.stepped(x, 4, w) == pytest.approx(x - 0.01 * x / 0.05)


def test_the_equation_shrinks_a_gaussian_as_it_must(gaussian):
    tail = Tail(gaussian, np.geomspace(0.5, 1e-4, 2000), "PF-ODE")
    x = np.ones((1, 1))
    for i in range(tail.evaluations):
        x = tail.stepped(x, i, None)
    assert float(x[0, 0]) == pytest.approx(np.sqrt(0.04 / 0.29), rel=2e-3)


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"kind": "Langevine"}, "did you mean 'Langevin'"),
        ({"sigmas": np.array([0.1, 0.2])}, "that fall"),
        ({"sigmas": np.array([])}, "that fall"),
        ({"each": 0}, "must be positive"),
        ({"rate": 0.0}, "must be positive"),
    ],
)
def test_what_makes_no_sense_is_refused(gaussian, about, words):
    with pytest.raises(FlowError, match=words):
        Tail(**{"field": gaussian, "sigmas": np.array([0.2, 0.1]), **about})


def test_levels_end_where_they_are_told_to():
    assert levels(10, 0.038, 0.02, "Langevin") == pytest.approx(np.geomspace(0.038, 0.02, 9))
    assert levels(2, 0.5, 0.02, "Langevin") == pytest.approx([0.5])
    with pytest.raises(FlowError, match="leave no noise level"):
        levels(1, 0.5, 0.02, "Langevin")
