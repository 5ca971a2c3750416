"""How far an FTLE field may be believed: the ways of computing it, compared on a few nodes."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from engines.instruments.transport.deformation import (
    MOST_TANGENTS,
    Seeds,
    by_auxiliary,
    by_tangent,
    carries_tangents,
    exponent,
)
from engines.instruments.transport.ftle_shader import STEP
from engines.instruments.transport.power import by_power
from engines.instruments.transport.shader_twin import shader_twin
from engines.layers.frame import Trust
from engines.layers.shader_field import ShaderField
from engines.protocols.capabilities import Bounded, Recorded, Refinable
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

WORDS = {
    "variational": "variational",
    "grid": "grid differences",
    "auxiliary": "auxiliary differences",
    "power": "power iteration",
}
_INSTEAD = {
    "grid": "differences of neighbours",
    "auxiliary": "differences of helpers",
    "power": "products",
}
_VISIBLE = 0.1  # of the largest exponent: the picture then differs to the eye
_TRUSTED = 0.01  # of the largest exponent: less than an eye sees
_NUDGE = 4.0 * np.finfo(float).eps  # of the picture: what rounding does to a state


def trusted(
    flow: Flow,
    careful: Flow,
    seeds: Seeds,
    live: ShaderField | None,
    ticket: Ticket,
    *,
    method: str = "variational",
    full: bool = False,
    spacing: tuple[float, float] = (0.0, 0.0),
    lost: float = 0.0,
) -> Trust:
    """Whether the live integrator and the shader agree with the careful one that was used.

    A map has no steps to refine; it is asked instead what rounding of its states does.

    Args:
        flow: As the coarse levels move it.
        careful: As the last level moves it; the same object if nothing more careful is known.
        seeds: A sample of nodes.
        live: The shader field shown beside it, if there is one.
        ticket: Looked at throughout.
        method: How the field was made, one of `METHODS` or "power".
        full: Whether stretching was looked for in all directions.
        spacing: Distance of neighbours in the field, along both axes, world units; needed by
            method "grid".
        lost: Share of the nodes of the field that blew up.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    unit = f"1/{flow.time_unit}" if isinstance(flow, Bounded) and flow.time_unit else ""
    path = ["CPU, float64"] + ([careful.integrator] if isinstance(careful, Refinable) else [])
    path.append(WORDS[method])
    full |= method == "power"
    if seeds.rest:
        path.append("all directions" if full else "within the slice")

    def field(mover: Flow, nodes: Seeds = seeds) -> np.ndarray:
        if method == "power":
            return by_power(mover, nodes, ticket).log / abs(nodes.horizon)
        if method == "variational" and carries_tangents(mover):
            return exponent(by_tangent(mover, nodes, ticket, full), nodes.horizon)
        distances = spacing if method == "grid" and min(spacing) > 0.0 else None
        return exponent(by_auxiliary(mover, nodes, ticket, distances, full), nodes.horizon)

    fine = field(careful)
    if lost == 1.0 or not np.isfinite(fine).any():
        return Trust("error", "no node could be followed to the end", tuple(path))
    largest = float(np.nanmax(np.abs(fine)))
    said: list[str] = []
    recorded = isinstance(flow, Recorded)
    wrong = lost > 0.0 and not recorded
    if lost > 0.0:
        said.append(f"{_percent(lost)} of nodes {'left the data' if recorded else 'blew up'}")
    if careful is not flow and isinstance(flow, Refinable):
        apart = _apart(field(flow), fine)
        said.append(f"{flow.integrator}, moves {_by(apart, unit)}")
        wrong |= apart > _TRUSTED * largest
    elif flow.discrete:
        off = (_NUDGE * float(np.ptp(seeds.x)), _NUDGE * float(np.ptp(seeds.y)))
        apart = _apart(field(flow, replace(seeds, x=seeds.x + off[0], y=seeds.y + off[1])), fine)
        said.append(f"rounding moves {_by(apart, unit)}")
        wrong |= apart > _TRUSTED * largest
    if method == "power":
        bound, apart = _settled(careful, seeds, fine, ticket)
        said.append(f"power iteration leaves {_by(bound, unit)}")
        said.append(f"half its steps moves {_by(apart, unit)}")
        wrong |= max(bound, apart) > _TRUSTED * largest
    few = careful.dimension <= MOST_TANGENTS  # more would take a minute to compile
    if method == "variational" or not (few and carries_tangents(careful)):
        exact = fine
    else:
        exact = exponent(by_tangent(careful, seeds, ticket, full), seeds.horizon)
        apart = _apart(fine, exact)
        said.append(f"{_INSTEAD[method]} instead of tangents {_by(apart, unit)}")
        wrong |= apart > _VISIBLE * float(np.nanmax(np.abs(exact), initial=0.0))
    if live is not None:
        apart = _apart(shader_twin(flow, seeds, live.uniforms[STEP], ticket), exact)
        said.append(f"the live shader (float32) {_by(apart, unit)}")
        wrong |= apart > _VISIBLE * largest
    if seeds.rest and not full:
        said.append("stretching is restricted to the slice")
    return Trust("warn" if wrong else "good", "; ".join(said), tuple(path))


def _settled(flow: Flow, seeds: Seeds, usual: np.ndarray, ticket: Ticket) -> tuple[float, float]:
    """By how much 99 % of the exponents of power iteration may be off, as it ended where it did,
    and by how much they move with half the steps.
    """
    finer = by_power(flow, seeds, ticket, finer=2)
    left = 0.5 * np.log1p(finer.residual) / abs(seeds.horizon)
    exponents = finer.log / abs(seeds.horizon)
    return _apart(left, np.zeros(left.shape)), _apart(usual, exponents)


def _percent(share: float) -> str:
    return "less than 1 %" if share < 0.01 else f"{100.0 * share:.0f} %"


def _by(apart: float, unit: str) -> str:
    return f"99 % of nodes by less than {apart:.1e} {unit}".rstrip()


def _apart(rough: np.ndarray, fine: np.ndarray) -> float:
    """The distance below which 99 % of the nodes lie that both of them could follow."""
    off = np.abs(rough - fine)
    off = off[np.isfinite(off)]
    return float(np.quantile(off, 0.99)) if off.size else math.inf
