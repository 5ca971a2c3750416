"""A turbulent jet with dye in it, growing into fluid at rest."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.pde.navier_stokes import Fluid, NavierStokes
from engines.systems.pde.periodic_plane import PeriodicPlane

WIDTH = 0.2  # of the jet; its speed is 1
VISCOSITY = 2e-4  # so that speed * width / viscosity = 1,000
DYED = 1.3  # half width of the dye, in widths of the jet
EDGE = 0.3  # thickness of the dye's edge, in widths of the jet
WAVES = 12  # that disturb the jet at the beginning
DISTURBED = 0.02  # root mean square of the disturbance in the middle of the jet, speed of the jet
STEP = 0.0125  # on 256 nodes; a wave of a coarser grid may be stepped farther
SIZE = 256
FIRST, LAST, EVERY = 8.0, 24.0, 0.1  # moments that are kept


class Jet:
    """A jet along x in the middle of a periodic square of side 2 pi.

        u = sech^2((y - pi) / d),   d = 0.2,   Re = d / nu = 1000

    It is disturbed by a sideways velocity of twelve waves of random phase, and dyed.

    Args:
        seed: Of the phases.
        size: Nodes per side, even.
    """

    def __init__(self, seed: int = 1, size: int = SIZE) -> None:
        self.plane = PeriodicPlane(size)
        across = (self.plane.nodes[:, None] - math.pi) / WIDTH
        profile = np.cosh(across) ** -2 * np.ones((1, size))
        self.solver = NavierStokes(
            self.plane, VISCOSITY, VISCOSITY, mean=(float(profile.mean()), 0.0)
        )
        waves = self.plane.waves(np.stack([profile, profile * self._sideways(seed)]))
        vorticity = self.plane.fields(self.plane.ik_x * waves[1] - self.plane.ik_y * waves[0])
        dye = 0.5 * (np.tanh((across + DYED) / EDGE) - np.tanh((across - DYED) / EDGE))
        self.begun = self.solver.at(vorticity, dye * np.ones((1, size)))

    def _sideways(self, seed: int) -> np.ndarray:
        phases = stream(seed, "jet").uniform(0.0, 2.0 * math.pi, WAVES)
        turns = np.outer(np.arange(1, WAVES + 1), self.plane.nodes) + phases[:, None]
        return DISTURBED * math.sqrt(2.0 / WAVES) * np.cos(turns).sum(0)[None, :]

    def moments(
        self,
        times: np.ndarray,
        ticket: Ticket | None = None,
    ) -> Iterator[tuple[float, Fluid | None]]:
        """The fluid at each of `times`, which rise and are whole multiples of the step.

        Yields:
            The time reached, after every step, and the fluid if it is one of `times`.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        fluid, number = self.begun, 0
        for wanted in np.round(np.asarray(times) / STEP).astype(int):
            while number < wanted:
                if ticket is not None:
                    ticket.check()
                fluid, number = self.solver.stepped(fluid, STEP), number + 1
                if number < wanted:
                    yield number * STEP, None
            yield number * STEP, fluid
