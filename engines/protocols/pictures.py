"""What a plane through the starts of a flow to pictures can say of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping

import numpy as np

from engines.protocols.capabilities import Decoding, Flat, Remembering
from engines.protocols.flow import Flow


class Wishing(ABC):
    """A flow to pictures that can be asked for one of several kinds of them.

    Attributes:
        wishes: A word for each kind.
        wish: Number of the kind that is asked for now, counted from 0; None for any.
    """

    wishes: tuple[str, ...]
    wish: int | None

    @abstractmethod
    def wishing(self, number: int) -> Flow:
        """The flow to that kind, otherwise the same."""


class Reader(ABC):
    """Reads from a picture of which kind it is.

    Attributes:
        kinds: A word for each kind.
    """

    kinds: tuple[str, ...]

    @abstractmethod
    def read(self, pictures: np.ndarray) -> np.ndarray:
        """Probabilities of the kinds, shape (n, k), of pictures, shape (n, height, width)."""


class Picturing(Flat, Remembering, Decoding):
    """A plane through the noise, or whatever a flow to pictures begins with.

    `decode` shows what each place of it is at `moment`; `whole` generates, and its states are
    pictures at every time.

    Attributes:
        moment: The time at which pictures are seen.
        arrival: The time at which they are finished.
        drawn: Random states to begin with, shape (n, D); two of them span the plane.
        spanned: Numbers of these two.
        known: Pictures that were learned from, shape (m, height, width) or with colours behind;
            m = 0 if nobody knows them.
        reader: Who reads its pictures, or None.
        walks: Name to places in the plane, shape (k, 2), of each way from the handle.
        walk: Name of the chosen one.
        share: How much of it has been walked, from 0 to 1.
    """

    moment: float
    arrival: float
    drawn: np.ndarray
    spanned: tuple[int, int]
    known: np.ndarray
    reader: Reader | None
    walks: Mapping[str, np.ndarray]
    walk: str
    share: float

    @property
    def here(self) -> np.ndarray:
        """The place in the plane that the walk has come to, shape (2,)."""
        walk = self.walks[self.walk]
        place = min(max(self.share, 0.0), 1.0) * (len(walk) - 1)
        i = min(int(place), len(walk) - 2)
        found: np.ndarray = (1.0 - place + i) * walk[i] + (place - i) * walk[i + 1]
        return found


class Judged(ABC):
    """Learned what others have learned too, which were judged by another error."""

    @abstractmethod
    def views(self) -> Mapping[str, Flow]:
        """A word for the error to the flow of each, itself among them."""


class Shaken(ABC):
    """Can be disturbed on its way to pictures, and knows others that were trained like it."""

    @abstractmethod
    def shaken(self, alpha: float) -> Flow:
        """The flow with noise injected before each step, alpha times as strong as what is left."""

    @abstractmethod
    def rounded(self, bits: int) -> Flow:
        """The flow of the same network with weights of so many bits."""

    @abstractmethod
    def hurried(self, steps: int) -> Flow:
        """The flow followed in so many steps."""

    @abstractmethod
    def siblings(self) -> Mapping[str, Flow]:
        """What they differ in to each of the others and itself, e.g. "D = 32"."""
