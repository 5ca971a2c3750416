"""How much motion a flow spends on carrying noise to data, beside the least for the same pairs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.series import Series
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.capabilities import Generating
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.randomness import stream
from engines.running.ticket import Ticket

TIMES = 81
FIRST = 64
MOST = 3.0  # times the least energy that are shown
NOTHING = 1e-9  # of the noise's own size: a cloud that moves less goes nowhere


def speeds(
    flow: Flow, starts: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
) -> tuple[np.ndarray, np.ndarray]:
    r"""Squared speeds along each path, shape (n, k), and squared chords, shape (n,).

        e(z, t) = |v(Z_t, t)|^2,   c(z) = |Z_1 - Z_0|^2 / (t_1 - t_0)

    The energy E int e dt is never less than E c, and equal to it if and only if every path is a
    straight line walked at constant speed: E int e dt = E c + S with S the straightness.

    Args:
        flow: What moves the points.
        starts: Shape (n, d), given at times[0].
        times: Shape (k,), rising.
        ticket: Looked at on the way.

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Benamou & Brenier (2000), Numer. Math. 84, 375-393; Shaul et al. (2023), ICML, eq. (8).
    """
    paths = flow.record(starts, times, ticket)
    chords = ((paths[:, -1] - paths[:, 0]) ** 2).sum(axis=1) / (times[-1] - times[0])
    found = np.empty(paths.shape[:2])
    for k, time in enumerate(times):
        if ticket is not None:
            ticket.check()
        found[:, k] = (flow.velocity(paths[:, k], float(time)) ** 2).sum(axis=1)
    return found, chords


class KineticEnergy(Charting):
    """Kinetic energy over time, in units of the least with which the same pairs can be joined."""

    name: ClassVar[str] = "kinetic_energy"
    title: ClassVar[str] = "Kinetic energy"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = ("kinetic_energy", "kinetic_energy_least")
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return "" if isinstance(flow, Generating) else "needs a flow from noise to data"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole(
                "energy_paths",
                400,
                20,
                4000,
                title="Paths measured",
                group="Kinetic energy",
                help="Number of paths from random noise whose speed is measured.",
            ),
            whole("seed", 0, 0, 99999, title="Seed", help="Seed of everything drawn at random."),
        )

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        return (
            Axis("time", "t", "", 0.0, flow.arrival if isinstance(flow, Generating) else 1.0),
            Axis("energy, of straight ways", "", "", 0.0, MOST),
        )

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """A few paths first, then all of them."""
        p: Any = parameters
        flow = self.flow
        if not isinstance(flow, Generating):
            raise UnfitError("Kinetic energy needs a flow from noise to data")
        starts = flow.noise(p.energy_paths, stream(p.seed, "kinetic energy"))
        times = np.linspace(0.0, flow.arrival, TIMES)
        sizes = sorted({min(FIRST, p.energy_paths), p.energy_paths})
        for level, size in enumerate(sizes):
            ticket.check()
            each, chords = speeds(flow, starts[:size], times, ticket)
            known = np.isfinite(each).all(axis=1)
            if not known.any():
                yield Frame({}, notes=("Kinetic energy: every path left the domain.",))
                return
            each, least = each[known] * flow.arrival, float(chords[known].mean())
            if least <= NOTHING * float((starts**2).sum(axis=1).mean()):
                yield Frame({}, notes=("Kinetic energy: every path ends where it began.",))
                return
            mean = each.mean(axis=0) / least
            low, high = np.quantile(each, (0.1, 0.9), axis=0) / least
            total = float(np.trapezoid(mean, times) / flow.arrival)
            ends = np.array([0.0, flow.arrival])
            layers: dict[str, Layer] = {
                "kinetic_energy": Series(times, mean, low, high, label="mean"),
                "kinetic_energy_least": Series(
                    ends, np.ones(2), role="reference", label="straight"
                ),
            }
            yield Frame(
                layers,
                progress=(level + 1) / len(sizes),
                level=level,
                readings={"kinetic_energy": Reading(total, "of straight ways")},
                task="Kinetic energy",
            )


INSTRUMENT = KineticEnergy
