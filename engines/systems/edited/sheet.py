"""A text of equations and what is known of the names in it, as one table of a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engines.parameters.declare import Declaration
from engines.protocols.capabilities import Box
from engines.systems.catalogued import Catalogued
from engines.systems.described import PARAMETER_KEYS, STATE_KEYS, box_of, declaration
from engines.systems.edited.surfaces import KEYS as SURFACES
from engines.systems.edited.surfaces import kept, needed, surfaces_of
from engines.systems.system import STIFF, System
from engines.systems.table import Table
from engines.systems.typed import typed
from engines.systems.written.histories import ends

KEYS = SURFACES | frozenset(
    {"text", "kind", "step", "duration", "time_unit", "states", "parameters", "flags"}
)


def sheet_of(system: System, text: str | None = None) -> dict[str, Any]:
    """The table that makes `system_of` give a system with the same windows, sliders and pace.

    Args:
        system: What is written down.
        text: Its equations as they were typed; those of its file if None.
    """
    box, d = system.box, range(system.equations.dimension)
    states = {
        name: _without_blanks(
            {
                "low": box.low[i],
                "high": box.high[i],
                "start": box.start[i],
                "label": box.labels[i],
                "symbol": box.symbols[i],
                "unit": box.units[i],
                "periodic": box.periodic[i],
            }
        )
        for i, name in zip(d, system.equations.states, strict=True)
    }
    parameters = {
        one.name: _without_blanks(
            {
                "value": one.default,
                "low": one.low,
                "high": one.high,
                "name": one.title,
                "symbol": one.symbol,
                "unit": one.unit,
                "help": one.help,
                "logarithmic": one.logarithmic,
            }
        )
        for one in system.declared
        if one.kind == "real"
    }
    return {
        "text": "\n".join(system.lines) if text is None else text,
        "kind": system.kind,
        "step": system.step,
        "duration": system.duration,
        "time_unit": system.time_unit,
        "states": states,
        "parameters": parameters,
        **({"flags": [STIFF]} if STIFF in system.catalogued.flags else {}),
        **surfaces_of(system),
    }


def system_of(sheet: Mapping[str, Any], id: str, title: str, source: str = "") -> System:
    """The system of a text, with everything that the sheet knows of the names in it.

    What the text itself says of a name, `a = 2`, `x(0) = 1`, `x in [-3, 3]`, counts more. Names
    that do not occur in the text are left out. A section or a sphere stays as long as the
    coordinates are the same; see `surfaces.dropped`.

    Args:
        sheet: A table with the fields of `KEYS`; only "text" is required.
        id: Id of the system.
        title: Heading.
        source: Where its equations come from.

    Raises:
        EquationError: If the text cannot be read; it names line and column.
        SystemFileError: If the table does not fit.
    """
    top = Table(id, "", dict(sheet), KEYS)
    text = top.text("text", required=True)
    states = top.tables("states", STATE_KEYS)
    parameters = top.tables("parameters", PARAMETER_KEYS)
    fresh = typed(text, [*states, *parameters], walks=False)
    was = top.text("kind")
    if not states.keys() <= set(fresh.equations.states) or (was == "map") != (fresh.kind == "map"):
        # with a state gone, or as a map, it is another system, whose window is found anew
        states, fresh = {}, typed(text, parameters)
    elif not set(fresh.equations.states) <= states.keys():
        fresh = typed(text, [*states, *parameters])
    if more := needed(top, fresh):  # by where paths begin, not by how they go on
        begin = "".join(f"\n{name} = {parameters[name].number('value')!r}" for name in more)
        fresh = typed(text + begin, [*states, *parameters])
    declared = tuple(
        _known_slider(one, parameters[one.name], text) if one.name in parameters else _plain(one)
        for one in fresh.declared
    )
    values = {one.name: float(one.default) for one in declared}
    past, (section, sphere) = ends(fresh.history, values), kept(top, fresh, values)
    box = _known_box(fresh, states, text, past)
    same = bool(states)
    paced = same and not _says_value(text, "dt")
    timed = same and not _says_window(text, "t")
    return replace(
        fresh,
        id=id,
        title=title,
        source=source,
        box=box,
        declared=declared,
        step=top.positive("step", fresh.step) if paced else fresh.step,
        duration=top.positive("duration", fresh.duration) if timed else fresh.duration,
        section=section,
        sphere=sphere,
        time_unit=top.text("time_unit") if same else fresh.time_unit,
        catalogued=Catalogued(flags=frozenset(top.list_of_texts("flags")) & {STIFF}),
        symbols={**fresh.symbols, **dict(zip(fresh.equations.states, box.symbols, strict=True))},
    )


def _known_box(
    fresh: System, known: Mapping[str, Table], text: str, past: Mapping[str, float]
) -> Box:
    """The window of `fresh`, with the columns of the states that are known.

    Where a history ends, in `past`, its state begins, unless the text says otherwise.
    """
    box = fresh.box
    columns: list[Box] = []
    for i, name in enumerate(fresh.equations.states):
        guessed = _column(box, i)
        found = box_of([known[name]]) if name in known else guessed
        if _says_window(text, name):
            start = min(max(found.start[0], guessed.low[0]), guessed.high[0])
            found = replace(found, low=guessed.low, high=guessed.high, start=(start,))
        if _says_start(text, name) or name in past:
            start = guessed.start[0] if _says_start(text, name) else past[name]
            low, high = min(found.low[0], start), max(found.high[0], start)
            found = replace(found, low=(low,), high=(high,), start=(start,))
        columns.append(found)
    return Box(
        low=tuple(c.low[0] for c in columns),
        high=tuple(c.high[0] for c in columns),
        periodic=tuple(c.periodic[0] for c in columns),
        labels=tuple(c.labels[0] for c in columns),
        symbols=tuple(c.symbols[0] for c in columns),
        units=tuple(c.units[0] for c in columns),
        start=tuple(c.start[0] for c in columns),
    )


def _column(box: Box, i: int) -> Box:
    return Box(
        (box.low[i],),
        (box.high[i],),
        (box.periodic[i],),
        (box.labels[i],),
        (box.symbols[i],),
        (box.units[i],),
        (box.start[i],),
    )


def _known_slider(fresh: Declaration, known: Table, text: str) -> Declaration:
    """The slider of a parameter that is known; a number in the text is its value at rest."""
    found = declaration(fresh.name, known)
    if _says_window(text, fresh.name):
        return replace(found, default=fresh.default, low=fresh.low, high=fresh.high)
    if not _says_value(text, fresh.name):
        return found
    value = float(fresh.default)
    logarithmic = found.logarithmic and value > 0.0
    return replace(
        found,
        default=value,
        low=min(found.low, value),
        high=max(found.high, value),
        logarithmic=logarithmic,
    )


def _plain(fresh: Declaration) -> Declaration:
    """A slider that is called by its symbol alone where that is its name."""
    title = fresh.title or fresh.name
    same = fresh.symbol in (title, f"\\mathrm{{{title}}}")
    return replace(fresh, title=title, symbol="" if same else fresh.symbol)


def _says_value(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w'\\]){name}\s*:?=", text) is not None


def _says_window(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w\\]){name}\b[^\n;,]*?\bin\s*[\[(]", text) is not None


def _says_start(text: str, name: str) -> bool:
    state = f"{name.removesuffix('_dot')}\\s*'" if name.endswith("_dot") else name
    return re.search(rf"(?<![\w\\]){state}\s*\(\s*0\s*\)\s*:?=", text) is not None


def _without_blanks(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Only what says something: no empty texts, nothing that is false."""
    return {key: value for key, value in fields.items() if value != "" and value is not False}
