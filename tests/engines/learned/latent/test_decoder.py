from __future__ import annotations

import math

import numpy as np
import pytest

from engines.errors import WeightsError
from engines.experiments.latent.traversal import EXPERIMENT
from engines.learned.latent.decoder import MODEL, shapes, widest
from engines.learned.weights import open_model
from engines.running.ticket import Ticket
from engines.training.checkpoint import save

SIZES = {"codes": 5, "side": 16, "channels": 3}


def written(folder, sizes=SIZES, arrays=None):
    draw = np.random.default_rng(0)
    if arrays is None:
        arrays = {
            name: (draw.standard_normal(shape) / math.sqrt(math.prod(shape[1:]) or 1)).astype("f4")
            for name, shape in shapes(3, 16, 5).items()
        }
    card = folder / "own.toml"
    save(
        folder / "own.safetensors",
        card,
        arrays,
        {"title": "Own", "class": "latent.decoder", "source": "s", "data": "d"},
        {"sizes": sizes, "training": {}, "metrics": {}},
    )
    return card


def test_a_decoder_alone_is_traversed_along_principal_and_random_directions(tmp_path):
    experiment = EXPERIMENT(open_model(written(tmp_path)))
    sheets = []
    for ways in ("principal", "random"):
        values = experiment.parameters(ways=ways, sensitivity_nodes=8, plane_pictures=3, rows=5)
        *_, last = experiment.frames(values, Ticket())
        assert not last.notes
        sheets.append(last.layers["contact_sheet"].images)
    assert sheets[0].shape == (5, 11, 16, 16, 3)
    assert not np.allclose(*sheets)


def test_the_strongest_direction_changes_the_first_layer_most():
    w = np.diag([1.0, 3.0, 2.0]) @ np.eye(3)
    np.testing.assert_allclose(widest(w), np.eye(3)[[1, 2, 0]])
    assert widest(np.ones((2, 4))).shape == (4, 4)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"codes": 1}, "codes = 1, allowed 2 to 64"),
        ({"side": 20}, "side = 20, allowed 16, 24, 32, 48, 64"),
        ({"channels": 2}, "channels = 2, allowed 1, 3"),
    ],
)
def test_sizes_that_are_not_allowed_are_refused_in_one_sentence(tmp_path, wrong, sentence):
    with pytest.raises(
        WeightsError, match=f"own.toml: sizes do not fit latent.decoder, {sentence}"
    ):
        open_model(written(tmp_path, {**SIZES, **wrong}))


def test_codes_that_do_not_fit_the_weights_are_refused(tmp_path):
    with pytest.raises(
        WeightsError, match=r"'decoder.0.weight' has shape \(128, 5\), must be \(128, 4\)"
    ):
        open_model(written(tmp_path, {**SIZES, "codes": 4}))


def test_numbers_that_are_none_are_refused(tmp_path):
    arrays = {name: np.zeros(shape, "f4") for name, shape in shapes(3, 16, 5).items()}
    arrays["decoder.4.bias"][0] = np.nan
    with pytest.raises(WeightsError, match=r"'decoder.4.bias' holds numbers that are not finite"):
        open_model(written(tmp_path, arrays=arrays))


def test_missing_arrays_are_named(tmp_path):
    arrays = {name: np.zeros(shape, "f4") for name, shape in shapes(3, 16, 5).items()}
    del arrays["decoder.3.bias"]
    with pytest.raises(WeightsError, match="array 'decoder.3.bias' is missing for latent.decoder"):
        open_model(written(tmp_path, arrays=arrays))
    assert MODEL.shapes(SIZES)["decoder.0.weight"] == (128, 5)
