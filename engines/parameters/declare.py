"""Declarations of parameters, and the frozen model they make up.

A declaration is a pydantic field; range by `ge`/`le`, everything a control needs in the field's
metadata. Forms, preset keys, `--set`, live numbers in equations and errors all follow from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model


class Parameters(BaseModel):
    """Base of every parameter model: frozen, strict, no unknown names, no NaN."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, validate_default=True
    )


@dataclass(frozen=True, slots=True)
class Declaration:
    r"""All that a control, a preset reader or an error message needs to know of one parameter.

    Attributes:
        name: Key in presets and in `--set`.
        kind: "real", "whole", "choice", "switch", "text" or "places" (a tuple of coordinate
            tuples).
        default: Value at rest.
        low: Smallest allowed value; -inf without a bound; for "choice" unused.
        high: Largest allowed value.
        choices: Allowed texts of a "choice".
        title: Words for the row, e.g. "Amplitude".
        symbol: Symbol in TeX, e.g. "\\omega"; "" if it has none.
        unit: Unit as text.
        help: One sentence for the tooltip.
        group: Heading under which the form shows it.
        section: Kind of instrument that a switch belongs to, e.g. "Stability".
        logarithmic: The slider moves on a logarithmic scale.
        live: A uniform: may change without restarting the run.
        hidden: Belongs to the state but has no row in the form.
    """

    name: str
    kind: str
    default: Any
    low: float = float("-inf")
    high: float = float("inf")
    choices: tuple[str, ...] = ()
    title: str = ""
    symbol: str = ""
    unit: str = ""
    help: str = ""
    group: str = ""
    section: str = ""
    logarithmic: bool = False
    live: bool = False
    hidden: bool = False


def real(name: str, default: float, low: float, high: float, **about: Any) -> Declaration:
    """A number in a closed interval."""
    return Declaration(name, "real", float(default), float(low), float(high), **about)


def whole(name: str, default: int, low: int, high: int, **about: Any) -> Declaration:
    """A whole number in a closed interval."""
    return Declaration(name, "whole", int(default), low, high, **about)


def choice(name: str, default: str, choices: tuple[str, ...], **about: Any) -> Declaration:
    """One of a few texts."""
    return Declaration(name, "choice", default, choices=choices, **about)


def switch(name: str, default: bool, **about: Any) -> Declaration:
    """On or off."""
    return Declaration(name, "switch", default, **about)


def places(name: str, default: tuple[tuple[float, ...], ...] = (), **about: Any) -> Declaration:
    """Any number of points, e.g. the starts of launched trajectories; never shown as a row."""
    return Declaration(name, "places", default, hidden=True, **about)


def _annotation(d: Declaration) -> Any:
    if d.kind == "real":
        return Annotated[float, Field(ge=d.low, le=d.high)]
    if d.kind == "whole":
        return Annotated[int, Field(ge=int(d.low), le=int(d.high))]
    if d.kind == "choice":
        return Literal[d.choices]
    if d.kind == "switch":
        return bool
    if d.kind == "text":
        return str
    return tuple[tuple[float, ...], ...]


def parameters_model(name: str, declarations: tuple[Declaration, ...]) -> type[Parameters]:
    """A frozen model with one field per declaration, in the order given.

    Raises:
        ValueError: If two declarations share a name.
    """
    names = [d.name for d in declarations]
    twice = {n for n in names if names.count(n) > 1}
    if twice:
        raise ValueError(f"{name}: declared twice: {', '.join(sorted(twice))}")
    fields: dict[str, Any] = {
        d.name: (_annotation(d), Field(default=d.default, json_schema_extra={"declaration": d}))  # type: ignore[dict-item]
        for d in declarations
    }
    return create_model(name, __base__=Parameters, **fields)


def declarations(model: type[Parameters]) -> Mapping[str, Declaration]:
    """Name to declaration, in the order written."""
    found: dict[str, Declaration] = {}
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra
        if isinstance(extra, dict) and isinstance(extra.get("declaration"), Declaration):
            found[name] = extra["declaration"]  # type: ignore[assignment]
    return found
