"""What a file says of the states and parameters of a system: windows, sliders, words."""

from __future__ import annotations

from engines.equations.to_tex import symbol
from engines.parameters.declare import Declaration, real
from engines.protocols.capabilities import Box
from engines.systems.table import Table

STATE_KEYS = frozenset({"low", "high", "start", "symbol", "label", "unit", "periodic"})
PARAMETER_KEYS = frozenset(
    {"value", "low", "high", "name", "symbol", "unit", "help", "logarithmic"}
)

_LARGEST = 1e30  # float32 of a graphics card ends at 3e38
_NARROWEST = 1e-9  # of its distance from zero: float64 has no nodes between narrower ends


def box_of(states: list[Table]) -> Box:
    """The window from one table per state, with the fields of `STATE_KEYS`.

    Raises:
        SystemFileError: If a range is empty, too wide or too narrow, or does not hold the start.
    """
    ranges = [state.range() for state in states]
    starts = []
    for state, (low, high) in zip(states, ranges, strict=True):
        size = max(abs(low), abs(high))
        if size > _LARGEST:
            key = "low" if abs(low) == size else "high"
            state.refuse(key, f"= {state.number(key):g}, allowed {-_LARGEST:g} to {_LARGEST:g}")
        if high - low < _NARROWEST * size:
            state.refuse(
                "high",
                f"= {high:g} is too close to low, allowed from {low + _NARROWEST * size:.12g}",
            )
        starts.append(state.within("start", low, high, 0.5 * (low + high)))
    return Box(
        low=tuple(low for low, _ in ranges),
        high=tuple(high for _, high in ranges),
        periodic=tuple(state.switch("periodic") for state in states),
        labels=tuple(state.text("label") or state.name for state in states),
        symbols=tuple(state.text("symbol") or symbol(state.name) for state in states),
        units=tuple(state.text("unit") for state in states),
        start=tuple(starts),
    )


def declaration(name: str, table: Table) -> Declaration:
    """The slider of a parameter from its table, with the fields of `PARAMETER_KEYS`.

    Raises:
        SystemFileError: If its range is empty or does not hold the value.
    """
    low, high = table.range()
    logarithmic = table.switch("logarithmic")
    if logarithmic and low <= 0.0:
        table.refuse("low", f"= {low:g}, allowed above 0 when logarithmic")
    title = table.text("name") or name
    shown = table.text("symbol") or symbol(name)
    return real(
        name,
        table.within("value", low, high),
        low,
        high,
        title=title,
        symbol="" if shown in (title, f"\\mathrm{{{title}}}") else shown,  # it is read once
        unit=table.text("unit"),
        help=table.text("help"),
        group="Flow",
        logarithmic=logarithmic,
        live=True,
    )
