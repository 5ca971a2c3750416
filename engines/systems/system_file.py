"""System files: TOML to `System`, every mistake one sentence. Format: presets/systems/README.md."""

from __future__ import annotations

import keyword
import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from engines.equations.equations import Equations, read_equations
from engines.equations.functions import RESERVED
from engines.equations.parse import parse
from engines.errors import SystemFileError
from engines.parameters.declare import Parameters
from engines.systems.catalogued import KEYS as CATALOGUED
from engines.systems.catalogued import read_catalogued
from engines.systems.delay.reading import read_history
from engines.systems.described import PARAMETER_KEYS, STATE_KEYS, box_of, declaration
from engines.systems.level.reading import read_section
from engines.systems.sphere.reading import read_sphere
from engines.systems.stochastic.reading import read_noise, seed_declaration
from engines.systems.system import KINDS, System, Truths
from engines.systems.table import Table
from engines.systems.written.histories import past_lines

__all__ = ["System", "read_system", "system_from_text"]

_LARGEST_FILE = 200_000
_MOST_STATES = 32
_MOST_PARAMETERS = 64

_METHODS = frozenset(dir(Parameters))  # what a set of values can do must not be hidden by one
_MOST_STEPS = 1_000_000  # of the suggested length in the suggested time span

_KEYS = {
    "title",
    "kind",
    "source",
    "about",
    "step",
    "duration",
    "time_unit",
    "rates",
    "next",
    "where",
    "states",
    "parameters",
    "truths",
    "sphere",
    "section",
    "history",
    "noise",
    *CATALOGUED,
}
_TRUTH_KEYS = {"divergence", "fixed_points", "conserved", "area"}


def read_system(path: Path) -> System:
    """The system a file describes; its id is the file name without suffix.

    Raises:
        SystemFileError: One sentence naming file, field, value and what is allowed.
        EquationError: If an equation cannot be read; it names the column too.
    """
    path = Path(path)
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise SystemFileError(
                f"{path.name}: has {path.stat().st_size} bytes, allowed {_LARGEST_FILE}"
            )
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise SystemFileError(f"{path.name}: is not UTF-8 text") from None
    except OSError as error:
        raise SystemFileError(
            f"{path}: cannot be read, {(error.strerror or '?').lower()}"
        ) from None
    return system_from_text(text, path.stem, path.name)


def system_from_text(text: str, id: str, file: str = "") -> System:
    """The system a text in the format of system files describes.

    Args:
        text: TOML.
        id: Id of the system.
        file: Name of the file in errors; `id` with ".toml" if empty.

    Raises:
        SystemFileError: As `read_system`.
        EquationError: As `read_system`.
    """
    file = file or f"{id}.toml"
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise SystemFileError(f"{file}: {_toml_sentence(error)}") from None
    return _system(Table(file, "", content, _KEYS), id, file)


def _lines(
    rates: Mapping[str, str], mark: str, where: Mapping[str, str], noise: Mapping[str, str]
) -> tuple[str, ...]:
    written = [
        f"d{name} = ({text}) dt + ({noise[name]}) dW" if name in noise else f"{name}{mark} = {text}"
        for name, text in rates.items()
    ]
    return (*written, *(f"{name} = {text}" for name, text in where.items()))


def _toml_sentence(error: Exception) -> str:
    found = re.fullmatch(r"(?s)(.*?) \((at .*)\)", str(error))
    if isinstance(error, RecursionError) or not found:
        return "is not TOML that can be read"
    place = found[2].removeprefix("at ")
    reason = found[1].splitlines()[0]
    return f"{place}: is not TOML, {reason[:1].lower()}{reason[1:]}"


def _system(top: Table, id: str, file: str) -> System:
    kind = top.choice("kind", tuple(KINDS), "map" if "next" in top.content else "ode")
    right, other = ("next", "rates") if kind == "map" else ("rates", "next")
    if other in top.content:
        top.refuse(other, f"does not belong to kind = '{kind}', allowed [{right}]")
    rates = top.texts(right, required=True)
    where = top.texts("where")
    states = top.tables("states", STATE_KEYS, required=True)
    parameters = top.tables("parameters", PARAMETER_KEYS)
    _check_names(top, right, rates, where, states, parameters)
    # the order of the states is the order in which their equations stand
    equations = read_equations(
        rates,
        tuple(parameters),
        where,
        file=file,
        discrete=kind == "map",
        delays=kind == "dde",
    )
    box = box_of([states[name] for name in rates])
    step, duration = _pace(top, kind)
    declared = tuple(declaration(name, table) for name, table in parameters.items())
    if kind == "sde":
        declared = (*declared, seed_declaration())
    history = read_history(top, kind, equations, declared, file)
    noise = read_noise(top, kind, equations, where, file)
    return System(
        id=id,
        title=top.text("title", required=True),
        source=top.text("source"),
        about=top.text("about"),
        kind=kind,
        equations=equations,
        declared=declared,
        box=box,
        time_unit=top.text("time_unit"),
        step=step,
        duration=duration,
        truths=_truths(top, equations, file),
        symbols=dict(zip(rates, box.symbols, strict=True)),
        section=read_section(top, equations, file),
        sphere=read_sphere(top, equations, {d.name: float(d.default) for d in declared}),
        lines=(
            *_lines(rates, " next" if kind == "map" else "'", where, top.texts("noise")),
            *past_lines(
                top.texts("history"),
                history,
                dict(zip(rates, box.start, strict=True)),
                {d.name: float(d.default) for d in declared},
            ),
        ),
        catalogued=read_catalogued(top, equations.dimension, delayed=kind == "dde"),
        history=history,
        noise=noise,
    )


