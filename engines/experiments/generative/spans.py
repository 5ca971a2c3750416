"""Ranges an experiment knows better than its instruments, and what they need to be set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from engines.experiments.flat_model import FlatModel
from engines.parameters.declare import Parameters, declarations, parameters_model
from engines.protocols.flow import Flow
from engines.protocols.instrument import Instrument

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


def settable(flat: FlatModel, shelf: Iterable[type[Instrument]], held: Flow) -> FlatModel:
    """A model with what can be set of instruments that refuse its flow, but not that one held.

    Args:
        flat: The model of an experiment.
        shelf: Instruments that may be put on the held flow.
        held: Its flow at one moment.
    """
    rows, declared = dict(declarations(flat.model)), dict(flat.declared)
    for one in shelf:
        if declared[one.name] or one.refuses(held):
            continue
        declared[one.name] = tuple(one.declared(held))
        for d in declared[one.name]:
            rows.setdefault(d.name, replace(d, group=d.group or one.title))
    model = parameters_model(flat.model.__name__, tuple(rows.values()))
    return replace(flat, model=model, declared=declared)
