"""What knows a landscape and the methods that walk down it by slopes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from engines.protocols.capabilities import Box
from engines.running.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Method:
    r"""A first-order method with its numbers put in.

        y_k      = (1 + gamma) xi_k - gamma xi_{k-1}
        xi_{k+1} = (1 + beta) xi_k - beta xi_{k-1} - alpha grad f(y_k)
        x_k      = (1 + delta) xi_k - delta xi_{k-1}

    Attributes:
        name: Short name, e.g. "HB".
        title: Words, e.g. "heavy ball".
        kind: Its colour among kinds, from 1; 0 for the one whose own flow is in the picture.
        alpha: Step.
        beta: Momentum.
        gamma: How far ahead the slope is taken.
        delta: How far ahead the result is read.
        growing: Whether beta and gamma are k/(k + 3) at step k = 0, 1, ... instead of numbers.
        stepped: Whether it has steps at all; a flow of free numbers may belong to none.
    """

    name: str
    title: str
    kind: int
    alpha: float
    beta: float = 0.0
    gamma: float = 0.0
    delta: float = 0.0
    growing: bool = False
    stepped: bool = True


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a method went.

    Attributes:
        places: Its results x_0 .. x_K, shape (K + 1, n); NaN from the step at which it left all
            bounds, and everywhere if it has no steps.
        flow: Where its continuous flow is, in equally many moments of each step, shape
            (K moments + 1, n); NaN likewise.
        diverged: The step at which it left all bounds, or -1.
    """

    places: np.ndarray
    flow: np.ndarray
    diverged: int = -1


class Descending(ABC):
    """Walks down a landscape f with momentum: its states are pairs of a place and a momentum, or
    of a place and the one before.

    Attributes:
        landscape: Words, e.g. "Quadratic bowl".
        region: The part of the landscape worth looking at.
        curvature: Lowest and highest curvature on the region; the lowest is below 0 where the
            landscape is not convex.
        tuned_for: Curvatures for which the methods are tuned, both above 0.
        methods: Those to be compared, in the order of their colours.
        own: The method whose flow this is.
        coefficients: (d, h, c) of x'' + d x' + h H x' + c grad f = 0, the flow of `own`.
    """

    landscape: str
    region: Box
    curvature: tuple[float, float]
    tuned_for: tuple[float, float]
    methods: tuple[Method, ...]
    own: Method
    coefficients: tuple[float, float, float]

    @property
    @abstractmethod
    def lowest(self) -> np.ndarray:
        """The place x* where f is lowest, shape (n,)."""

    @abstractmethod
    def heights(self, places: np.ndarray) -> np.ndarray:
        """Heights f - f*, shape (k,), at `places`, shape (k, n)."""

    @abstractmethod
    def slopes(self, places: np.ndarray) -> np.ndarray:
        """Slopes grad f, shape (k, n), at `places`, shape (k, n)."""

    @abstractmethod
    def walk(
        self,
        method: Method,
        start: np.ndarray,
        steps: int,
        moments: int = 1,
        ticket: Ticket | None = None,
    ) -> Walk:
        """`steps` steps of `method` from `start`, shape (n,), at rest before it, and its flow in
        `moments` moments of each step.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """

    @abstractmethod
    def theory(self, method: Method) -> float:
        """Factor rho by which a step of `method` shrinks |x - x*| on the worst quadratic of its
        curvatures; 1 or more if it does not shrink, NaN if it has no such rate.
        """


def sure(flow: object) -> str:
    """Why no rate can be promised for a flow down a landscape, in words; empty if one can."""
    if not isinstance(flow, Descending):
        return "needs a method on a landscape"
    if flow.curvature[0] <= 0.0:
        return "needs a strongly convex landscape"
    return ""
