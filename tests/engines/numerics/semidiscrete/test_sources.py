import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.semidiscrete.sources import SOURCES, Source, checked_weights


@pytest.mark.parametrize("name", SOURCES)
def test_density_mass_and_quantile_are_of_one_law(name):
    source = Source(name)
    x = np.linspace(0.1, 0.9, 9)
    slope = (source.below(x + 1e-6) - source.below(x - 1e-6)) / 2e-6
    assert source.density(x) == pytest.approx(slope, rel=1e-6)
    assert source.quantile(source.below(x)) == pytest.approx(x)
    drawn = source.drawn(20_000, 3, np.random.default_rng(0))
    assert drawn.shape == (20_000, 3)
    assert (drawn < x[4]).mean() == pytest.approx(float(source.below(x[4:5])[0]), abs=0.01)


def test_an_unknown_source_is_refused():
    with pytest.raises(FlowError, match="source = 'uniforn'"):
        Source("uniforn")


def test_weights_must_be_a_distribution():
    with pytest.raises(FlowError, match="sum to 0.9"):
        checked_weights(np.array([0.4, 0.5]))
    with pytest.raises(FlowError, match="must be positive"):
        checked_weights(np.array([1.5, -0.5]))
