from __future__ import annotations

import pytest

from engines.errors import SeparatrixError
from engines.numerics.diffusion.solvers import SOLVERS as KNOWN
from engines.numerics.hidden_dimensions.declared import SHAKEN, SOLVER, SOLVERS, STEPS
from engines.parameters.declare import parameters_model
from engines.parameters.reading import validated


def test_every_solver_that_is_offered_is_known():
    assert set(SOLVERS) <= set(KNOWN)


@pytest.mark.parametrize("values", [{"alpha": -0.1}, {"sampling_steps": 2}, {"solver": "none"}])
def test_values_that_cannot_be_are_refused(values):
    model = parameters_model("Values", (SOLVER, STEPS, SHAKEN))
    assert validated(model, {}).sampling_steps == 18
    with pytest.raises(SeparatrixError):
        validated(model, values)
