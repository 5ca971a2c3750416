"""Bridges between two clouds that can be chosen, with everything a hand can set of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.numerics.interpolants.declared import SHAKING, shaking_of
from engines.numerics.interpolants.interpolant import NOISES, SHAPES, Interpolant
from engines.numerics.interpolants.schroedinger import least_action
from engines.parameters.declare import Declaration, Parameters, choice, real
from engines.protocols.flow import Flow
from engines.protocols.subject import Subject
from engines.systems.clouds.gaussian_mixture import GaussianMixture, circle, mixture
from engines.systems.clouds.hand_drawn import OWN, checked, hand, hand_mixture, sheet
from engines.systems.clouds.joined.bridge import MixtureBridge
from engines.systems.clouds.joined.bridge_flow import BridgeFlow

ALONG = 6  # parts of a moon; an arm of the spiral has twice as many


def _moons() -> GaussianMixture:
    """Two half circles that grip into each other, in soft parts."""
    angle = np.pi * (np.arange(ALONG) + 0.5) / ALONG
    upper = np.stack([2.0 * np.cos(angle) - 1.0, 2.0 * np.sin(angle) - 0.5], axis=1)
    return mixture(np.concatenate([upper, -upper]), 0.35**2)


def _spiral() -> GaussianMixture:
    """Two arms of one and a half turns, in soft parts."""
    turn = 3.0 * np.pi * np.sqrt((np.arange(2 * ALONG) + 0.7) / (2 * ALONG))
    arm = 4.0 * turn / (3.0 * np.pi)
    places = np.stack([arm * np.cos(turn), arm * np.sin(turn)], axis=1)
    return mixture(np.concatenate([places, -places]), 0.35**2)


def _squares() -> GaussianMixture:
    """Every other square of a board, each a soft part."""
    odd = [(x, y) for x in (-3, -1, 1, 3) for y in (-3, -1, 1, 3) if (x + y) % 4 == 0]
    return mixture(np.array(odd, dtype=np.float64), 0.5**2)


CLOUDS: Mapping[str, GaussianMixture] = {
    "two, left and right": mixture([[-3.0, 0.0], [3.0, 0.0]], 0.2),
    "two, up and down": mixture([[0.0, -3.0], [0.0, 3.0]], 0.2),
    "one": mixture([[0.0, 0.0]], 1.0),
    "one, wide": mixture([[0.0, 0.0]], 4.0),
    "eight in a circle": circle(8, 4.0, 0.3),
    "four in a square": mixture([[-2.5, -2.5], [2.5, -2.5], [-2.5, 2.5], [2.5, 2.5]], 0.15),
    "two leaning": mixture(
        [[-1.5, 0.5], [1.5, -0.5]], [[[0.6, 0.5], [0.5, 0.6]], [[0.6, -0.5], [-0.5, 0.6]]]
    ),
    "soft moons": _moons(),
    "soft spiral": _spiral(),
    "soft checkerboard": _squares(),
}
NAMES = tuple(CLOUDS)
LEAST, SMALLEST = "least action", 0.02


class Bridges(Subject):
    """x_t = alpha x_0 + beta x_1 + gamma z between any two of some clouds."""

    id = "bridges"
    title = "Bridge between two clouds"
    source = "Albergo, Boffi & Vanden-Eijnden (2023), arXiv:2303.08797"
    declared: tuple[Declaration, ...] = (
        choice("first", NAMES[0], NAMES, title="From", group="Clouds", help="The cloud at t = 0."),
        choice(
            "last",
            NAMES[1],
            (*NAMES, OWN),
            title="To",
            group="Clouds",
            help="The cloud at t = 1; hold Shift and drag in the picture to draw your own.",
        ),
        *hand("Standard deviation of the Gaussian round each point of your own.", "Clouds"),
        choice(
            "shape",
            "linear",
            (*SHAPES, LEAST),
            title="Path",
            group="Bridge",
            help="How much there is of each cloud on the way; of least action, it makes a "
            "Schroedinger bridge of normal clouds, by the sampler of diffusion A/2.",
        ),
        choice(
            "gamma",
            "Brownian",
            NOISES,
            title="Latent noise",
            symbol="\\gamma",
            group="Bridge",
            help="Noise that is there on the way only; it melts clouds that neither end has.",
        ),
        real(
            "amplitude",
            1.0,
            0.0,
            4.0,
            title="Amplitude",
            symbol="A",
            group="Bridge",
            help="Strength of that noise: gamma squared is proportional to it.",
        ),
        *SHAKING,
    )

    def flow(self, parameters: Parameters) -> Flow:
        p: Any = parameters
        drawn = p.last == OWN
        first = CLOUDS[p.first]
        last = hand_mixture(p.points, p.hand_spread) if drawn else CLOUDS[p.last]
        if p.shape == LEAST:
            amplitude = max(p.amplitude, SMALLEST)
            interpolant: Interpolant = least_action(_width(first), _width(last), amplitude)
        else:
            interpolant = Interpolant(p.shape, p.gamma, p.amplitude)
        bridge = MixtureBridge(first, last, interpolant)
        box = sheet(checked(p.points), p.sheet) if drawn else None
        return BridgeFlow(bridge, shaking_of(parameters), box=box)

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        """What means nothing for the path that is chosen."""
        p: Any = parameters
        found: dict[str, str] = {}
        if p.last != OWN:
            found["hand_spread"] = "Shift and drag to draw your own"
        if p.shape == LEAST:
            found["gamma"] = "least action is known for Brownian noise"
        elif p.gamma == "none":
            found["amplitude"] = "there is no latent noise"
        if p.shape == "mirror":
            found["first"] = "a mirror carries the second cloud out and back"
        return found


def _width(cloud: GaussianMixture) -> float:
    """Root mean square of a coordinate about the mean."""
    return float(np.sqrt(np.trace(cloud.covariance()) / cloud.dimension))


FAMILY = Bridges
