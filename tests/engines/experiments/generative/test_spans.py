from __future__ import annotations

import pytest

from engines.errors import ParameterError
from engines.experiments.generative.spans import narrowed
from engines.parameters.declare import declarations, parameters_model, real, whole
from engines.parameters.reading import validated

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
