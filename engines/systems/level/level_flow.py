"""A flow that knows how two of its coordinates give the others, where a quantity is given."""

from __future__ import annotations

import numpy as np

from engines.equations.to_numpy import evaluated
from engines.protocols.capabilities import Completing
from engines.systems.ode import OdeFlow
from engines.systems.stepping.equation_flow import batch


class LevelFlow(OdeFlow, Completing):
    """dx/dt = f(x, t; p) of a system file that has a section, see `OdeFlow`."""

    @property
    def axes(self) -> tuple[int, int]:
        given = self.system.section
        first, second = (i for i, name in enumerate(self.states) if name not in given)
        return first, second

    def completed(self, states: np.ndarray) -> np.ndarray:
        states = batch(states, self.dimension)
        formulas = self.system.section
        scope = self.system.equations.scope(states, 0.0, self.values)
        with np.errstate(all="ignore"):  # beyond the surface a root has no value
            found = evaluated(list(formulas.values()), scope)
        for name, values in zip(formulas, found, strict=True):
            states[:, self.states.index(name)] = values
        states[~np.isfinite(states).all(axis=1)] = np.nan
        return states
