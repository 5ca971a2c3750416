"""Samples that end between modes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.distance.carried_cloud import cloud_of
from engines.instruments.distance.transported import MOMENT
from engines.instruments.expressway.cells import refusal
from engines.layers.frame import Frame, Reading, Trust
from engines.layers.points import Points
from engines.numerics.expressway.flow import Expressway
from engines.numerics.expressway.modes import Modes
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.flow import Flow
from engines.running.randomness import stream
from engines.running.ticket import Ticket


def stranded(
    flow: Any, modes: Modes, count: int, paths: int, seed: int, time: float, ticket: Ticket
) -> tuple[np.ndarray, float]:
    """Where those of a cloud that will end between modes are now, and their share.

    Args:
        flow: What generates.
        modes: Where the data are.
        count: Number of samples.
        paths: Number of whole paths drawn of the same cloud, which may be more.
        seed: Of the noise.
        time: The moment.
        ticket: Looked at on the way.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    noise = flow.noise(max(count, paths), stream(seed, "noise"))
    cloud = cloud_of(flow, noise, seed, flow.arrival)
    cloud.carry(count, ticket)
    off = modes.off(cloud.at(flow.arrival, count))
    return cloud.at(time, count)[off], float(off.mean())


class Stranded:
    """Rings round the samples that end more than 3.5 deviations from every mode."""

    name: ClassVar[str] = "stranded"
    title: ClassVar[str] = "Between modes"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("stranded",)
    depth: ClassVar[int] = 3

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        reason = refusal(flow, planar=True)
        if not reason and isinstance(flow, Expressway) and flow.modes is None:
            return "needs data whose modes are known"
        return reason

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        from engines.instruments.distance.transported import Transported

        return Transported.declared(flow) if isinstance(flow, Expressway) else (MOMENT,)

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow = self.flow
        if not isinstance(flow, Expressway) or flow.modes is None:
            raise UnfitError("Between modes needs a jump to data whose modes are known")
        places, share = stranded(flow, flow.modes, p.samples, p.paths, p.seed, p.t, ticket)
        yield Frame(
            {"stranded": Points(places, "unstable")},
            readings={"stranded": Reading(100.0 * share, "% of samples")},
            trust=Trust("good", f"{100.0 * share:.2g} % of samples end between modes."),
        )


INSTRUMENT = Stranded
