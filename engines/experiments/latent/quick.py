"""The first picture after a hand or time has moved: what it shows soonest, the rest as it was."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from engines.experiments.latent.marks import Ways
from engines.instruments.latent.contact_sheet import marked, sheet_of
from engines.instruments.latent.decoded import pair_of
from engines.instruments.latent.potential import field_at, limits_of
from engines.instruments.portrait.streamlines import streamlines
from engines.layers.curves import Curves
from engines.layers.frame import Layer
from engines.layers.image_grid import ImageGrid
from engines.learned.latent.still import Tabulated
from engines.protocols.capabilities import Bounded
from engines.protocols.flow import Flow
from engines.protocols.landscape import Sloped
from engines.running.ticket import Ticket

EVERY = 0.08  # s between two sheets, or two landscapes, while a hand or time moves
PAUSE = 0.02  # s
NODES = 56  # of the landscape along a side
TABLE = 33  # of the slopes that lines follow
LINES = 12  # side by side
SPARSE = 4  # a picture of the sheet stands at every fourth place of a way


class Quick:
    """Remembers what was shown last and what of it depends on time alone.

    Attributes:
        kept: Layers as they were shown last.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.kept: dict[str, Layer] = {}
        self._now = now
        self._sheet_at = self._landscape_at = float("-inf")
        self._sheet_of: object = None
        self._handle: object = ()
        self._moment: tuple[object, float] | None = None
        self._due: list[Callable[[], dict[str, Layer]]] = []
        self._limits: tuple[object, tuple[float, float] | None] | None = None

    def layers(
        self, flow: Flow, ways: Ways, parameters: Any, landscape: object
    ) -> tuple[Mapping[str, Layer], bool]:
        """What moves with a hand and with time, over all that was there; and whether that is all,
        but for what is `due`.

        Args:
            flow: The plane.
            ways: Ways from its start.
            parameters: Say which instruments are on, and the moment `t`.
            landscape: All that the landscape depends on but its moment, compared by equality.
        """
        p, now = parameters, self._now()
        self._due.clear()
        found: dict[str, Layer] = {}
        if p.decoded:
            found["decoded"] = pair_of(flow, ways.walk[[0, -1]], p.t)
        self._handle = p.handle
        begun = landscape, p.handle
        sheet = self.kept.get("contact_sheet")
        if isinstance(sheet, ImageGrid) and self._sheet_of == begun:  # only its mark moves
            found["contact_sheet"] = replace(sheet, selected=marked(flow, sheet, p.t))
        elif p.contact_sheet and now - self._sheet_at > EVERY:
            self._due.append(partial(self._sheet, flow, ways, p.t, begun))
        passed = self._moment is not None and self._moment[0] == landscape
        if self._moment != (landscape, p.t) and passed and now - self._landscape_at > EVERY:
            self._due.append(partial(self._landscape, flow, p, landscape))
        moved, self._moment = self._moment != (landscape, p.t), (landscape, p.t)
        self.kept |= found
        return dict(self.kept), passed and moved

    def due(self) -> Mapping[str, Layer]:
        """What takes longer and has waited long enough, over all that is there; nothing if it has
        not. It is found even if nobody waits for it any more: the next picture shows it.
        """
        some = bool(self._due)
        while self._due:
            self.kept |= self._due.pop(0)()
        return dict(self.kept) if some else {}

    def _sheet(self, flow: Flow, ways: Ways, step: float, begun: object) -> dict[str, Layer]:
        found: dict[str, Layer] = {}
        found["contact_sheet"] = sheet_of(flow, ways.codes[:, ::SPARSE], step)
        self._sheet_at, self._sheet_of = self._now(), begun
        return found

    def _landscape(self, flow: Flow, p: Any, landscape: object) -> dict[str, Layer]:
        moment = abs(float(p.t))
        found: dict[str, Layer] = {}
        if p.potential and isinstance(flow, Sloped) and isinstance(flow, Bounded):
            if self._limits is None or self._limits[0] != landscape:
                self._limits = landscape, limits_of(flow, flow.duration)
            found["potential"] = field_at(flow, NODES, moment, self._limits[1])
        if p.streamlines and not flow.steady:
            lines = streamlines(Tabulated(flow, moment, TABLE), min(LINES, p.lines))
            found["streamlines"] = Curves(tuple(lines), ("neutral",) * len(lines))
        self._landscape_at = self._now()
        return found

    def keep(self, layers: Mapping[str, Layer]) -> None:
        """Finished layers, which stay until there are newer ones."""
        self.kept |= layers
        if "contact_sheet" in layers and self._moment is not None:
            self._sheet_of = self._moment[0], self._handle

    def give_way(self, ticket: Ticket) -> None:
        """The window paints, and a hand that still moves is heard, before anything is refined.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        time.sleep(PAUSE)
        ticket.check()

    def forget(self, names: set[str]) -> None:
        """Of what was kept, only these layers stay."""
        self.kept = {name: layer for name, layer in self.kept.items() if name in names}
