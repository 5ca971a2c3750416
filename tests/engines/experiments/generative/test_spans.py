from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError
from engines.experiments.flat_model import flat_model
from engines.experiments.generative.spans import narrowed, settable
from engines.instruments.stability.fixed_points import INSTRUMENT as RESTS
from engines.instruments.stability.manifolds import INSTRUMENT as MANIFOLDS
from engines.numerics.diffusion.frozen import FrozenFlow
from engines.parameters.declare import declarations, parameters_model, real, whole
from engines.parameters.reading import validated
from engines.systems.clouds.charged_flow import ChargedFlow
from engines.systems.clouds.charges import Charges

MODEL = parameters_model(
    "p", (real("a", 5.0, 1.0, 9.0, logarithmic=True, unit="s"), whole("n", 3, 1, 4))
)


def test_named_spans_replace_default_and_range_and_nothing_else():
    found = narrowed(MODEL, {"a": (0.5, 0.0, 1.0), "absent": (0.0, 0.0, 1.0)})
    assert found().a == 0.5
    assert declarations(found)["a"].unit == "s"
    assert not declarations(found)["a"].logarithmic
    assert declarations(found)["n"] == declarations(MODEL)["n"]
    with pytest.raises(ParameterError, match="a = 2, allowed 0 to 1"):
        validated(found, {"a": 2})


def test_what_can_be_set_of_an_instrument_is_there_though_it_needs_a_held_field():
    flow = ChargedFlow(Charges(np.array([[1.0, 0.0], [-1.0, 0.0]]), 8.0), low=0.01)
    held = FrozenFlow(flow, 0.8)
    flat = flat_model("charges", (), flow, (MANIFOLDS, RESTS), ())
    assert "manifold_time" not in flat.model.model_fields
    found = settable(flat, (MANIFOLDS, RESTS), held)
    assert found.declared["manifolds"] == tuple(MANIFOLDS.declared(held))
    assert {d.name for d in MANIFOLDS.declared(held)} <= set(found.model.model_fields)
    assert set(found.model.model_fields) > set(flat.model.model_fields)
