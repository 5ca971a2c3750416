"""What the learned Schroedinger bridge must do: cost less than straight ways, and arrive."""

from __future__ import annotations

import numpy as np

from engines.evidence.generative.diffusion_trained import sliced
from engines.evidence.generative.interpolants.trained import ID, PAPER, Measured, shipped
from engines.learned.generative.interpolants.least import LeastBridge, shapes
from engines.learned.generative.interpolants.losses import (
    batch,
    bend_loss,
    bent,
    drift_loss,
    even_times,
    forward_loss,
)
from engines.numerics.interpolants.bridging import BridgingFlow, Shaking
from engines.numerics.interpolants.interpolant import Interpolant
from engines.numerics.interpolants.schroedinger import bridge_variance
from engines.protocols.check import Claim
from engines.running.randomness import stream
from engines.systems.clouds.gaussian_mixture import circle, mixture
from engines.systems.clouds.joined.bridge import MixtureBridge
from engines.systems.clouds.joined.bridge_flow import BridgeFlow
from engines.systems.samples.shapes import (
    MOON_NOISE,
    eight_gaussians,
    moons,
    two_gaussians,
)

NOISE = 0.5  # eps
STRAIGHT = Interpolant("linear", "Brownian", 2.0 * NOISE)
CLOUD, STEPS, MOMENTS = 3000, 200, 21
ARC = 60  # centres along each moon: neighbours lie closer than its width
TRAINED = 4000  # steps of the bridge between normal clouds


def normals(count: int, draw: np.random.Generator) -> np.ndarray:
    """A normal cloud in the plane."""
    return draw.standard_normal((count, 2))


def bridge_of_normals(steps: int = TRAINED, size: int = 256) -> LeastBridge:
    """The bridge from N(0, I) to N(0, I) after so many steps of small networks, in turn."""
    import torch

    draw = stream(0, "bridge of normals")
    tensors = {
        name: torch.tensor(
            (stream(0, f"fresh {name}").uniform(-1.0, 1.0, shape) / np.sqrt(shape[-1])).astype(
                np.float32
            ),
            requires_grad=True,
        )
        for name, shape in shapes(2, (64, 64), (32, 32)).items()
    }
    torch.set_num_threads(1)
    optimiser = torch.optim.Adam(list(tensors.values()), lr=5e-3)
    for step in range(steps):
        optimiser.param_groups[0]["lr"] = 2.5e-3 * (1.0 + np.cos(np.pi * step / steps))
        first, last, noise = (normals(size, draw) for _ in range(3))
        some = batch(STRAIGHT, first, last, noise, even_times(size, draw))
        if step % 2:
            loss = bend_loss(tensors, some, first, last, 1.0, NOISE)
        else:
            with torch.no_grad():
                middle, rate = bent(tensors, some, first, last, 1.0)
            some = some._replace(middle=middle.numpy(), rate=rate.numpy())
            loss = drift_loss(tensors, some, 1.0) + forward_loss(tensors, some, 1.0, NOISE)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
    arrays = {name: tensor.detach().numpy() for name, tensor in tensors.items()}
    return LeastBridge(arrays, 1.0, STRAIGHT, Shaking(NOISE, STEPS))


def _normals() -> Measured:
    draw = stream(1, "normals")
    first = normals(40_000, draw)
    half = np.array([0.0, 0.5])
    learned = float(bridge_of_normals().sampled(first, half)[:, -1].var())
    exact = mixture([[0.0, 0.0]], 1.0)
    straight = BridgeFlow(MixtureBridge(exact, exact, STRAIGHT), Shaking(NOISE, STEPS))
    plain = float(straight.sampled(first, half)[:, -1].var())
    wanted = bridge_variance(1.0, 1.0, NOISE)
    passed = abs(learned / wanted - 1.0) <= 0.05 and abs(plain - 0.75) < 0.02
    return f"{learned:.4f}, straight {plain:.4f}, exact {wanted:.4f}", passed, False


