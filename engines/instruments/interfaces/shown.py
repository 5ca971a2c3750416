"""What the instruments of this room ask of a flow and of the hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engines.instruments.interfaces.clusters import WAYS
from engines.instruments.interfaces.found import Interfaces, interfaces
from engines.instruments.portrait.scales import box_of
from engines.instruments.transport.ftle_form import declared_field
from engines.instruments.transport.plane_grid import unfit_for_planes
from engines.parameters.declare import Declaration, choice, whole
from engines.protocols.capabilities import Dyed
from engines.protocols.flow import Flow

GROUP = "Interfaces"


def unfit_without_dye(flow: Flow) -> str:
    """Why `flow` shows no interfaces; empty if it does."""
    return unfit_for_planes(flow) or (
        "" if isinstance(flow, Dyed) else "needs a flow that carries dye"
    )


def declared_start(flow: Flow, *names: str) -> tuple[Declaration, ...]:
    """The FTLE's own `start`, and further ones of its parameters: one value serves all."""
    wanted = {"start", *names}
    return tuple(replace(d, group="") for d in declared_field(flow) if d.name in wanted)


def declared_groups() -> tuple[Declaration, ...]:
    """Into how many groups the dye is sorted, and how."""
    return (
        whole("clusters", 4, 2, 8, title="Clusters", group=GROUP,
              help="Groups into which the concentrations are sorted; the lowest is clear fluid."),
        choice("clustering", next(iter(WAYS)), tuple(WAYS), title="Sorted by", group=GROUP,
               help="Lloyd's rounds, the best split there is, or groups with blurred edges."),
    )  # fmt: skip


def seen(flow: Flow, parameters: Any) -> Interfaces:
    """The interfaces at the moment `start`."""
    if not isinstance(flow, Dyed):
        raise TypeError("this flow carries no dye")
    x, y, dye = flow.concentration(float(parameters.start))
    return interfaces(
        x, y, dye, periodic=bool(box_of(flow).periodic[0]), groups=int(parameters.clusters),
        way=str(parameters.clustering),
    )  # fmt: skip
