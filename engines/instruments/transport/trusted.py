"""How far an FTLE field may be believed: the ways of computing it, compared on a few nodes."""

from __future__ import annotations

import math

import numpy as np

from engines.instruments.transport.deformation import Seeds, by_auxiliary, by_tangent, exponent
from engines.instruments.transport.ftle_shader import STEP
from engines.instruments.transport.shader_twin import shader_twin
from engines.layers.frame import Trust
from engines.layers.shader_field import ShaderField
from engines.protocols.capabilities import Bounded, Differentiable, Refinable, Tangent
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

_VISIBLE = 0.1  # of the largest exponent: the live picture then differs to the eye
_TRUSTED = 0.01  # of the largest exponent: less than an eye sees


def trusted(
    flow: Flow, careful: Flow, seeds: Seeds, live: ShaderField | None, ticket: Ticket
) -> Trust:
    """Whether the live integrator and the shader agree with the careful one that was used.

    Args:
        flow: As the coarse levels move it.
        careful: As the last level moves it; the same object if nothing more careful is known.
        seeds: A sample of nodes.
        live: The shader field shown beside it, if there is one.
        ticket: Looked at throughout.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    unit = f"1/{flow.time_unit}" if isinstance(flow, Bounded) and flow.time_unit else ""
    path = ["CPU, float64"] + ([careful.integrator] if isinstance(careful, Refinable) else [])
    fine = _field(careful, seeds, ticket)
    if not np.isfinite(fine).any():
        return Trust("error", "no node could be followed to the end", tuple(path))
    said, level = [], "good"
    if careful is not flow and isinstance(flow, Refinable):
        apart = _apart(_field(flow, seeds, ticket), fine)
        level = "good" if apart <= _TRUSTED * float(np.nanmax(np.abs(fine))) else "warn"
        said.append(f"{flow.integrator}, moves {_by(apart, unit)}")
    if live is not None and isinstance(flow, Differentiable):
        apart = _apart(shader_twin(flow, seeds, live.uniforms[STEP], ticket), fine)
        said.append(f"the live shader (float32) {_by(apart, unit)}")
        if apart > _VISIBLE * float(np.nanmax(np.abs(fine))):
            level = "warn"
    if seeds.rest:
        said.append("stretching is restricted to the slice")
    return Trust(level, "; ".join(said), tuple(path))


def _field(flow: Flow, seeds: Seeds, ticket: Ticket) -> np.ndarray:
    way = by_tangent if isinstance(flow, Tangent) else by_auxiliary
    return exponent(way(flow, seeds, ticket), seeds.horizon)


def _by(apart: float, unit: str) -> str:
    return f"99 % of nodes by less than {apart:.1e} {unit}".rstrip()


def _apart(rough: np.ndarray, fine: np.ndarray) -> float:
    """The distance below which 99 % of the nodes lie that both of them could follow."""
    off = np.abs(rough - fine)
    off = off[np.isfinite(off)]
    return float(np.quantile(off, 0.99)) if off.size else math.inf
