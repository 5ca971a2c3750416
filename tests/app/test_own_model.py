from __future__ import annotations

import hashlib
import shutil
from importlib.util import find_spec

import pytest

from app import catalogue
from app.own_model import SHOWN_BY, is_card, preset_of_card
from engines.errors import PresetError, WeightsError
from engines.learned.weights import WEIGHTS, card_of


@pytest.fixture
def own(tmp_path):
    """The shipped sprites under another name, with its weights beside it."""
    shutil.copy(card_of("sprites-vae"), tmp_path / "mine.toml")
    shutil.copy(WEIGHTS / "latent" / "sprites-vae.safetensors", tmp_path)
    return tmp_path / "mine.toml"


def test_a_card_with_its_weights_beside_it_opens_and_is_traversed(own):
    chosen = catalogue.preset(own)
    assert (chosen.experiment, chosen.model) == ("latent.traversal", "./mine.toml")
    ready = catalogue.opened(chosen, {"ways": "random"})
    assert ready.subject.id == "mine"


def test_weights_find_the_card_of_their_name(own):
    weights = own.with_name("mine.safetensors")
    own.with_name("sprites-vae.safetensors").rename(weights)
    own.write_text(own.read_text().replace("sprites-vae.safetensors", weights.name))
    assert catalogue.opened(catalogue.preset(weights)).subject.id == "mine"


def test_weights_without_a_card_are_refused_with_what_is_needed(tmp_path):
    (tmp_path / "lonely.safetensors").write_bytes(b"")
    with pytest.raises(
        PresetError, match=r"lonely.safetensors: no card beside it, expected lonely.t"
    ):
        catalogue.preset(tmp_path / "lonely.safetensors")


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("latent.sprites_vae", "latent.sprite_vae", "class = 'latent.sprite_vae', no architecture"),
        ("latent.sprites_vae", "os.path", "class = 'os.path', no architecture of ours, known: "),
    ],
)
def test_another_architecture_is_refused_in_one_sentence(own, before, after, sentence):
    own.write_text(own.read_text().replace(before, after))
    with pytest.raises(PresetError, match=sentence):
        catalogue.preset(own)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("codes = 12", "codes = 13", "sizes do not fit latent.sprites_vae, codes = 13"),
        ("bytes = 1506908", "bytes = 7", "says 7"),
        ("sprites-vae.safetensors", "none.safetensors", "no such weights file"),
        ("sprites-vae.safetensors", "../x.pt", "weights = '../x.pt', must be name.safetensors"),
    ],
)
def test_a_card_that_does_not_fit_its_weights_is_refused_in_one_sentence(
    own, before, after, sentence
):
    own.write_text(own.read_text().replace(before, after))
    with pytest.raises(WeightsError, match=sentence):
        catalogue.opened(catalogue.preset(own))


def test_weights_that_are_no_safetensors_are_refused(own):
    other = b"PK\x03\x04" + bytes(1506904)
    own.with_name("sprites-vae.safetensors").write_bytes(other)
    text = own.read_text()
    digest = hashlib.sha256(other).hexdigest()
    known = hashlib.sha256((WEIGHTS / "latent" / "sprites-vae.safetensors").read_bytes())
    own.write_text(text.replace(known.hexdigest(), digest))
    with pytest.raises(WeightsError, match="sprites-vae.safetensors: not a safetensors file"):
        catalogue.opened(catalogue.preset(own))


def test_every_architecture_has_an_experiment_that_is_there():
    assert set(SHOWN_BY.values()) <= set(catalogue.experiments())
    for kind in SHOWN_BY:
        assert find_spec(f"engines.learned.{kind}") is not None


def test_presets_and_systems_are_no_cards(own):
    assert is_card({"class": "latent.decoder"})
    assert not is_card({"experiment": "latent.traversal", "model": "sprites-vae"})
    assert preset_of_card(own, {"class": "latent.sprites_vae"}).title == "mine"
