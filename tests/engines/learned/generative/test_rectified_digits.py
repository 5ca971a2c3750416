from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from engines.errors import FlowError
from engines.learned.generative.rectified.velocity_flow import Walk
from engines.learned.generative.rectified_digits import RectifiedDigitsModel, shapes
from engines.parameters.declare import parameters_model
from engines.protocols.capabilities import Decoding

SIZES = {"stages": ["1", "2"], "plain": ["1"], "width": 6, "blocks": 1, "source": 4}
SIZES |= {"spreads": [0.4, 0.5]}
DRAW = np.random.default_rng(0)


@pytest.fixture(scope="module")
def model():
    found = RectifiedDigitsModel.shapes(SIZES)
    arrays = {n: (0.3 * DRAW.standard_normal(s)).astype(np.float32) for n, s in found.items()}
    card = SimpleNamespace(id="x", title="x", source="x", sizes=SIZES)
    return RectifiedDigitsModel(card, arrays)


def test_states_are_pictures_at_every_time(model):
    flow = model.stage("2", Walk("RK4", 4))
    assert isinstance(flow, Decoding)
    begin = flow.noise(5, DRAW)
    pictures = flow.decode(flow.advance(begin, 0.0, 0.5))
    assert pictures.shape == (5, 8, 8)
    assert ((pictures >= 0.0) & (pictures <= 1.0)).all()
    ink = 0.5 * (begin + model.arrays["mean"] + 1.0)
    np.testing.assert_allclose(flow.decode(begin), np.clip(ink, 0, 1).reshape(-1, 8, 8))


def test_features_make_another_network_where_both_were_trained(model):
    x = DRAW.standard_normal((3, 64))
    values = parameters_model("p", model.declared)
    one, two = (model.flow(values(weighed=w)).velocity(x, 0.5) for w in (True, False))
    assert not np.allclose(one, two)
    with pytest.raises(FlowError, match="k = 2 was trained with features only"):
        model.flow(values(k="2", weighed=False))


def test_a_round_without_pairs_says_what_makes_them(model):
    with pytest.raises(FlowError, match="k = 3: no stored pairs, run reflow 2 first"):
        model.stage("3")


def test_the_way_back_leads_to_the_beginning(model):
    flow = model.stage("1", Walk("RK4", 30))
    begin = flow.noise(4, DRAW)
    there = flow.advance(begin, 0.0, 1.0)
    np.testing.assert_allclose(flow.advance(there, 1.0, 0.0), begin, atol=1e-3)
    assert flow.refined().sampling_steps == 60


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"stages": []}, "stages"),
        ({"plain": ["3"]}, "plain has '3'"),
        ({"width": 5000}, "width = 5000"),
        ({"blocks": 1.5}, "blocks = 1.5"),
        ({"spreads": [1.0]}, "spreads"),
        ({"spreads": [1.0, 0.0]}, "spreads"),
    ],
)
def test_sizes_that_mean_nothing_are_refused(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        RectifiedDigitsModel.shapes({**SIZES, **change})


def test_a_cloud_of_noise_is_not_kept():
    assert "source" not in shapes(["1"], 4, 1)
    assert shapes(["1"], 4, 1, 7)["source"] == (7, 64)
