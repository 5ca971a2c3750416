"""How much motion a flow spends on carrying noise to data, beside the least for the same pairs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from engines.instruments.distance.along_ways import AlongWays, arrival
from engines.layers.frame import Layer, Reading
from engines.layers.series import Series
from engines.parameters.declare import Parameters
from engines.protocols.flow import Flow
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

TIMES = 81
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


class KineticEnergy(AlongWays):
    """Kinetic energy over time, in units of the least with which the same pairs can be joined."""

    name: ClassVar[str] = "kinetic_energy"
    title: ClassVar[str] = "Kinetic energy"
    draws: ClassVar[tuple[str, ...]] = ("kinetic_energy", "kinetic_energy_least")
    counted: ClassVar[str] = "energy_paths"
    counts: ClassVar[str] = "Number of paths from random noise whose speed is measured."
    moments: ClassVar[int] = TIMES

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        energy = Axis("energy, of straight ways", "", "", 0.0, MOST)
        return Axis("time", "t", "", 0.0, arrival(flow)), energy

    def along(
        self, starts: np.ndarray, times: np.ndarray, ticket: Ticket
    ) -> tuple[Mapping[str, Layer], Reading] | str:
        lasts = float(times[-1] - times[0])
        each, chords = speeds(self.flow, starts, times, ticket)
        known = np.isfinite(each).all(axis=1)
        if not known.any():
            return "Kinetic energy: every path left the domain."
        each, least = each[known] * lasts, float(chords[known].mean())
        if least <= NOTHING * float((starts**2).sum(axis=1).mean()):
            return "Kinetic energy: every path ends where it began."
        mean = each.mean(axis=0) / least
        low, high = np.quantile(each, (0.1, 0.9), axis=0) / least
        layers: dict[str, Layer] = {
            "kinetic_energy": Series(times, mean, low, high, label="mean"),
            "kinetic_energy_least": Series(
                times[[0, -1]], np.ones(2), role="reference", label="straight"
            ),
        }
        return layers, Reading(float(np.trapezoid(mean, times) / lasts), "of straight ways")


INSTRUMENT = KineticEnergy
