"""Ranges an experiment knows better than its instruments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engines.parameters.declare import Parameters, declarations, parameters_model

Span = tuple[float, float, float]


def narrowed(model: type[Parameters], spans: Mapping[str, Span]) -> type[Parameters]:
    """`model` with other defaults and ranges for some real parameters.

    Args:
        model: What an experiment's form shows.
        spans: Name to default, lowest and highest value; a name the model lacks is passed over.
    """
    rows = []
    for name, d in declarations(model).items():
        if name in spans and d.kind == "real":
            default, low, high = spans[name]
            by_factors = d.logarithmic and low > 0.0
            d = replace(d, default=default, low=low, high=high, logarithmic=by_factors)
        rows.append(d)
    return parameters_model(model.__name__, tuple(rows))
