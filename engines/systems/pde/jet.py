"""A turbulent jet with dye in it, growing into fluid at rest."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engines.running.ticket import Ticket
from engines.systems.pde.navier_stokes import Fluid, NavierStokes
from engines.systems.pde.periodic_plane import PeriodicPlane

WIDTH = 0.2  # of the jet; its speed is 1
VISCOSITY = 2e-4  # so that speed * width / viscosity = 1,000
DYED = 1.3  # half width of the dye, in widths of the jet
EDGE = 0.3  # thickness of the dye's edge, in widths of the jet
WAVES = 12  # that disturb the jet at the beginning
DISTURBED = 0.02  # vorticity of each of them in the middle of the jet, speed over width
STEP = 0.0125  # on 256 nodes; a wave of a coarser grid may be stepped farther
SIZE = 256
FIRST, LAST, EVERY = 8.0, 24.0, 0.1  # moments that are kept


class Jet:
    """A jet along x in the middle of a periodic square of side 2 pi.

        u = sech^2((y - pi) / d),   d = 0.2,   Re = d / nu = 1000

    It is disturbed by vorticity of twelve waves of random phase, and dyed:

        w' = 0.02 / d sech^2((y - pi) / d) sum_k cos(k x + phase_k),   k = 1 ... 12

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
        vorticity = self.plane.fields(-self.plane.ik_y * self.plane.waves(profile))
        vorticity += DISTURBED / WIDTH * profile * self._waves(seed)
        dye = 0.5 * (np.tanh((across + DYED) / EDGE) - np.tanh((across - DYED) / EDGE))
        self.begun = self.solver.at(vorticity, dye * np.ones((1, size)))

    def _waves(self, seed: int) -> np.ndarray:
        """All waves of the disturbance together, along x, shape (1, n)."""
        # the plain generator, so that others can draw the same phases
        phases = np.random.default_rng(seed).uniform(0.0, 2.0 * math.pi, WAVES)
        turns = np.outer(np.arange(1, WAVES + 1), self.plane.nodes) + phases[:, None]
        found: np.ndarray = np.cos(turns).sum(0)[None, :]
        return found

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
