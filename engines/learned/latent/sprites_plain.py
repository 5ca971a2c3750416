"""The twin of the autoencoder that learned how sprites change: same pictures, no potentials."""

from __future__ import annotations

from engines.learned.latent.sprites_vae import SpritesVaeModel


class SpritesPlainModel(SpritesVaeModel):
    """An autoencoder of sprites like the frozen one, trained on the pictures of sequences."""


MODEL = SpritesPlainModel
