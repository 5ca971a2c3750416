"""The one thing every instrument asks for: states that can be moved."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from engines.running.ticket import Ticket


class Flow(ABC):
    """Anything that moves states through time.

    n states of dimension d travel together as one array, so that the same call serves one orbit,
    a million FTLE seeds, a batch of latent codes, or a PDE whose d is its number of cells.

    Attributes:
        dimension: Number d of coordinates of a state.
        states: Names of the coordinates, length d.
        steady: Whether the velocity does not depend on time.
        discrete: Whether time is counted in whole iterations (a map).
    """

    dimension: int
    states: tuple[str, ...]
    steady: bool
    discrete: bool = False

    @abstractmethod
    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        """Rates of change, shape (n, d), of `states`, shape (n, d).

        For a map: the displacement F(x) - x of one iteration.
        """

    @abstractmethod
    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        """Where `states`, shape (n, d), are at `stop`; backwards if stop < start.

        A state that blows up comes back as NaN, the others are unharmed. Looks at the ticket at
        least every 50 ms.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """

    @abstractmethod
    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        """`states`, given at times[0], at each of `times`: shape (n, k, d).

        `times` is monotone, rising or falling. NaN from the sample at which a state blew up.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
