"""`separatrix list`: what can be opened."""

from __future__ import annotations

import ast
import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from app.catalogue import presets, systems
from app.preset_file import Preset, near_miss
from engines.errors import SeparatrixError

ROOMS = (
    "portraits",
    "reconstruction",
    "transport",
    "fields",
    "generative",
    "populations",
    "latent",
    "particles",
)


def list_presets(
    room: Annotated[str, typer.Option(metavar="R", help="Only this room.")] = "",
    only_systems: Annotated[bool, typer.Option("--systems", help="Systems instead.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON alone.")] = False,
) -> None:
    """List the presets, or the systems they can be about."""
    rows = system_rows(room) if only_systems else preset_rows(room)
    if as_json:
        json.dump(rows, sys.stdout, indent=2, ensure_ascii=False)
        print()
        return
    columns = (
        ("id", "title", "field", "source") if only_systems else ("id", "title", "room", "line")
    )
    widths = [max((len(row[c]) for row in rows), default=0) for c in columns]
    for row in rows:
        cells = (row[c].ljust(w) for c, w in zip(columns, widths, strict=True))
        print("  ".join(cells).rstrip())


def preset_rows(room: str = "") -> list[dict]:
    """One record per preset of `room`, or of all rooms.

    Raises:
        SeparatrixError: If there is no such room.
    """
    if room and room not in ROOMS:
        raise SeparatrixError(f"--room = {room}, {near_miss(room, ROOMS)}")
    return [
        {
            "id": p.id,
            "title": p.title,
            "line": p.line,
            "room": p.room,
            "experiment": p.experiment,
            "flow": p.subject,
            "paper": p.paper,
            "instruments": list(instruments_of(p)),
            "tags": list(p.tags),
        }
        for p in presets()
        if room in ("", p.room)
    ]


def system_rows(field: str = "") -> list[dict]:
    """One record per system of a field of science, or of all.

    Raises:
        SeparatrixError: If no system belongs to that field.
    """
    found = systems()
    fields = sorted({s.room for s in found})
    if field and field not in fields:
        raise SeparatrixError(f"--room = {field}, {near_miss(field, fields)}")
    return [
        {"id": s.id, "title": s.title, "field": s.room, "source": s.source}
        for s in found
        if field in ("", s.room)
    ]


def instruments_of(preset: Preset) -> tuple[str, ...]:
    """Instruments a preset shows: its own list, or those its experiment imports.

    The experiment's text is read, not run, because a list must not wait for numba.
    """
    if preset.instruments:
        return preset.instruments
    spec = find_spec("engines.experiments")
    found: list[str] = []
    for place in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(place, *preset.experiment.split(".")).with_suffix(".py")
        if path.is_file():
            found += _imported(ast.parse(path.read_text(encoding="utf-8")))
    return tuple(sorted(set(found)))


def _imported(module: ast.Module) -> list[str]:
    names: list[str] = []
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
            names += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    parts = [name.split(".") for name in names if name.startswith("engines.instruments.")]
    modules = {".".join(p[2:4]) for p in parts if len(p) >= 4}
    known = find_spec("engines.instruments")
    places = list(known.submodule_search_locations or ()) if known else []
    return [
        m
        for m in modules
        if any(Path(place, *m.split(".")).with_suffix(".py").is_file() for place in places)
    ]
