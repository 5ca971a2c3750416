"""The edges of dye as curves over the picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from engines.instruments.interfaces.found import INNER, OUTER
from engines.instruments.interfaces.shown import (
    declared_groups,
    declared_start,
    seen,
    unfit_without_dye,
)
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Reading
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

ROLES = {OUTER: "interface_outer", INNER: "interface_inner"}
LABELS = (
    ("interface_outer", "outer edge (TNTI)"),
    ("interface_inner", "inner edge (TTI)"),
)


class EdgesOfDye:
    """Where stirred fluid meets fluid at rest, and where richer dye begins."""

    name: ClassVar[str] = "interfaces"
    title: ClassVar[str] = "Interfaces"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("interfaces",)
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return unfit_without_dye(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (*declared_start(flow), *declared_groups())

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        ticket.check()
        found = seen(self.flow, parameters)
        lines: list[np.ndarray] = []
        roles: list[str] = []
        edges = (OUTER,) if len(found.centres) == 2 else (OUTER, INNER)
        for edge in edges:
            ticket.check()
            for line in found.lines(edge):
                lines.append(line)
                roles.append(ROLES[edge])
        outer = [line for line, role in zip(lines, roles, strict=True) if role == ROLES[OUTER]]
        length = sum(float(np.hypot(*np.diff(line, axis=0).T).sum()) for line in outer)
        yield Frame(
            {"interfaces": Curves(tuple(lines), tuple(roles), LABELS[: len(edges)])},
            readings={"interfaces": Reading(length, "length")},
        )


INSTRUMENT = EdgesOfDye
