from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engines.errors import WeightsError
from engines.learned.generative.digits.leap import MODEL, PIXELS, STAGES, digit_stages, told
from engines.learned.weights import Card
from engines.numerics.expressway.latents import order_of
from engines.parameters.declare import parameters_model
from engines.parameters.reading import validated

COUNT = 6
DRAW = np.random.default_rng(0)
ARRAYS = {f"{name}.latents": DRAW.standard_normal((COUNT, PIXELS)).astype("f4") for name in STAGES}
ARRAYS |= {f"{name}.heights": np.zeros(COUNT, "f4") for name in STAGES}
SIZES = {"latents": COUNT, "sigma_late": 0.03, "sigma_early": 0.24}
SIZES |= {f"order_{name}": order_of(ARRAYS[f"{name}.latents"]) for name in STAGES}
CARD = Card(
    Path("dpm-ot-digits.toml"), "dpm-ot-digits", "DPM-OT", "generative.digits.leap", "", "",
    Path("x.safetensors"), 0, "", SIZES, {}, {},
)  # fmt: skip


def at(**values):
    return validated(parameters_model("leap", MODEL.declared), values)


def test_noise_jumps_to_a_digit_and_is_denoised_from_there():
    flow = MODEL(CARD, ARRAYS).flow(at())
    x = flow.noise(5, np.random.default_rng(1))
    way = flow.record(x, np.array([0.0, 0.5, 1.0]))
    which = flow.leap().cells.assigned(x)
    assert way[:, 1] == pytest.approx(ARRAYS["late.latents"][which])
    assert np.linalg.norm(way[:, 2] - way[:, 1]) > 0.1
    assert flow.decode(way[:, 2]).shape == (5, 8, 8)
    assert flow.evaluations == 11


def test_the_early_stage_has_a_longer_way_to_go():
    model = MODEL(CARD, ARRAYS)
    late, early = (model.flow(at(stage=name, evaluations=20)) for name in STAGES)
    assert late.tail.sigmas[0] == pytest.approx(0.03)
    assert early.tail.sigmas[0] == pytest.approx(0.24)
    assert early.evaluations == 20
    assert digit_stages()[[0, -1]] == pytest.approx([10.0, 0.01])


def test_heights_belong_to_latents_in_their_order():
    mixed = {**ARRAYS, "late.latents": ARRAYS["late.latents"][::-1]}
    with pytest.raises(WeightsError, match="latents 'late' are not in their order"):
        MODEL(CARD, mixed)


def test_it_says_what_it_has_by_heart():
    assert told({}) == ()
    assert told({"nearest_late": 0.3, "nearest_early": 0.5}) == ()
    (said,) = told({"nearest_late": 0.04, "nearest_early": 0.52})
    assert said.startswith("memorising: samples lie 4 % (late), 52 % (early)")


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"latents": 1}, "latents = 1"),
        ({"sigma_late": 20.0}, "sigma_late"),
        ({"order_early": 3}, "must be a text"),
    ],
)
def test_sizes_that_make_no_sense_are_refused(about, words):
    with pytest.raises(ValueError, match=words):
        MODEL.shapes(replace(CARD, sizes={**SIZES, **about}).sizes)
