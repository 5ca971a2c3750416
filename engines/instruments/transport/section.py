"""Which plane of a larger space of states the nodes of a field lie in."""

from __future__ import annotations

from typing import Any

from engines.errors import UnfitError
from engines.parameters.declare import Declaration, choice, real, switch
from engines.protocols.capabilities import Bounded, Completing, Spherical
from engines.protocols.flow import Flow
from engines.protocols.instrument import Section

FULL = "full"


def declared_section(flow: Flow, group: str) -> tuple[Declaration, ...]:
    """Axes of the plane, where it cuts the other coordinates, and in which directions stretching
    is looked for; nothing for a flow of two coordinates.

    Args:
        flow: What is measured; it knows its domain.
        group: Heading under which the form shows them.
    """
    if flow.dimension < 3 or not isinstance(flow, Bounded):
        return ()
    about: dict[str, Any] = {"group": group}
    box = flow.box
    first, second = flow.axes if isinstance(flow, Completing) else (0, 1)
    named = [label or name for name, label in zip(flow.states, box.labels, strict=True)]
    return (
        choice("across", flow.states[first], tuple(flow.states), title="Across",
               help="The coordinate along the horizontal axis.", **about),
        choice("along", flow.states[second], tuple(flow.states), title="Upwards",
               help="The coordinate along the vertical axis.", **about),
        *(
            real(at(flow, i), box.start[i], box.low[i], box.high[i], title=f"At {named[i]}",
                 symbol=box.symbols[i], unit=box.units[i], live=True,
                 help="Where the plane of the parcels cuts this coordinate.", **about)
            for i in range(flow.dimension)
        ),
        switch(FULL, False, title="All directions",
               help="The largest exponent of all directions, not only of those within the plane.",
               **about),
    )  # fmt: skip


def at(flow: Flow, coordinate: int) -> str:
    """Name of the parameter, and of the uniform, that says where the plane cuts a coordinate."""
    alone = flow.dimension == 3 and coordinate == 2  # the usual plane of a flow in space
    return "slice" if alone else f"at_{flow.states[coordinate]}"


def section_of(flow: Flow, parameters: Any) -> Section:
    """The plane that the parameters of `declared_section` describe.

    Raises:
        UnfitError: If both axes are the same coordinate.
    """
    if flow.dimension < 3 or isinstance(flow, Spherical):
        return Section((0, 1), ())
    plane = flow.states.index(parameters.across), flow.states.index(parameters.along)
    if plane[0] == plane[1]:
        free = ", ".join(name for name in flow.states if name != parameters.across)
        raise UnfitError(f"along = '{parameters.along}' is the horizontal axis too, allowed {free}")
    others = [i for i in range(flow.dimension) if i not in plane]
    return Section(plane, tuple(float(getattr(parameters, at(flow, i))) for i in others))


def idle_cuts(flow: Flow, parameters: Any) -> dict[str, str]:
    """Parameters of `declared_section` that say nothing now, because they cut an axis."""
    if flow.dimension < 3:
        return {}
    axes = (parameters.across, parameters.along)
    given = on_level(flow, (flow.states.index(axes[0]), flow.states.index(axes[1])))
    return {
        at(flow, i): "is an axis of the picture" if name in axes else "follows from the others"
        for i, name in enumerate(flow.states)
        if name in axes or given
    }


def on_level(flow: Flow, plane: tuple[int, int]) -> bool:
    """Whether the coordinates outside of `plane` follow from those in it."""
    return isinstance(flow, Completing) and set(flow.axes) == set(plane)
