import pytest

from engines.errors import FlowError
from engines.parameters.declare import parameters_model
from engines.systems.clouds.bridges import FAMILY, NAMES


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
