from __future__ import annotations

from engines.learned.latent.sprites_vae import SpritesVaeModel
from engines.learned.weights import card_of, open_model


def test_the_twin_is_an_autoencoder_that_saw_as_many_pictures():
    model, twin = (open_model(card_of(f"sprites-{name}")) for name in ("plain", "equivariant"))
    assert isinstance(model, SpritesVaeModel)
    for key in ("seed", "steps", "batch", "kl_weight"):
        assert model.card.training[key] == twin.card.training[key]
