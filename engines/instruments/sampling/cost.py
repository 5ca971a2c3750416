"""How far each solver ends from the exact flow, over what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from engines.layers.frame import Frame, Layer, Reading
from engines.layers.series import KINDS, Series
from engines.numerics.diffusion.generation import GenerationFlow, Sampler
from engines.numerics.diffusion.solvers import SOLVERS, Ancestral
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.capabilities import Flat
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.randomness import stream
from engines.running.ticket import Ticket

SHOWN = tuple(name for name, one in SOLVERS.items() if not isinstance(one, Ancestral))
STEPS = (2, 4, 8, 16, 32, 64)
TRUTH = Sampler("RK4", 400, "time")
ON_TIME = ("Euler", "Heun", "RK4")
LEAST = 1e-9
REFUSAL = "needs an equation that a solver follows"


class Cost(Charting):
    """Root mean square distance of the ends of the same noise from those of 400 steps of RK4."""

    name: ClassVar[str] = "cost"
    title: ClassVar[str] = "Error over cost"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = (*(f"cost_{name}" for name in SHOWN), "cost_now")
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole("cost_noises", 100, 10, 2000, title="Noises", group=Cost.title,
                  logarithmic=True, help="Draws of noise that every solver begins with."),
        )  # fmt: skip

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        return (
            Axis("evaluations", "", "", 0.3, 2.5, powers=True),
            Axis("error", "", "", -6.0, 1.0, powers=True),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        return Cost.title, "distance of ends from those of the exact flow"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """One solver after the other, then where the chosen sampler is."""
        p: Any = parameters
        flow: Any = solved_by(self.flow)
        noise = flow.noise(int(p.cost_noises), stream(0, "cost"))
        yield Frame({}, progress=0.0, task=self.title)
        truth = flow.followed_by(TRUTH).advance(noise, 0.0, 1.0, ticket)
        layers: dict[str, Layer] = {}
        for k, name in enumerate(SHOWN):
            spent, errors = [], []
            for steps in STEPS:
                ticket.check()
                sampler = Sampler(name, steps, "time" if name in ON_TIME else "lam")
                spent.append(flow.followed_by(sampler).evaluations)
                errors.append(_off(flow, sampler, noise, truth, ticket))
            layers[f"cost_{name}"] = Series(
                np.log10(spent), np.log10(errors), role=KINDS[k % len(KINDS)], label=name
            )
            yield Frame(dict(layers), progress=(k + 1) / (len(SHOWN) + 1), task=self.title)
        chosen = replace(flow.sampler, scale=0.0)
        here = _off(flow, chosen, noise, truth, ticket)
        nfe = flow.followed_by(chosen).evaluations
        at = np.log10([nfe, nfe])
        layers["cost_now"] = Series(at, np.array([-9.0, 3.0]), role="before", label="now")
        yield Frame(
            dict(layers),
            readings={self.name: Reading(here, f"error at {nfe} NFE")},
            task=self.title,
        )


def solved_by(flow: Flow) -> GenerationFlow | None:
    """The equation from noise to data that a solver follows, of a plane that of the whole."""
    found = flow.whole if isinstance(flow, Flat) else flow
    return found if isinstance(found, GenerationFlow) and found.solves else None


def refusal(flow: Flow) -> str:
    """Why no solver can be looked at on `flow`."""
    return REFUSAL if solved_by(flow) is None else ""


def _off(
    flow: Any, sampler: Sampler, noise: np.ndarray, truth: np.ndarray, ticket: Ticket
) -> float:
    ends = flow.followed_by(sampler).advance(noise, 0.0, 1.0, ticket)
    gaps = ((ends - truth) ** 2).sum(axis=1)
    kept = gaps[np.isfinite(gaps)]
    return max(float(np.sqrt(kept.mean())), LEAST) if len(kept) else np.inf


INSTRUMENT = Cost
