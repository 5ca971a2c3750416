"""Averages at a given distance from an edge of dye, live."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.interfaces import profiles
from engines.instruments.interfaces.found import INNER, OUTER, Interfaces
from engines.instruments.interfaces.nearby import (
    along_and_across,
    momentum_walls_on,
    spin_on,
    walls_on,
)
from engines.instruments.interfaces.shown import (
    GROUP,
    declared_groups,
    declared_start,
    seen,
    unfit_without_dye,
)
from engines.instruments.portrait.scales import box_of
from engines.instruments.transport.ftle_form import shown_horizon
from engines.instruments.vortices.spin import unfit_to_spin
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.series import Series
from engines.parameters.declare import Declaration, Parameters, choice, real
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

EDGES = {"outer": OUTER, "inner": INNER}
# what is averaged: layer, pen, label
CURVES = (
    ("across_ftle", "repel", "FTLE"),
    ("across_walls", "kind_3", "aFTLE"),
    ("across_vorticity", "value", "|vorticity|"),
    ("across_along", "kind_5", "flux along"),
    ("across_normal", "kind_6", "flux across"),
    ("across_dye", "reference", "dye"),
)


class AcrossEdge(Charting):
    """Vorticity, dye, walls and momentum flux, averaged over all cells equally far from an edge.

    Each curve is divided by its largest value.
    """

    name: ClassVar[str] = "across"
    title: ClassVar[str] = "Across the interface"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = tuple(name for name, _, _ in CURVES[::-1])
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return unfit_without_dye(flow) or unfit_to_spin(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            *declared_start(flow, "horizon"),
            *declared_groups(),
            choice("edge", next(iter(EDGES)), tuple(EDGES), title="Edge", group=GROUP,
                   help="The edge of clear fluid, or the one between thin and rich dye."),
            real("sigma", 1.0, 0.1, 5.0, title="Fictitious time", symbol=r"\sigma",
                 group="Barriers", help="How far barriers are followed, in domains of width 2 pi."),
        )  # fmt: skip

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        reach = float(profiles.REACH)
        return (
            Axis("distance into the dye", "s", "cells", -reach, reach),
            Axis("mean over its largest", "", "", 0.0, 1.05),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        return AcrossEdge.title, f"{p.edge} edge, means over cells equally far from it"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        ticket.check()
        flow, start = self.flow, float(p.start)
        found = seen(flow, p)
        around = box_of(flow).periodic[0], box_of(flow).periodic[1]
        distance = found.distance(EDGES[p.edge])
        spin = spin_on(flow, found, start)
        along, across = along_and_across(found, distance, spin, around)
        enough = profiles.populated(distance)
        lines: dict[str, Layer] = {}

        def mean(values: np.ndarray) -> np.ndarray:
            return np.where(enough, profiles.conditional(distance, values), np.nan)

        def put(name: str, values: np.ndarray) -> None:
            line = _curve(name, mean(values))
            lines.update({} if line is None else {name: line})

        put("across_vorticity", np.abs(spin))
        put("across_dye", found.dye)
        put("across_along", along)
        put("across_normal", across)
        yield Frame(dict(lines), progress=0.2, level=0, task="Averages across the interface")
        horizon = shown_horizon(float(p.horizon), flow)
        ticket.check()
        values = walls_on(flow, found, start, horizon, ticket)
        put("across_ftle", values)
        yield Frame(dict(lines), progress=0.6, level=1, task="Averages across the interface")
        walls = self._walls(found, start, horizon, float(p.sigma), around, ticket)
        put("across_walls", walls)
        peak = _peak(mean(values))
        reading = Reading(peak, "FTLE peaks at, cells", "repel" if horizon > 0.0 else "attract")
        yield Frame(dict(lines), level=2, readings={"across": reading})

    def _walls(
        self,
        found: Interfaces,
        start: float,
        horizon: float,
        sigma: float,
        around: tuple[bool, bool],
        ticket: Ticket,
    ) -> np.ndarray:
        spin = spin_on(self.flow, found, start, horizon, ticket)
        return momentum_walls_on(found, spin, sigma, around, ticket)


def _curve(name: str, profile: np.ndarray) -> Series | None:
    largest = float(np.nanmax(profile, initial=0.0))
    known = np.isfinite(profile)
    if largest <= 0.0 or known.sum() < 2:
        return None
    role, label = next((role, label) for one, role, label in CURVES if one == name)
    middles = profiles.centres(len(profile) // 2)
    return Series(middles[known], profile[known] / largest, role=role, label=label)


def _peak(profile: np.ndarray) -> float | None:
    if not np.isfinite(profile).any():
        return None
    return float(profiles.centres(len(profile) // 2)[np.nanargmax(profile)])


INSTRUMENT = AcrossEdge
