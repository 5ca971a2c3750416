"""Bridges between two clouds, or two kinds of pictures, that networks have learned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.learned.generative.interpolants.flow import (
    SCORE,
    BridgeFromNoise,
    LearnedBridge,
    PictureBridge,
    shapes,
    square,
)
from engines.learned.generative.interpolants.kinds import DECLARED as KINDS
from engines.learned.generative.interpolants.kinds import PLAIN, KindsBridge
from engines.learned.generative.interpolants.kinds import shapes as kinds_shapes
from engines.learned.generative.interpolants.least import LeastBridge
from engines.learned.generative.interpolants.least import shapes as least_shapes
from engines.learned.nets.mlp import widths
from engines.learned.weights import Card, Model
from engines.numerics.interpolants.coupling import COUPLINGS
from engines.numerics.interpolants.declared import SHAKING, shaking_of
from engines.numerics.interpolants.interpolant import Interpolant
from engines.parameters.declare import Declaration, Parameters, choice

COUPLING = choice(
    "coupling",
    COUPLINGS[0],
    COUPLINGS,
    title="Coupling",
    group="Bridge",
    help="Which draws of the two clouds were joined in training: any, or near ones of a batch.",
)
DENOISER, ITSELF = "denoiser", "score"
TOLD_BY = choice(
    "score_by",
    DENOISER,
    (DENOISER, ITSELF),
    title="Score by",
    group="Bridge",
    help="A network of the noise, divided by gamma, or one of the score itself; noisy samplers need "
    "it.",
)
MOST = 100_000  # known ends


class BridgesModel(Model):
    """Networks of one pair of clouds, their bridge on request.

    `shape`, `gamma` and `amplitude` of its sizes say how the clouds were mixed; `couplings` how
    draws were joined; `pictures` whether states are pictures; `bend`, where it stands, the layers of
    the network that bends the ways; `kinds`, where it is true, that one network joins every kind of
    picture with every other; `scored` that a network knows the score itself.
    """

    declared: tuple[Declaration, ...] = SHAKING

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays
        if len(card.sizes["couplings"]) > 1:
            self.declared = (COUPLING, *SHAKING)
        if card.sizes.get("kinds"):
            self.declared = (*KINDS, *SHAKING)
        if card.sizes.get("scored"):
            self.declared = (TOLD_BY, *self.declared)

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        hidden, couplings = tuple(sizes["hidden"]), tuple(sizes["couplings"])
        bend = tuple(sizes.get("bend", ()))
        for name, layers in (("hidden", hidden), ("bend", bend or hidden)):
            widths(layers, name)
        if not couplings or not set(couplings) <= set(COUPLINGS):
            raise ValueError(f"couplings = {list(couplings)}, known: {', '.join(COUPLINGS)}")
        for name, most in (("dimension", 4096), ("targets", MOST)):
            if not isinstance(sizes[name], int) or not 1 <= sizes[name] <= most:
                raise ValueError(f"{name} = {sizes[name]}, allowed 1 to {most}")
        sources = sizes["sources"]
        if not isinstance(sources, int) or not 0 <= sources <= MOST:
            raise ValueError(f"sources = {sources}, allowed 0 to {MOST}")
        for name in ("spread", "reach"):
            if not 0.0 < float(sizes[name]) < 1e3:
                raise ValueError(f"{name} = {sizes[name]}, must be > 0")
        d = int(sizes["dimension"])
        found: dict[str, tuple[int, ...]] = {"targets": (int(sizes["targets"]), d)}
        if sizes.get("kinds"):
            ends = {"mean": (d,), "labels": (int(sizes["targets"]),)}
            return found | ends | kinds_shapes(d, hidden)
        if sources:
            found["sources"] = (sources, d)
        if sizes["pictures"]:
            found["mean"] = (d,)
        if bend:
            return found | least_shapes(d, hidden, bend)
        for coupling in couplings:
            found |= shapes(d, hidden, not sources, coupling, bool(sizes.get("scored")))
        return found

    def flow(self, parameters: Parameters) -> LearnedBridge:
        s = self.card.sizes
        interpolant = Interpolant(str(s["shape"]), str(s["gamma"]), float(s["amplitude"]))
        coupling = str(getattr(parameters, "coupling", s["couplings"][0]))
        kind = kind_of(
            bool(s["pictures"]), not s["sources"], bool(s.get("bend")), bool(s.get("kinds"))
        )
        box = square(float(s["reach"]), int(s["dimension"]))
        arrays = self.arrays
        if getattr(parameters, TOLD_BY.name, DENOISER) == DENOISER:
            arrays = {name: a for name, a in arrays.items() if not name.startswith(SCORE)}
        found = kind(arrays, float(s["spread"]), interpolant, shaking_of(parameters), box, coupling)
        if not isinstance(found, KindsBridge):
            return found
        p: Any = parameters
        first = PLAIN if p.from_kind == "noise" else int(p.from_kind)
        return found.joining(first, int(p.to_kind))


def kind_of(
    pictures: bool, one_sided: bool, bent: bool = False, kinds: bool = False
) -> type[LearnedBridge]:
    """Which flow the networks make."""
    if kinds:
        return KindsBridge
    if bent:
        return LeastBridge
    if pictures:
        return PictureBridge
    return BridgeFromNoise if one_sided else LearnedBridge


MODEL = BridgesModel
