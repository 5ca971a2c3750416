"""Tiny networks, evaluated by OpenGL and by torch."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.layers.shader_field import ShaderField
from engines.learned.nets.denoiser import waves
from engines.learned.nets.mlp import Mlp, shapes, torch_value
from engines.learned.nets.shading import CardNet
from widgets.painters.offscreen import evaluate

SIDE, REACH = 8, 3.0
FAR = 1e-4  # of the largest entry
PARTS = """
uniform float when;
uniform float part;
float field(vec2 x) {
    mat2 g = mat2(0.0);
    if (part > 1.5) g = gradient(x, when);
    vec2 v = velocity(x, when);
    if (part < 0.5) return v.x;
    if (part < 1.5 || part > 5.5) return v.y;
    if (part < 3.5) return part < 2.5 ? g[0][0] : g[0][1];
    return part < 4.5 ? g[1][0] : g[1][1];
}
"""


def drawn(net, when):
    """Velocity, gradient by columns, and once more the second velocity, shape (7, n)."""
    field = ShaderField(
        net.glsl + PARTS, {**net.uniforms, "when": when, "part": 0.0},
        (-REACH, REACH, -REACH, REACH), (SIDE, SIDE),
        textures={"net_weights": net.weights, "net_times": net.times},
    )  # fmt: skip
    return np.stack([evaluate(field, SIDE, SIDE, {"part": float(k)}).ravel() for k in range(7)])


def moments(times):
    return np.stack([0.3 + times, 2.0 - times, 0.5 + 0.1 * times, times**2], axis=-1)


def torched(arrays, count, when):
    """The same by torch in float64, with its own derivative."""
    tensors = {name: torch.from_numpy(a) for name, a in arrays.items()}
    nodes = np.linspace(-REACH, REACH, SIDE)
    x = torch.from_numpy(np.stack(np.meshgrid(nodes, nodes), axis=-1).reshape(-1, 2))
    x.requires_grad_()
    a, b, c, tau = (float(m) for m in moments(np.array([when]))[0])
    told = waves(np.array([tau])) if count else np.array([[tau]])
    seen = torch.cat([c * x, torch.from_numpy(np.tile(told, (len(x), 1)))], dim=1)
    v = a * x + b * torch_value(tensors, seen)
    slopes = [torch.autograd.grad(v[:, i].sum(), x, retain_graph=True)[0] for i in range(2)]
    g = torch.stack(slopes)  # component, node, coordinate
    found = [v[:, 0], v[:, 1], g[0, :, 0], g[1, :, 0], g[0, :, 1], g[1, :, 1], v[:, 1]]
    return np.stack([part.detach().numpy() for part in found])


def random_net(hidden, count, seed=0):
    draw = np.random.default_rng(seed)
    sizes = (2 + (2 * count or 1), *hidden, 2)
    arrays = {n: draw.normal(0.0, 0.6, shape) for n, shape in shapes(sizes).items()}
    return arrays, CardNet(Mlp(arrays).layers, count, moments)


@pytest.mark.parametrize(("hidden", "count"), [((7,), 0), ((12, 9), 8)])
def test_a_card_and_torch_compute_one_velocity(hidden, count):
    arrays, net = random_net(hidden, count)
    for when in (0.0, 0.37, 1.0):
        wanted, found = torched(arrays, count, when), drawn(net, when)
        assert np.isfinite(found).all()
        np.testing.assert_allclose(found, wanted, atol=FAR * np.abs(wanted).max())


def test_other_weights_and_moments_have_the_same_text():
    (_, one), (_, two) = random_net((12, 9), 8), random_net((12, 9), 8, seed=1)
    assert one.glsl == two.glsl
    assert one.uniforms == two.uniforms
    assert (one.weights.shape, one.times.shape) == (two.weights.shape, two.times.shape)
    assert np.abs(drawn(one, 0.5) - drawn(two, 0.5)).max() > 0.1


def test_texels_are_made_once():
    _, net = random_net((7,), 0)
    assert net.weights is net.weights
    assert not net.weights.flags.writeable
    assert not net.times.flags.writeable
