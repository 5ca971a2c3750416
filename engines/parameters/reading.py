"""Values from outside (presets, the command line, a typed number) checked against a model."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from engines.errors import ParameterError, near_miss
from engines.parameters.declare import Declaration, Parameters, declarations


def _allowed(d: Declaration) -> str:
    if d.kind == "choice":
        return "allowed " + ", ".join(d.choices)
    if d.kind == "switch":
        return "allowed true, false"
    if d.kind in ("real", "whole"):
        number = "a whole number " if d.kind == "whole" else ""
        unit = f" {d.unit}" if d.unit else ""
        return f"allowed {number}{d.low:g} to {d.high:g}{unit}"
    if d.kind == "places":
        count = _coordinates(d)
        return "allowed a list of places" + (f" of {count} coordinates each" if count else "")
    return "allowed text"


def _coordinates(d: Declaration) -> int:
    """How many coordinates a place has; 0 if nothing tells."""
    return len(d.default[0]) if d.kind == "places" and d.default else 0


def coerced(d: Declaration, value: Any) -> Any:
    """`value` as the kind of `d`, without ever losing information.

    A whole number is a real number; a real number with nothing behind the point is a whole one;
    a number that is the name of a choice is that choice; lists become tuples. Anything else is left for the model to refuse.
    """
    if isinstance(value, bool):
        return value
    if d.kind == "real" and isinstance(value, int):
        return float(value)
    if d.kind == "whole" and isinstance(value, float) and value.is_integer():
        return int(value)
    if d.kind == "choice" and isinstance(value, int) and str(value) in d.choices:
        return str(value)
    if d.kind == "places" and isinstance(value, list | tuple):
        return tuple(
            tuple(
                float(c) if isinstance(c, int | float) and not isinstance(c, bool) else c for c in p
            )
            if isinstance(p, list | tuple)
            else p
            for p in value
        )
    return value


def from_text(d: Declaration, text: str, where: str = "") -> Any:
    """The value written as `text` on a command line or in a field.

    Raises:
        ParameterError: If the text is not of the declared kind.
    """
    text = text.strip().replace("\N{MINUS SIGN}", "-")
    try:
        if d.kind == "real":
            return float(text)
        if d.kind == "whole":
            return int(text)
        if d.kind == "places":
            return tuple(
                tuple(float(c) for c in p.split(",")) for p in text.split(";") if p.strip()
            )
    except ValueError:
        raise ParameterError(f"{where}{d.name} = {text}, {_allowed(d)}") from None
    if d.kind == "switch":
        known = {"true": True, "on": True, "1": True, "false": False, "off": False, "0": False}
        if text.lower() not in known:
            raise ParameterError(f"{where}{d.name} = {text}, {_allowed(d)}")
        return known[text.lower()]
    return text


def validated(model: type[Parameters], values: Mapping[str, Any], where: str = "") -> Parameters:
    """An instance of `model` holding `values`, defaults elsewhere.

    Args:
        model: What may be set.
        values: Name to value.
        where: Prefix of the sentence, e.g. "double-gyre.toml: ".

    Raises:
        ParameterError: One sentence naming the parameter, the value and what is allowed; for an
            unknown name, the nearest known one.
    """
    known = declarations(model)
    for name in values:
        if name not in known:
            visible = [n for n, d in known.items() if not d.hidden]
            hint = near_miss(name, visible, at_most=len(visible))
            raise ParameterError(f"{where}no parameter '{name}', {hint}")
    ready = {name: coerced(known[name], value) for name, value in values.items()}
    for name, value in ready.items():
        if isinstance(value, float) and not math.isfinite(value):
            raise ParameterError(f"{where}{name} = {value}, {_allowed(known[name])}")
    try:
        made = model(**ready)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        shown = values.get(name)
        text = f"'{shown}'" if isinstance(shown, str) else str(shown)
        raise ParameterError(f"{where}{name} = {text[:200]}, {_allowed(known[name])}") from None
    for name in values:
        count = _coordinates(known[name])
        if count and any(len(place) != count for place in getattr(made, name)):
            text = str(values[name])[:200]
            raise ParameterError(f"{where}{name} = {text}, {_allowed(known[name])}")
    return made


def changed(parameters: Parameters, values: Mapping[str, Any], where: str = "") -> Parameters:
    """A copy of `parameters` with some values replaced, checked like any other input.

    Raises:
        ParameterError: As `validated`.
    """
    return validated(type(parameters), {**parameters.model_dump(), **values}, where)
