import numpy as np
import pytest

from engines.errors import FlowError, UnfitError
from engines.parameters.declare import parameters_model
from engines.systems.clouds.bridges import FAMILY, LEAST, NAMES


@pytest.fixture
def values():
    return parameters_model("Values", FAMILY().declared)


@pytest.mark.parametrize("name", NAMES)
def test_every_cloud_is_reached_from_every_other(values, name):
    flow = FAMILY().flow(values(first=NAMES[0], last=name, eps=0.3, sampling_steps=20))
    assert flow.shaking.noise == 0.3
    assert flow.shaking.steps == 20
    assert flow.bridge.last.dimension == 2
    assert flow.box.low[0] < flow.bridge.last.means.min()


def test_more_noise_than_a_path_can_bear_is_refused_in_words(values):
    FAMILY().flow(values(shape="trig", amplitude=4.0))
    with pytest.raises(FlowError, match="A must be <= 1 for trig"):
        FAMILY().flow(values(shape="trig", gamma="sine", amplitude=1.5))


def test_least_action_makes_the_schroedinger_bridge_of_normal_clouds(values):
    flow = FAMILY().flow(values(first="one", last="one, wide", shape=LEAST, amplitude=1.0, eps=0.5))
    variance = flow.bridge.at(0.5).covariances[0]
    assert variance == pytest.approx(2.2808 * np.eye(2), rel=0.02)
    assert "gamma" in FAMILY().unfit(values(shape=LEAST))
    assert "amplitude" in FAMILY().unfit(values(gamma="none"))
    assert "first" in FAMILY().unfit(values(shape="mirror"))
    assert set(FAMILY().unfit(values())) == {"hand_spread"}


def test_a_cloud_of_ones_own_is_reached_and_an_empty_one_is_refused(values):
    points = ((1.0, 2.0), (-2.0, 0.5))
    flow = FAMILY().flow(values(last="your own", points=points, hand_spread=0.1))
    end = flow.advance(flow.noise(200, np.random.default_rng(0)), 0.0, 1.0)
    gaps = np.linalg.norm(end[:, None] - np.array(points), axis=2).min(axis=1)
    assert np.median(gaps) < 0.3
    with pytest.raises(UnfitError, match="your own is empty"):
        FAMILY().flow(values(last="your own"))