def _pace(top: Table, kind: str) -> tuple[float, float]:
    """Suggested step and time span, of which no window may ever wait for the end in vain."""
    step = top.positive("step", 0.01)
    duration = top.positive("duration", 1000.0 if kind == "map" else 20.0)
    if kind == "map" and duration > _MOST_STEPS:
        top.refuse("duration", f"= {duration:g}, allowed up to {_MOST_STEPS} iterations")
    if kind != "map" and duration > _MOST_STEPS * step:
        key, limit = ("step", f"from {duration / _MOST_STEPS:g}")
        if "step" not in top.content:
            key, limit = "duration", f"up to {step * _MOST_STEPS:g}"
        top.refuse(
            key,
            f"= {top.content[key]:g}, allowed {limit}: duration / step is at most {_MOST_STEPS}",
        )
    return step, duration


def _check_names(
    top: Table,
    right: str,
    rates: Mapping[str, str],
    where: Mapping[str, str],
    states: Mapping[str, Table],
    parameters: Mapping[str, Table],
) -> None:
    groups: dict[str, Collection[str]] = {right: rates, "where": where, "parameters": parameters}
    owner: dict[str, str] = {}
    for group, names in groups.items():
        for name in names:
            _check_name(top, group, name)
            if group == "parameters" and name in _METHODS:
                top.refuse(f"{group}.{name}", "has a meaning of its own here, allowed is another")
            if name in owner:
                top.refuse(
                    f"{group}.{name}", f"is also in [{owner[name]}], allowed is one meaning a name"
                )
            owner[name] = group
    for name in rates:
        if name not in states:
            top.refuse(f"states.{name}", "is missing, expected { low = ..., high = ... }")
    for name in states:
        if name not in rates:
            top.refuse(
                f"states.{name}", f"has no equation in [{right}], which has {', '.join(rates)}"
            )
    if not rates:
        top.refuse(right, "is empty, expected one equation per state")
    for group, count, most in (
        (right, len(rates), _MOST_STATES),
        ("parameters", len(parameters), _MOST_PARAMETERS),
    ):
        if count > most:
            top.refuse(group, f"has {count} entries, allowed {most}")


def _check_name(top: Table, group: str, name: str) -> None:
    field = f"{group}.{name}"
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,29}", name) or "__" in name:
        top.refuse(
            f"{group}.'{name[:30]}'",
            "is not a name, allowed are a letter and up to 29 letters, digits or single _",
        )
    if keyword.iskeyword(name):
        top.refuse(
            field, f"is a word of Python and cannot be a name, allowed for instance '{name[:3]}'"
        )
    if name in RESERVED:
        top.refuse(field, f"already has a meaning, reserved are {', '.join(sorted(RESERVED))}")


def _truths(top: Table, equations: Equations, file: str) -> Truths:
    table = top.table("truths", _TRUTH_KEYS)
    names = (*equations.states, *equations.parameters)

    def tree(key: str) -> Any:
        text = table.text(key)
        return parse(text, names, f"{file}: truths.{key}") if text else None

    points = []
    for i, entry in enumerate(table.list_of_tables("fixed_points", equations.states)):
        point = entry.texts("")
        missing = [s for s in equations.states if s not in point]
        if missing:
            entry.refuse(missing[0], f"is missing, expected {', '.join(equations.states)}")
        where = f"{file}: truths.fixed_points[{i}]"
        points.append({s: parse(t, equations.parameters, f"{where}.{s}") for s, t in point.items()})
    if table.text("area") and not equations.discrete:
        table.refuse("area", "belongs to maps, allowed for an ode is divergence")
    return Truths(tree("divergence"), tuple(points), tree("conserved"), tree("area"))
