from __future__ import annotations

import pickle

import numpy as np
import pytest

from engines.errors import WeightsError
from engines.learned.weights import CARDS, card_of, known, open_model, read_card
from engines.parameters.declare import parameters_model


def test_a_sound_card_opens(put_model, tiny_arrays):
    model = open_model(put_model(tiny_arrays))
    flow = model.flow(parameters_model("p", model.declared)(k="2"))
    assert np.isfinite(flow.velocity(np.zeros((1, 2)), 0.5)).all()


@pytest.mark.parametrize("card", sorted(CARDS.rglob("*.toml")), ids=lambda p: p.stem)
def test_every_shipped_card_fits_its_weights(card):
    model = open_model(card)
    assert model.id == card.stem
    assert model.card.bytes < 5_000_000


def test_truncated_weights_are_named(put_model, tiny_arrays, tmp_path):
    card = put_model(tiny_arrays)
    file = tmp_path / "tiny.safetensors"
    file.write_bytes(file.read_bytes()[:-4])
    with pytest.raises(WeightsError, match=r"tiny.safetensors: \d+ bytes, tiny.toml says \d+"):
        open_model(card)


def test_changed_weights_are_named(put_model, tiny_arrays, tmp_path):
    card = put_model(tiny_arrays)
    file = tmp_path / "tiny.safetensors"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    with pytest.raises(WeightsError, match="sha256 differs from tiny.toml"):
        open_model(card)


def test_missing_weights_name_the_training_command(put_model, tiny_arrays, tmp_path):
    card = put_model(tiny_arrays)
    (tmp_path / "tiny.safetensors").unlink()
    with pytest.raises(WeightsError, match="make it with: separatrix train tiny"):
        open_model(card)


def test_a_renamed_array_is_named(put_model, tiny_arrays):
    tiny_arrays["k1.0.wait"] = tiny_arrays.pop("k1.0.weight")
    with pytest.raises(WeightsError, match=r"array 'k1.0.wait' is unknown"):
        open_model(put_model(tiny_arrays))


def test_a_wrong_shape_is_named(put_model, tiny_arrays):
    tiny_arrays["k1.0.weight"] = tiny_arrays["k1.0.weight"].T
    with pytest.raises(WeightsError, match=r"'k1.0.weight' has shape \(3, 4\), must be \(4, 3\)"):
        open_model(put_model(tiny_arrays))


def test_a_wrong_kind_of_number_is_named(put_model, tiny_arrays):
    tiny_arrays["k2.0.bias"] = tiny_arrays["k2.0.bias"].astype(np.float64)
    with pytest.raises(WeightsError, match=r"'k2.0.bias' is F64, must be F32"):
        open_model(put_model(tiny_arrays))


def test_numbers_that_are_not_finite_are_refused(put_model, tiny_arrays):
    tiny_arrays["k2.0.bias"] = tiny_arrays["k2.0.bias"] * np.float32("nan")
    with pytest.raises(WeightsError, match="not finite"):
        open_model(put_model(tiny_arrays))


def test_a_pickle_under_the_name_of_weights_runs_nothing(put_model, tmp_path):
    class Bomb:
        def __reduce__(self):
            return (open, (str(tmp_path / "ran"), "w"))

    with pytest.raises(WeightsError, match="not a safetensors file"):
        open_model(put_model(content=pickle.dumps(Bomb()) + b"\0" * 5000))
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "place",
    [
        '"os.system"',
        '"../evil"',
        '"generative.rectified_flow.x"',
        '"learned"',
        "3",
        '"generative.noise.plane.x"',
        '"generative.jumping"',
    ],
)
def test_a_card_cannot_name_foreign_code(put_model, tiny_arrays, place):
    with pytest.raises(WeightsError, match=r"tiny\.toml: class"):
        open_model(put_model(tiny_arrays, **{"class": place}))


def test_a_card_cannot_lead_out_of_its_folder(put_model, tiny_arrays):
    card = put_model(tiny_arrays, weights='"../../secret.safetensors"')
    with pytest.raises(WeightsError, match="must be name.safetensors"):
        read_card(card)


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("bytes", '"many"', "bytes = 'many', must be a whole number"),
        ("title", "", "title = None, must be a text"),
        ("colour", "1", "unknown key 'colour'"),
    ],
)
def test_a_malformed_card_is_named(put_model, tiny_arrays, key, value, sentence):
    with pytest.raises(WeightsError, match=sentence):
        read_card(put_model(tiny_arrays, **{key: value}))


def test_broken_toml_is_named(tmp_path):
    card = tmp_path / "x.toml"
    card.write_text("title = ")
    with pytest.raises(WeightsError, match=r"x\.toml: not a readable model card"):
        read_card(card)


def test_sizes_the_architecture_does_not_know_are_named(put_model, tiny_arrays):
    card = put_model(tiny_arrays)
    card.write_text(card.read_text().replace("rounds = 2", "rounds = 2000000"))
    with pytest.raises(WeightsError, match="sizes do not fit generative.rectified_flow"):
        open_model(card)


def test_an_unknown_model_names_the_known_ones():
    with pytest.raises(WeightsError, match="known: .*rectified-flow"):
        card_of("rectified-flaw")
    assert {"rectified-flow", "sprites-vae"} <= set(known())
