"""Views for whatever instruments are switched on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from engines.parameters.declare import Parameters
from engines.protocols.capabilities import Bounded, Described, Spherical
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting, Choosing, Instrument, Section, Sectioned
from engines.protocols.views import Axis, ViewSpec

STRETCH = 3.0  # from this ratio of sides on a plane fills its view instead of keeping its aspect


def axes_of(flow: Flow) -> tuple[Axis, ...]:
    """The two or three axes on which the flow is shown; ticks in pi where the unit is rad."""
    count = 2 if flow.dimension < 3 else 3
    return tuple(_axis(flow, i) for i in range(min(count, flow.dimension)))


def _axis(flow: Flow, i: int) -> Axis:
    if not isinstance(flow, Bounded):
        return Axis(flow.states[i], flow.states[i])
    box = flow.box
    return Axis(
        box.labels[i],
        box.symbols[i],
        box.units[i],
        box.low[i],
        box.high[i],
        angle=box.units[i] == "rad",
        compass=("EW", "NS")[i] if isinstance(flow, Spherical) else "",
    )


def main_view(
    flow: Flow,
    on: Sequence[type[Instrument]],
    title: str,
    subtitle: str,
    elsewhere: Collection[str] = (),
) -> ViewSpec:
    """The plane or the space in which everything is drawn that has a place.

    Args:
        flow: What is shown.
        on: Instruments switched on, lowest first.
        title: Words of the header.
        subtitle: Fainter words behind it.
        elsewhere: Names of those that have a plane of their own.
    """
    axes = axes_of(flow)
    layers = [
        name
        for one in on
        if one.view in ("plane", "space") and not issubclass(one, Charting)
        for name in (_beside(one) if one.name in elsewhere else one.draws)
    ]
    return ViewSpec(
        id="portrait",
        kind="space" if len(axes) == 3 else "plane",
        title=title,
        subtitle=subtitle,
        layers=tuple(dict.fromkeys(layers)),
        axes=axes,
        equations=flow.tex() if isinstance(flow, Described) else (),
        equal=_alike(axes),
        clicks=True,
    )


def sections_of(
    flow: Flow, on: Sequence[type[Instrument]], seen: Mapping[str, Parameters]
) -> dict[str, Section]:
    """Name of an instrument to its own plane through a space of more coordinates, if it has one.

    Raises:
        UnfitError: If the values of one describe no plane.
    """
    found = {}
    for one in on:
        section = one.section(flow, seen[one.name]) if issubclass(one, Sectioned) else None
        if section is not None:
            found[one.name] = section
    return found


def headings_of(
    flow: Flow, on: Sequence[type[Instrument]], seen: Mapping[str, Parameters]
) -> dict[str, tuple[str, str]]:
    """Name of an instrument to title and subtitle of its plane, where it names any."""
    found = {}
    for one in on:
        title, subtitle = (
            one.heading(flow, seen[one.name]) if issubclass(one, Sectioned) else ("", "")
        )
        if title or subtitle:
            found[one.name] = title or one.title, subtitle
    return found


def section_views(
    flow: Flow,
    on: Sequence[type[Instrument]],
    sections: Mapping[str, Section],
    headings: Mapping[str, tuple[str, str]],
) -> tuple[ViewSpec, ...]:
    """One view per plane through a space of more than two coordinates; instruments of the same
    plane share it.

    Args:
        flow: What is measured.
        on: Instruments switched on, lowest first.
        sections: Name of an instrument to its plane.
        headings: Name of an instrument to title and subtitle, where they are not its own.
    """
    views = []
    shown: set[Section] = set()
    for one in on:
        section = sections.get(one.name)
        if section is None or section in shown:
            continue
        shown.add(section)
        axes = tuple(_axis(flow, i) for i in section.plane)
        title, subtitle = headings.get(one.name, (one.title, "a slice"))
        together = [
            name
            for other in on
            if sections.get(other.name) == section
            for name in other.draws
            if name not in _beside(other)
        ]
        views.append(
            ViewSpec(
                id=one.name,
                kind="plane",
                title=title,
                subtitle=subtitle,
                layers=tuple(dict.fromkeys(together)),
                axes=axes,
                equations=flow.tex() if isinstance(flow, Described) else (),
                equal=_alike(axes),
                clicks=True,
            )
        )
    return tuple(views)


def _beside(one: type[Instrument]) -> tuple[str, ...]:
    """Layers of an instrument that belong into the main picture though it has its own."""
    return one.beside if issubclass(one, Sectioned) else ()


def _alike(axes: Sequence[Axis]) -> bool:
    """Whether a unit may be as long on both axes."""
    sides = [axis.high - axis.low for axis in axes[:2]]
    return max(sides) < STRETCH * min(sides) * (1.0 - 1e-9)


def side_views(
    flow: Flow, on: Sequence[type[Instrument]], seen: Mapping[str, Parameters]
) -> tuple[ViewSpec, ...]:
    """One view per chart, per sheet, and per plane whose axes are not coordinates of the flow.

    Args:
        flow: What is measured.
        on: Instruments switched on, lowest first.
        seen: Instrument name to the values it sees.
    """
    views = []
    for one in on:
        if one.view not in ("chart", "sheet") and not issubclass(one, Charting):
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
                clicks=issubclass(one, Choosing),
            )
        )
    return tuple(views)
