"""Iterated maps as a flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from engines.errors import FlowError
from engines.running.ticket import Ticket
from engines.systems.inverse import backwards
from engines.systems.motion import Carrier, IterationCarrier, carried, loops
from engines.systems.stepping.equation_flow import EquationFlow, moved
from engines.systems.suspended import suspended

if TYPE_CHECKING:
    pass


class MapFlow(EquationFlow):
    """x_(n+1) = F(x_n, n; p) of a system file, in compiled float64.

    Time is counted in whole iterations. It runs backwards where the file states the determinant
    of the Jacobian (`truths.area`) and that is not zero: then each state has one predecessor
    nearby, which Newton's method finds.

    Args:
        system: The equations and what is known about them.
        values: Value of each parameter.
    """

    discrete = True

    def at(self, values: Mapping[str, float]) -> MapFlow:
        return MapFlow(self.system, moved(self.values, values))

    def suspended(self, names: Sequence[str]) -> MapFlow:
        return MapFlow(suspended(self.system, names), self.values)

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        return super().velocity(states, time) - states

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        """Derivative of the displacement F(x) - x, so that F'(x) is this plus the identity."""
        return super().jacobian(states, time) - np.eye(self.dimension)

    def _moved(
        self,
        states: np.ndarray,
        times: np.ndarray,
        tangents: np.ndarray | None,
        ticket: Ticket | None,
    ) -> np.ndarray:
        self._check_whole(times)
        carrier = self._carrier(times, tangent=tangents is not None)
        return carried(carrier, states, times, ticket, tangents)

    def compiled(self) -> bool:
        return self._forwards(tangent=False).compiled

    def _check_whole(self, times: np.ndarray) -> None:
        """Raise unless whole iterations lie between `times`."""
        between = np.diff(times)
        if not np.array_equal(between, np.round(between)):
            raise FlowError(
                f"{self.system.title}: a map moves by whole iterations, asked for "
                f"{between[between != np.round(between)][0]:g}"
            )

    def _carrier(self, times: np.ndarray, *, tangent: bool) -> Carrier:
        if times[-1] < times[0]:
            return backwards(self.system, self.values)
        return self._forwards(tangent=tangent)

    def _forwards(self, *, tangent: bool) -> IterationCarrier:
        values = np.array(list(self.values.values()), dtype=np.float64)
        return IterationCarrier(loops(self.system.equations, tangent), values)
