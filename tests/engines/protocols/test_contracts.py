"""Every promise between the rooms is complete: nobody can half keep it."""

import inspect

import numpy as np
import pytest

from engines.protocols import capabilities, experiment, flow, landscape, recipe, subject

ABSTRACT = [
    kind
    for module in (flow, capabilities, landscape, subject, experiment, recipe)
    for _, kind in inspect.getmembers(module, inspect.isabstract)
    if kind.__module__ == module.__name__
]


@pytest.mark.parametrize("kind", ABSTRACT, ids=lambda k: k.__name__)
def test_a_promise_cannot_be_given_without_keeping_it(kind):
    with pytest.raises(TypeError, match="abstract"):
        type("Hollow", (kind,), {})()


def test_a_capability_is_said_not_found():
    class Quiet(flow.Flow):
        """Has the method of a capability without claiming it."""

        dimension, states, steady = 1, ("x",), True

        def velocity(self, states, time):
            return -states

        def advance(self, states, start, stop, ticket=None):
            return states * np.exp(start - stop)

        def record(self, states, times, ticket=None):
            return np.stack([self.advance(states, times[0], t) for t in times], axis=1)

        def jacobian(self, states, time):
            return -np.ones((len(states), 1, 1))

    assert not isinstance(Quiet(), capabilities.Differentiable)
