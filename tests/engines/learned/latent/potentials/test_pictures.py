from __future__ import annotations

import numpy as np
import torch

from engines.learned.latent.potentials.pictures import pushed
from engines.learned.latent.sprites_vae import CODES, decoded, shapes


def weights():
    draw = np.random.default_rng(0)
    return {
        name: torch.tensor(draw.standard_normal(shape) * 0.1)
        for name, shape in shapes().items()
        if name.startswith("decoder")
    }


def test_pictures_are_those_of_the_live_decoder():
    tensors, codes = weights(), np.random.default_rng(1).standard_normal((5, CODES))
    ink, _ = pushed(tensors, torch.tensor(codes), torch.zeros(0, CODES, dtype=torch.float64))
    live = decoded({name: t.numpy().astype(np.float32) for name, t in tensors.items()}, codes)
    np.testing.assert_allclose(ink[:, 0].numpy(), live, atol=1e-5)


def test_rates_are_differences_of_pictures():
    tensors, draw = weights(), np.random.default_rng(2)
    codes, moves = (torch.tensor(draw.standard_normal((n, CODES))) for n in (5, 2))
    none = moves[:0]
    _, rates = pushed(tensors, codes, moves)
    up, down = (pushed(tensors, codes[3:] + h * moves, none)[0] for h in (1e-6, -1e-6))
    torch.testing.assert_close(rates, (up - down) / 2e-6, atol=1e-6, rtol=1e-6)
    assert float(rates.abs().max()) > 1e-4
