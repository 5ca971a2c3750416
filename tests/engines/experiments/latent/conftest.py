"""Potentials nobody has trained, over the codes of the shipped autoencoder."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engines.learned.latent.latent_potential_flows import GENERATOR, shapes
from engines.learned.latent.potentials.layout import Layout
from engines.learned.weights import card_of, open_model, read_card
from engines.training.checkpoint import save

SIZES = {
    "codes": 12,
    "width": 16,
    "count": 6,
    "bounded": True,
    "potentials": ["wave", "heat"],
    "directions": ["linear"],
}


@pytest.fixture(scope="session")
def untrained(tmp_path_factory):
    draw, arrays = np.random.default_rng(0), {}
    known = shapes(Layout(12, 16, 6), ("wave", "heat"), ("linear",))
    for name, shape in known.items():
        fan = math.prod(shape[2:]) or 1
        arrays[name] = (draw.standard_normal(shape) / math.sqrt(fan)).astype(np.float32)
    card = tmp_path_factory.mktemp("untrained") / "untrained.toml"
    sha = read_card(card_of(GENERATOR)).sha256
    save(
        card.with_suffix(".safetensors"),
        card,
        arrays,
        {"title": "t", "class": "latent.latent_potential_flows", "source": "s", "data": "d"},
        {"sizes": SIZES, "training": {"generator_sha256": sha}, "metrics": {}},
    )
    return open_model(card)
