"""What needs no network: Gaussians that are given, arranged or drawn, and data learned by heart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Path
from engines.parameters.declare import Declaration, whole
from engines.protocols.capabilities import Box
from engines.protocols.flow import Flow
from engines.running.randomness import stream
from engines.systems.clouds.gaussian_mixture import GaussianMixture, circle, mixture
from engines.systems.clouds.guided_flow import GuidedFlow
from engines.systems.clouds.hand_drawn import OWN, SHEET, checked, hand_mixture, sheet
from engines.systems.clouds.own_gaussians import GAUSSIANS, own_mixture, rows_of
from engines.systems.clouds.probability_flow import flow_to
from engines.systems.clouds.shading import Placing, circle_placing
from engines.systems.samples.shapes import SHAPES

EIGHT = "eight Gaussians"
EMPIRICAL = "empirical"
POINT = 1e-3  # standard deviation of what is as good as a point
MIXTURES: Mapping[str, GaussianMixture] = {
    "two Gaussians": mixture([[-2.0, 0.0], [2.0, 0.0]], 0.25),
    "uneven Gaussians": mixture(
        [[-2.0, -1.5], [2.2, -0.5], [0.0, 2.4]],
        [[[0.9, 0.5], [0.5, 0.5]], [[0.16, 0.0], [0.0, 1.2]], [[0.3, -0.1], [-0.1, 0.1]]],
        [0.5, 0.2, 0.3],
    ),
}
BY_HEART: Declaration = whole(
    "by_heart",
    40,
    2,
    1000,
    title="Points by heart",
    symbol="n",
    group="Data",
    logarithmic=True,
    help="How many data points the empirical field knows; every sample ends in one of them.",
)


@dataclass(frozen=True, slots=True)
class Formula:
    """A mixture whose flow is known.

    Attributes:
        data: The mixture.
        box: Where to look; fits the data if None.
        placed: Where its parts are, for a graphics card; None if nothing better is known.
        note: What has to be said of it.
    """

    data: GaussianMixture
    box: Box | None = None
    placed: Placing | None = None
    note: str = ""

    def flow(self, path: Path, sampler: Sampler, wished: int, guidance: float) -> Flow:
        """The flow to it, or to one of its parts under guidance, counted from 1; 0 for none."""
        live = {"sampling_steps": float(sampler.steps)}
        plain = flow_to(self.data, path, sampler, self.box, live, self.placed)
        plain.note = self.note
        if not 1 <= wished <= len(self.data.weights):
            return plain
        return GuidedFlow(plain, wished - 1, guidance)


def formula_of(p: Any) -> Formula:
    """What is chosen, as a formula.

    Raises:
        UnfitError: If points of one's own are asked for and there are none.
        ParameterError: If what was drawn or arranged is not allowed.
    """
    if p.velocity == EMPIRICAL:
        return _by_heart(p)
    if p.data == EIGHT:
        placed = circle_placing(p.modes, p.radius, p.spread)
        return Formula(circle(p.modes, p.radius, p.spread), placed=placed)
    if p.data == GAUSSIANS:
        data, note = own_mixture(rows_of(p))
        return Formula(data, sheet(data.means, SHEET), note=note)
    if p.data == OWN:
        return Formula(hand_mixture(p.points, p.hand_spread), sheet(checked(p.points), p.sheet))
    return Formula(MIXTURES[p.data])


def _by_heart(p: Any) -> Formula:
    """The field of a finite set of points: the mean of those that the state may have come from."""
    draw, count, box = stream(0, "learned by heart"), int(p.by_heart), None
    if p.data == OWN:
        points = checked(p.points)[:count]
        box = sheet(points, p.sheet)
    elif p.data == EIGHT:
        points = circle(p.modes, p.radius, p.spread).drawn(count, draw)
    elif p.data == GAUSSIANS:
        points = own_mixture(rows_of(p))[0].drawn(count, draw)
        box = sheet(points, SHEET)
    elif p.data in MIXTURES:
        points = MIXTURES[p.data].drawn(count, draw)
    else:
        points = SHAPES[p.data](count, draw)
    note = f"empirical: {len(points)} points by heart, every sample ends in one of them"
    return Formula(mixture(np.asarray(points), POINT**2), box, note=note)
