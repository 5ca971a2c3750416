from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engines.learned.generative.bridges import BridgesModel, kind_of
from engines.learned.generative.interpolants.flow import (
    BridgeFromNoise,
    LearnedBridge,
    PictureBridge,
)
from engines.learned.generative.interpolants.kinds import PLAIN, KindsBridge
from engines.learned.generative.interpolants.least import LeastBridge
from engines.learned.weights import Card
from engines.parameters.declare import parameters_model

SIZES = {
    "dimension": 2,
    "hidden": [8],
    "couplings": ["independent", "nearest in batch"],
    "sources": 20,
    "targets": 20,
    "pictures": False,
    "shape": "linear",
    "gamma": "Brownian",
    "amplitude": 1.0,
    "spread": 1.5,
    "reach": 5.0,
}


def model(**changed):
    sizes = {**SIZES, **changed}
    draw = np.random.default_rng(0)
    every = BridgesModel.shapes(sizes)
    arrays = {n: draw.standard_normal(s).astype(np.float32) for n, s in every.items()}
    card = Card(
        Path("x.toml"), "x", "X", "generative.bridges", "", "", Path(), 0, "", sizes, {}, {}
    )
    return BridgesModel(card, arrays)


def test_each_coupling_has_networks_of_its_own():
    made = model()
    values = parameters_model("Values", made.declared)
    flows = [made.flow(values(coupling=name)) for name in SIZES["couplings"]]
    x = np.ones((1, 2))
    assert np.abs(flows[0].velocity(x, 0.5) - flows[1].velocity(x, 0.5)).max() > 1e-3
    assert flows[0].box.high == (5.0, 5.0)
    assert "coupling" not in values.model_fields or len(SIZES["couplings"]) == 2
    one = model(couplings=["independent"])
    assert "coupling" not in {d.name for d in one.declared}


def test_which_flow_it_is_follows_from_its_ends():
    assert kind_of(False, True) is BridgeFromNoise
    assert kind_of(False, False) is LearnedBridge
    assert kind_of(True, False) is PictureBridge
    assert kind_of(False, False, bent=True) is LeastBridge
    made = model(sources=0, gamma="none", couplings=["independent"])
    assert "eta.0.weight" not in made.arrays
    flow = made.flow(parameters_model("Values", made.declared)(eps=0.5))
    assert isinstance(flow, BridgeFromNoise)
    assert flow.shaking.noise == 0.5


def test_the_score_is_that_of_the_noise_or_of_a_network_of_its_own():
    made = model(scored=True, couplings=["independent"])
    values = parameters_model("Values", made.declared)
    x = np.ones((1, 2))
    told, itself = (made.flow(values(score_by=by)).score(x, 0.5) for by in ("denoiser", "score"))
    assert np.abs(told - itself).max() > 1e-3
    assert "score_by" not in {d.name for d in model().declared}


def test_one_network_joins_any_two_kinds_of_pictures():
    made = model(kinds=True, pictures=True, sources=0, couplings=["independent"])
    values = parameters_model("Values", made.declared)
    flow = made.flow(values())
    assert isinstance(flow, KindsBridge)
    assert (flow.first, flow.wish) == (3, 8)
    other = made.flow(values(from_kind="noise", to_kind="0", eps=0.2))
    assert (other.first, other.wish, other.shaking.noise) == (PLAIN, 0, 0.2)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"hidden": []}, "hidden"),
        ({"hidden": [0]}, "hidden"),
        ({"couplings": []}, "couplings"),
        ({"couplings": ["best"]}, "couplings"),
        ({"dimension": 0}, "dimension"),
        ({"targets": 0}, "targets"),
        ({"sources": -1}, "sources"),
        ({"spread": 0.0}, "spread"),
        ({"reach": -1.0}, "reach"),
    ],
)
def test_sizes_that_make_no_bridge_are_refused(changed, words):
    with pytest.raises(ValueError, match=words):
        BridgesModel.shapes({**SIZES, **changed})
