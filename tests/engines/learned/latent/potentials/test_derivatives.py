from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from engines.learned.latent.potentials.derivatives import automatic, derivatives, of_time, slopes
from engines.learned.latent.potentials.landscape import Landscapes
from engines.learned.latent.potentials.layout import frequencies

TIME = 1.7


@pytest.fixture(scope="module")
def weights(arrays):
    return {name: torch.tensor(a, dtype=torch.float64) for name, a in arrays.items()}


@pytest.fixture(scope="module")
def codes():
    return torch.tensor(np.random.default_rng(0).standard_normal((3, 4, 5)))


def written_out(weights, k, bounded):
    """Height of potential k as the paper writes it, for a single code."""
    one = {name: tensor[k] for name, tensor in weights.items()}
    waves = torch.as_tensor(frequencies(16))

    def linear(name, x):
        return functional.linear(x, one[f"{name}.weight"], one[f"{name}.bias"])

    def height(z, t):
        e = torch.cat([torch.sin(t * waves), torch.cos(t * waves)])
        b = linear("time_out", functional.gelu(linear("time_in", e), approximate="tanh"))
        c = torch.tanh(linear("join", torch.tanh(linear("place", z)) + b))
        o = linear("read", c)[0]
        return one["log_amplitude"].exp() * (torch.tanh(o) if bounded else o)

    return height


@pytest.mark.parametrize("bounded", [True, False])
@pytest.mark.parametrize("published", [False, True])
def test_closed_form_and_automatic_derivatives_agree(weights, codes, bounded, published):
    ours = derivatives(weights, codes, of_time(weights, TIME), bounded, published)
    for k in range(3):
        height = written_out(weights, k, bounded)
        theirs = automatic(height, codes[k], torch.tensor(TIME, dtype=torch.float64), published)
        for name in ("slope", "rate", "second_rate", "curvature"):
            torch.testing.assert_close(
                getattr(ours, name)[k], getattr(theirs, name)[0], rtol=1e-9, atol=1e-10
            )


@pytest.mark.parametrize("bounded", [True, False])
def test_numpy_and_torch_are_one_network(arrays, weights, codes, bounded):
    live = Landscapes(arrays, bounded=bounded)
    moment = of_time(weights, TIME)
    found = slopes(weights, codes, moment, bounded).numpy()
    np.testing.assert_allclose(live.slopes(codes.numpy(), TIME), found, atol=1e-12)
    bent = live.curvatures(codes.numpy(), TIME)
    ours = derivatives(weights, codes, moment, bounded)
    np.testing.assert_allclose(np.einsum("knii->kn", bent), ours.curvature.numpy(), atol=1e-11)
    sums = derivatives(weights, codes, moment, bounded, True).curvature.numpy()
    np.testing.assert_allclose(bent.sum(-1), sums, atol=1e-11)
    np.testing.assert_allclose(ours.slope.numpy(), found, atol=1e-12)


def test_the_laplacian_of_the_squared_distance_is_twice_the_dimension():
    codes = torch.randn(9, 12, dtype=torch.float64)
    found = automatic(lambda z, t: (z**2).sum(), codes, torch.tensor(0.0, dtype=torch.float64))
    torch.testing.assert_close(found.curvature[0], torch.full((9,), 24.0, dtype=torch.float64))
