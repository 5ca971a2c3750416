"""Nodes followed one by one, wherever they lie, and what is said of those that were not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engines.errors import UnfitError
from engines.instruments.transport.deformation import (
    by_auxiliary,
    by_tangent,
    carries_tangents,
    exponent,
)
from engines.instruments.transport.nodes.scattered import Scattered
from engines.instruments.transport.nodes.sparse import LEAST, Measure, SparsePicture
from engines.instruments.transport.section import section_of
from engines.layers.frame import Trust
from engines.parameters.declare import Parameters
from engines.protocols.capabilities import Bounded, Costly, Sliced
from engines.protocols.flow import Flow
from engines.running.randomness import stream
from engines.running.ticket import Ticket

EVERY = "every_node"
TOLERANCE = 3e-3  # of the largest exponent: a third of what is trusted, far less than an eye sees
TRUSTED = 0.01
COARSE = 2048  # nodes of the first picture
WIDE, COARSER = 80, 512  # of a costly flow with so many coordinates: it is there as soon
_ASIDE = 1e-5  # distance of the helpers, as a share of the domain


def first_nodes(flow: Flow) -> int:
    """How many nodes the first picture has, about."""
    mover = flow.whole if isinstance(flow, Sliced) else flow
    return COARSER if _costly(flow) and mover.dimension >= WIDE else COARSE


def guessed(flow: Flow, p: Any) -> bool:
    """Whether nodes may be guessed from their neighbours."""
    alone = p.method == "variational" or (p.method == "auxiliary" and not flow.discrete)
    wide = min(int(p.nx), int(p.ny)) >= LEAST
    # declared by the flow that was there first, which need not have been a costly one
    return _costly(flow) and alone and wide and not getattr(p, EVERY, False)


def idle_guesses(flow: Flow, p: Any) -> dict[str, str]:
    """What means nothing where no node is guessed."""
    if not isinstance(p, Parameters) or EVERY not in type(p).model_fields or _costly(flow):
        return {}
    return {EVERY: "this flow is quick, every node is followed"}


def _costly(flow: Flow) -> bool:
    return isinstance(flow.whole if isinstance(flow, Sliced) else flow, Costly)


def exponents(flow: Flow, p: Any, horizon: float, full: bool, ticket: Ticket) -> Measure:
    """What tells the exponent at nodes x and y, each of shape (n,).

    Args:
        flow: What moves them, over a box.
        p: The parameters of the field.
        horizon: Travel time, signed.
        full: Stretching in all directions, not only in those of the plane.
        ticket: Looked at throughout.

    Raises:
        UnfitError: If the flow has no box.
    """
    if not isinstance(flow, Bounded):
        raise UnfitError("FTLE needs a flow that knows its domain")
    section = section_of(flow, p)
    i, j = section.plane
    sides = np.subtract(flow.box.high, flow.box.low)
    aside = (_ASIDE * float(sides[i]), _ASIDE * float(sides[j]))

    def measure(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        ticket.check()
        nodes = Scattered(x, y, section.rest, float(p.start), horizon, section.plane)
        if p.method == "variational" and carries_tangents(flow):
            return exponent(by_tangent(flow, nodes, ticket, full), horizon)
        return exponent(by_auxiliary(flow, nodes, ticket, aside, full), horizon)

    return measure


def with_guesses(
    trust: Trust, picture: SparsePicture, x: np.ndarray, y: np.ndarray, measure: Measure
) -> Trust:
    """What is known of the guesses, told beside everything else: some are followed after all."""
    rows, columns = picture.asked(stream(0, "guesses"))
    if not len(rows):
        return trust
    off = np.abs(measure(x[columns], y[rows]) - picture.values[rows, columns])
    apart = float(np.nanquantile(off, 0.99)) if np.isfinite(off).any() else float("nan")
    largest = float(np.nanmax(np.abs(picture.values)))
    share = 100.0 * (1.0 - float(picture.followed.mean()))
    said = f"{share:.0f} % of nodes are guessed from their neighbours, 99 % of these within {apart:.1g}"
    level = trust.level if trust.level != "good" or apart <= TRUSTED * largest else "warn"
    return replace(trust, level=level, sentence=f"{trust.sentence}; {said}".removeprefix("; "))
