from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.learned.latent.potentials.landscape import Landscapes
from engines.learned.latent.potentials.layout import Layout
from engines.learned.latent.potentials.sequences import SHARE, Triple, amplitudes, costs
from engines.learned.nets.autoencoder import decode, divergence, encode, encoded, loss, shapes

LAYOUT = Layout(4, 8, 3, bounded=False)
pytestmark = pytest.mark.filterwarnings(
    "ignore:`torch.jit.script` is deprecated"
)  # torch's own, in jvp


def drawn(named, seed, size=0.3):
    draw = np.random.default_rng(seed)
    return {
        name: torch.from_numpy((size * draw.standard_normal(shape)).astype(np.float32))
        for name, shape in named.items()
    }


@pytest.fixture(scope="module")
def vae():
    return drawn(shapes(1, 8, 4), 0, 0.15)


@pytest.fixture(scope="module")
def potentials():
    return drawn(LAYOUT.shapes(), 1)


@pytest.fixture(scope="module")
def seen():
    pictures = torch.rand(3, 6, 1, 8, 8, generator=torch.Generator().manual_seed(0))
    return Triple(*pictures, steps=2)


@pytest.fixture(scope="module")
def terms(vae, potentials, seen):
    return costs(LAYOUT, vae, potentials, seen, torch.zeros(2, 6, 4), 1.0)


def numbers(weights):
    return {name: tensor.numpy() for name, tensor in weights.items()}


def test_codes_are_carried_by_euler_steps_of_their_own_potential(vae, potentials, seen, terms):
    landscapes = Landscapes(numbers(potentials), bounded=False)
    z, before, after = (
        encoded(numbers(vae), p.numpy())[0] for p in (seen.first, seen.before, seen.after)
    )
    w = z.reshape(3, 2, 4).astype(float)
    path = [w]
    for t in range(3):
        w = w + landscapes.slopes(w, float(t))
        path.append(w)
    here, there = path[2].reshape(6, 4), path[3].reshape(6, 4)
    assert float(terms["place"]) == pytest.approx(((before - here) ** 2).mean(), rel=1e-4)
    step = (((after - before) - (there - here)) ** 2).mean()
    assert float(terms["step"]) == pytest.approx(step, rel=1e-4)
    first = landscapes.slopes(path[0], 0.0)
    assert float(terms["rest"]) == pytest.approx((first**2).sum(-1).mean(), rel=1e-4)
    # How fast the picture changes along the slope there, from the whole Jacobian of the decoder.
    pull = landscapes.slopes(path[3], 3.0)[:, 0]
    change = []
    for code, along in zip(path[3][:, 0], pull, strict=True):
        rows = torch.autograd.functional.jacobian(
            lambda c: torch.sigmoid(decode(vae, c[None])).flatten(),
            torch.from_numpy(code.astype(np.float32)),
        )
        change.append(((rows.numpy() @ along) ** 2).mean())
    assert float(terms["change"]) == pytest.approx(-np.mean(change), rel=1e-3)


def test_pictures_are_compared_with_the_transformed_ones(vae, potentials, seen):
    # Without a slope, what is carried is z_0: then x_{s+1} = x_0 costs as much as keeping x_0.
    still = {**potentials, "log_amplitude": torch.full((3,), -60.0)}
    same = Triple(seen.first, seen.before, seen.first, steps=1)
    terms = costs(LAYOUT, vae, still, same, torch.zeros(2, 6, 4), 0.5)
    # Of x_0 itself, that is all but the divergence.
    told = float(divergence(*encode(vae, seen.first))) / 6
    assert float(terms["carried"] + 0.5 * told) == pytest.approx(float(terms["bound"]), rel=1e-5)
    assert float(terms["after"]) == pytest.approx(float(terms["bound"]), rel=1e-5)
    assert float(terms["equation"]) == pytest.approx(0.0, abs=1e-12)
    assert float(terms["change"]) == pytest.approx(0.0, abs=1e-12)


def test_in_the_published_sum_the_code_of_the_last_picture_pays_and_decodes_nothing(
    vae, potentials, seen
):
    ours, theirs = (
        costs(LAYOUT, vae, potentials, seen, torch.zeros(2, 6, 4), 0.5, kind=kind)
        for kind in ("own", "published")
    )
    told = 0.5 * float(divergence(*encode(vae, seen.after))) / 6
    assert float(theirs["after"]) == pytest.approx(told, rel=1e-5)
    assert float(ours["after"]) > float(theirs["after"]) + 1.0
    assert float(ours["carried"]) == pytest.approx(float(theirs["carried"]), rel=1e-5)


def test_in_the_balanced_sum_every_picture_is_decoded_as_often_as_it_pays(vae, potentials, seen):
    noise = torch.randn(3, 6, 4, generator=torch.Generator().manual_seed(1))
    ours, own = (
        costs(LAYOUT, vae, potentials, seen, noise, 0.5, kind=kind) for kind in ("balanced", "own")
    )
    told = [0.5 * float(divergence(*encode(vae, x))) / 6 for x in (seen.before, seen.after)]
    assert float(ours["carried"]) == pytest.approx(SHARE * float(own["carried"]), rel=1e-5)
    left = (1.0 - SHARE) * (float(own["after"]) - told[1]) + told[1]
    assert float(ours["after"]) == pytest.approx(left, rel=1e-5)
    middle = float(loss(vae, seen.before, noise[2], 0.5))
    assert float(ours["between"]) == pytest.approx(middle, rel=1e-5)
    # All three pictures alike and nothing moved: the evidence bound of each, once.
    still = {**potentials, "log_amplitude": torch.full((3,), -60.0)}
    same = Triple(seen.first, seen.first, seen.first, steps=1)
    alike = costs(LAYOUT, vae, still, same, noise[:1].expand(3, -1, -1), 1.0, kind="balanced")
    once = float(loss(vae, seen.first, noise[0], 1.0))
    total = sum(float(alike[name]) for name in ("bound", "between", "after", "carried"))
    assert total == pytest.approx(3.0 * once, rel=1e-5)


def test_everything_is_learned_from(vae, potentials, seen):
    weights = {
        name: tensor.clone().requires_grad_() for name, tensor in {**vae, **potentials}.items()
    }
    terms = costs(LAYOUT, weights, weights, seen, torch.ones(2, 6, 4), 1.0)
    sum(terms.values()).backward()
    # The height itself means nothing, only its slope.
    assert [name for name, tensor in weights.items() if tensor.grad is None] == ["read.bias"]


def test_first_steps_are_as_long_as_wanted(potentials):
    codes = torch.randn(50, 4, generator=torch.Generator().manual_seed(0))
    logs = amplitudes(LAYOUT, potentials, codes, 0.3)
    scaled = {**numbers(potentials), "log_amplitude": logs}
    slopes = Landscapes(scaled, bounded=False).slopes(np.tile(codes.numpy(), (3, 1, 1)), 0.0)
    np.testing.assert_allclose(np.linalg.norm(slopes, axis=-1).mean(axis=1), 0.3, rtol=1e-4)
