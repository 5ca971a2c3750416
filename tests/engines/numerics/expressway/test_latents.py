import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.expressway.latents import apart, latents, order_of, stage, stages


def test_levels_fall_evenly_and_the_stage_counts_from_the_last():
    sigmas = stages()
    assert sigmas[0] == pytest.approx(6.0)
    assert sigmas[-1] == pytest.approx(0.02)
    assert np.ptp(sigmas[1:] / sigmas[:-1]) < 1e-12
    assert [stage(back, sigmas) for back in (1, 8, 24)] == pytest.approx(
        [0.02, 0.0377, 0.1605], abs=1e-4
    )


@pytest.mark.parametrize("back", [0, 65])
def test_a_stage_that_is_not_there_is_refused(back):
    with pytest.raises(FlowError, match=r"M must be 1\.\.64"):
        stage(back, stages())


def test_levels_that_do_not_fall_are_refused():
    with pytest.raises(FlowError, match="that fall"):
        stages(64, 0.1, 0.2)


def test_latents_are_noisy_data_in_their_order():
    data = np.random.default_rng(0).standard_normal((4000, 2))
    found = latents(data, 0.1, np.random.default_rng(1), 0.8)
    assert (found - 0.8 * data).std() == pytest.approx(0.1, rel=0.02)


def test_fewer_than_two_data_are_refused():
    with pytest.raises(FlowError, match="1 data points, at least 2 are needed"):
        latents(np.zeros((1, 2)), 0.1, np.random.default_rng(0))


def test_repeated_latents_are_moved_by_a_hair_and_it_is_said():
    points = np.array([[1.0, 2.0], [0.0, 0.0], [1.0, 2.0], [1.0, 2.0]])
    with pytest.warns(UserWarning, match="2 latents were there already"):
        found = apart(points, np.random.default_rng(0))
    assert len(np.unique(found, axis=0)) == 4
    assert found == pytest.approx(points, abs=1e-7)
    assert apart(points[:2], np.random.default_rng(0)) is not None


def test_the_digest_knows_the_order():
    points = np.random.default_rng(0).standard_normal((5, 3))
    assert order_of(points) == order_of(points.copy())
    assert order_of(points) != order_of(points[::-1])
