"""What flows through the codes of a network can do: walk, be read, stand on a landscape."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np


class Traversing(ABC):
    """Knows several ways to walk through its states, e.g. along straight lines.

    Attributes:
        ways: A short name for each.
        way: Number of the one that its velocity follows, counted from 0.
        reach: Largest step it is usual to take, in either direction.
    """

    ways: tuple[str, ...]
    way: int
    reach: float = 3.0

    @abstractmethod
    def traversed(self, start: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """States on each way from `start`, shape (d,), after `steps`, shape (k,), negative ones
        against it: shape (len(ways), k, d).
        """


class Telling(ABC):
    """Reads from a picture of it what is known to vary in such pictures.

    Attributes:
        told: Names of what varies, e.g. "scale"; empty where nobody can read.
        spreads: Standard deviations of scale, x and y over all pictures.
        known: States of true pictures, shape (n, d), n = 0 if there are none.
    """

    known: np.ndarray
    told: tuple[str, ...]
    spreads: tuple[float, float, float]

    @abstractmethod
    def readings(self, pictures: np.ndarray) -> np.ndarray:
        """Of grey pictures, shape (n, height, width): probabilities of S shapes, scale,
        r cos(m theta) and r sin(m theta) of the turn theta of a shape of symmetry m, x and y;
        shape (n, S + 5).
        """


class Altering(ABC):
    """Knows what each of its ways is meant to do to a picture.

    Attributes:
        paces: The constant step of each way that does it best on the average, shape
            (len(ways), d); empty where nobody knows.
    """

    paces: np.ndarray

    @abstractmethod
    def altered(self, way: int, state: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """The picture of `state`, shape (d,), altered pixel by pixel as way number `way`, counted
        from 0, is meant to, after `steps`, shape (k,): pictures as from `Decoding.decode`, (k, ...).
        """


class Sloped(ABC):
    """Its velocity is the slope of a height, which may change in time."""

    @abstractmethod
    def heights(self, states: np.ndarray, time: float) -> np.ndarray:
        """Heights u, shape (n,), at `states`, shape (n, d), with velocity = grad u."""


class Obeying(ABC):
    """Has a height that was taught to obey an equation with one constant.

    Attributes:
        constant: The constant c it has learned; 0 if the equation has none.
        law: The equation in TeX; "" if it was taught none.
    """

    constant: float
    law: str

    @abstractmethod
    def sides(
        self, states: np.ndarray, time: float, constant: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Both sides of the equation, each shape (n,), at `states`, shape (n, d)."""
