"""Views for whatever instruments are switched on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engines.parameters.declare import Parameters
from engines.protocols.capabilities import Bounded, Described
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting, Instrument
from engines.protocols.views import Axis, ViewSpec

STRETCH = 3.0  # from this ratio of sides on a plane fills its view instead of keeping its aspect


def axes_of(flow: Flow) -> tuple[Axis, ...]:
    """The two or three axes on which the flow is shown; ticks in pi where the unit is rad."""
    count = 2 if flow.dimension < 3 else 3
    if not isinstance(flow, Bounded):
        return tuple(Axis(name, name) for name in flow.states[:count])
    box = flow.box
    return tuple(
        Axis(
            box.labels[i],
            box.symbols[i],
            box.units[i],
            box.low[i],
            box.high[i],
            box.units[i] == "rad",
        )
        for i in range(min(count, flow.dimension))
    )


def main_view(flow: Flow, on: Sequence[type[Instrument]], title: str, subtitle: str) -> ViewSpec:
    """The plane or the space in which everything is drawn that has a place.

    Args:
        flow: What is shown.
        on: Instruments switched on, lowest first.
        title: Words of the header.
        subtitle: Fainter words behind it.
    """
    axes = axes_of(flow)
    sides = [axis.high - axis.low for axis in axes[:2]]
    layers = [name for one in on if one.view in ("plane", "space") for name in one.draws]
    return ViewSpec(
        id="portrait",
        kind="space" if len(axes) == 3 else "plane",
        title=title,
        subtitle=subtitle,
        layers=tuple(dict.fromkeys(layers)),
        axes=axes,
        equations=flow.tex() if isinstance(flow, Described) else (),
        equal=max(sides) < STRETCH * min(sides) * (1.0 - 1e-9),
        clicks=True,
    )


def side_views(
    flow: Flow, on: Sequence[type[Instrument]], seen: Mapping[str, Parameters]
) -> tuple[ViewSpec, ...]:
    """One view per chart and per sheet.

    Args:
        flow: What is measured.
        on: Instruments switched on, lowest first.
        seen: Instrument name to the values it sees.
    """
    views = []
    for one in on:
        if one.view not in ("chart", "sheet"):
            continue
        axes: tuple[Axis, ...] = ()
        title, subtitle = "", ""
        if issubclass(one, Charting):
            axes = one.axes(flow, seen[one.name])
            title, subtitle = one.heading(flow, seen[one.name])
        elif one.view == "chart":
            axes = (Axis("time"), Axis(one.title))
        views.append(
            ViewSpec(
                id=one.name,
                kind=one.view,
                title=title or one.title,
                subtitle=subtitle,
                layers=one.draws,
                axes=axes,
                equal=False,
            )
        )
    return tuple(views)
