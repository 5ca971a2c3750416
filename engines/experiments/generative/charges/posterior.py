"""Which of the data a noisy point came from, along a line: soft for few dimensions, then a step."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from engines.experiments.generative.charges.pace import sigma_at
from engines.experiments.generative.charges.walls import words
from engines.layers.frame import Layer
from engines.layers.series import Series
from engines.numerics.hidden_dimensions.generation import ChargedGeneration
from engines.protocols.views import Axis, ViewSpec

SOFT = (1.0, 8.0, math.inf)
PLACES = 241
NAMES = (*(f"posterior_{number}" for number in range(len(SOFT))), "posterior_here")


def posterior_curves(flows: Mapping[str, ChargedGeneration], time: float) -> dict[str, Layer]:
    r"""The first coordinate of E[y | x] along x_2 = 0, at this moment's sigma, a curve for each flow.

    Args:
        flows: Name of the layer to flow; of those with the same D only the last is shown.
        time: Of the clock.
    """
    last = {flow.hidden: name for name, flow in flows.items()}
    layers: dict[str, Layer] = {}
    for number, (name, flow) in enumerate(flows.items()):
        if last[flow.hidden] != name:
            continue
        m = flow.path.at(time)
        x = np.linspace(flow.box.low[0], flow.box.high[0], PLACES)
        states = np.zeros((PLACES, flow.dimension))
        states[:, 0] = x * m.a
        mean = flow.field.denoiser(states, time)[:, 0]
        role = "value" if name == NAMES[-1] else f"kind_{number + 1}"
        layers[name] = Series(x, mean, role=role, label=words(flow.hidden))
    return layers


def posterior_view(flow: ChargedGeneration, time: float) -> ViewSpec:
    """The chart for these curves."""
    low, high = flow.box.low[0], flow.box.high[0]
    at = f"\N{GREEK SMALL LETTER SIGMA} = {sigma_at(flow, time):.3g}"
    return ViewSpec(
        id="posterior",
        kind="chart",
        title="Where it came from",
        subtitle=f"mean of the data as a noisy point sees them, {at}",
        layers=NAMES,
        axes=(
            Axis("noisy point", "x_1", "", low, high),
            Axis("mean of its origins", "E[y_1|x]", "", low, high),
        ),
        equal=False,
    )