def moons_by_arcs() -> BridgeFlow:
    """The straight bridge from moons to two Gaussians, with every field in closed form."""
    angle = np.pi * (np.arange(ARC) + 0.5) / ARC
    upper = np.stack([2.0 * np.cos(angle) - 1.0, 2.0 * np.sin(angle) - 0.5], axis=1)
    first = mixture(np.concatenate([upper, -upper]), MOON_NOISE**2)
    last = mixture([[0.0, 2.5], [0.0, -2.5]], 0.5**2)
    return BridgeFlow(MixtureBridge(first, last, STRAIGHT), Shaking(NOISE, STEPS))


def action(flow: BridgingFlow, first: np.ndarray) -> float:
    """The integral of E|b_F|^2 over time along the sampler, by the rule of trapezia."""
    times = np.linspace(0.0, 1.0, MOMENTS)
    ways, cost = flow.sampled(first, times), []
    for k, t in enumerate(times):
        drift = flow.field("b_F", ways[:, k], t)
        cost.append(float((drift**2).sum(axis=1).mean()))
    return float(np.trapezoid(cost, times))


def _arrives(count: int = CLOUD, steps: int = STEPS) -> Measured:
    draw = stream(1, "two Gaussians")
    first, fresh = moons(count, draw), [two_gaussians(count, draw) for _ in range(6)]
    pairs = zip(fresh[::2], fresh[1::2], strict=True)
    floor = float(np.mean([sliced(one, two) for one, two in pairs]))
    bridge = shipped("interpolants-bridge", eps=NOISE, sampling_steps=steps)
    end = bridge.sampled(first, np.array([0.0, 1.0]))[:, -1]
    ratio = float(np.mean([sliced(end, one) for one in fresh])) / floor
    return f"{ratio:.2f}", ratio <= 1.5, ratio > 1.5


def _cheaper(count: int = CLOUD // 3) -> Measured:
    first = moons(count, stream(1, "action"))
    learned = action(shipped("interpolants-bridge", eps=NOISE, sampling_steps=STEPS), first)
    straight = action(moons_by_arcs(), first)
    return f"{learned:.2f}, straight {straight:.2f}", learned <= straight, False


def _eight(count: int = CLOUD, steps: int = STEPS) -> Measured:
    """From noise to eight Gaussians: how far from the data it ends, and what it costs."""
    draw = stream(1, "eight Gaussians")
    first, fresh = normals(count, draw), [eight_gaussians(count, draw) for _ in range(6)]
    pairs = zip(fresh[::2], fresh[1::2], strict=True)
    floor = float(np.mean([sliced(one, two) for one, two in pairs]))
    bridge = shipped("interpolants-bridge-eight", eps=NOISE, sampling_steps=steps)
    end = bridge.sampled(first, np.array([0.0, 1.0]))[:, -1]
    ratio = float(np.mean([sliced(end, one) for one in fresh])) / floor
    bridge_of = MixtureBridge(mixture([[0.0, 0.0]], 1.0), circle(), STRAIGHT)
    straight = action(BridgeFlow(bridge_of, Shaking(NOISE, steps)), first[: count // 3])
    cost = action(bridge, first[: count // 3])
    passed = ratio <= 1.5 and cost <= straight
    return f"{ratio:.2f}; action {cost:.2f}, straight {straight:.2f}", passed, not passed


CLAIMS = (
    Claim(ID, "Learned Schroedinger bridge from N(0, I) to itself, eps = 0.5: variance at t = 1/2",
          "law", "1.0590 within 5 %; along straight ways 0.75 within 0.02",
          f"{PAPER}, section 3.5; Leonard (2014)", _normals, seconds=25.0, full=True),
    Claim(ID, "Learned Schroedinger bridge, moons to two Gaussians: sliced W2 over that of two "
          "draws", "target", "at most 1.5, by the sampler with eps = 0.5",
          "the bound of the learned eight Gaussians", _arrives, seconds=4.0),
    Claim(ID, "Its action, the integral of E|b_F|^2, beside that of straight ways", "law",
          "not above", f"{PAPER}, section 3.5", _cheaper, seconds=4.0),
    Claim(ID, "Learned Schroedinger bridge, noise to eight Gaussians: sliced W2 over that of two "
          "draws, and its action", "target",
          "at most 1.5, by the sampler with eps = 0.5; action not above that of straight ways",
          f"{PAPER}, section 3.5", _eight, seconds=5.0),
)  # fmt: skip
