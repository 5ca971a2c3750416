"""`separatrix list`: what can be opened."""

from __future__ import annotations

import ast
import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from app.catalogue import presets, systems, tree
from app.preset_file import Preset, read_toml
from engines.errors import SeparatrixError, near_miss

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
KINDS = {"PLANE", "SPACE", "MAP"}


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
    """Instruments a preset begins with, as "room.name": its own list, or its experiment's.

    An experiment writes them as a tuple of names, or as three tuples PLANE, SPACE and MAP of
    which the flow decides. Its text is read, not run, because a list must not wait for numba.
    """
    rooms = _instrument_rooms()
    names = preset.instruments
    for place in _places("engines.experiments") if not names else ():
        path = place.joinpath(*preset.experiment.split(".")).with_suffix(".py")
        if path.is_file():
            tuples = _tuples(ast.parse(path.read_text(encoding="utf-8")))
            if tuples.keys() >= KINDS:
                names = tuples[_kind(preset)]
            else:
                names = tuple(name for found in tuples.values() for name in found)
    stems = (name.rpartition(".")[2] for name in names)
    return tuple(dict.fromkeys(f"{rooms[stem]}.{stem}" for stem in stems if stem in rooms))


def _places(package: str) -> list[Path]:
    spec = find_spec(package)
    return [Path(p) for p in (spec.submodule_search_locations or ())] if spec else []


def _instrument_rooms() -> dict[str, str]:
    """Name of each instrument to its room."""
    return {
        path.stem: path.parent.name
        for place in _places("engines.instruments")
        for path in place.glob("*/*.py")
        if "\nINSTRUMENT" in path.read_text(encoding="utf-8")
    }


def _tuples(module: ast.Module) -> dict[str, tuple[str, ...]]:
    """Every name that is given a tuple of texts, at the top or inside a class."""
    found: dict[str, tuple[str, ...]] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Tuple):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            texts = [
                item.value
                for item in node.value.elts
                if isinstance(item, ast.Constant) and isinstance(item.value, str)
            ]
            if isinstance(target, ast.Name) and texts:
                found[target.id] = tuple(texts)
    return found


def _kind(preset: Preset) -> str:
    """Whether a preset is about a map, a flow in space or one in the plane."""
    table: dict = {}
    for entry in _files("systems"):
        if entry.stem == preset.system:
            table = read_toml(entry)
    if table.get("kind") == "map":
        return "MAP"
    return "SPACE" if len(table.get("states", {})) > 2 else "PLANE"


def _files(kind: str) -> list[Path]:
    return sorted((tree() / kind).rglob("*.toml"))
