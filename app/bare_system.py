"""Systems that no preset is about: a file, or equations just typed, opened as a portrait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.preset_file import LONGEST, Preset

PORTRAIT = "portraits.portrait"
NEW = "New system"
EDITED = ", edited"


def portrait_of(path: Path, table: Mapping[str, Any], system: str = "") -> Preset:
    """The portrait of a system file.

    Args:
        path: The file.
        table: What is in it, not yet checked.
        system: Id of the system; empty for a file outside the tree.
    """
    title = _text(table, "title") or path.stem
    kind = "map" if "next" in table or table.get("kind") == "map" else _text(table, "kind") or "ode"
    return Preset(
        id=path.stem,
        path=path,
        room=PORTRAIT.split(".")[0],
        title=title[: LONGEST["title"]],
        line="",
        about=_text(table, "about"),
        tags=("map" if kind == "map" else kind.upper(),) if system else (),
        paper=_text(table, "source"),
        experiment=PORTRAIT,
        system=system or f"./{path.name}",
        model="",
        parameters={},
    )


def portrait_of_equations(
    equations: Mapping[str, Any],
    title: str = NEW,
    experiment: str = PORTRAIT,
    instruments: tuple[str, ...] = (),
) -> Preset:
    """The portrait of equations that stand in no file yet.

    Args:
        equations: A sheet.
        title: Heading.
        experiment: What they are shown by.
        instruments: Put on them; empty for the experiment's own choice.
    """
    return Preset(
        id="-".join(title.lower().split()) or "new-system",
        path=Path(NEW),
        room=experiment.split(".")[0],
        title=title[: LONGEST["title"]],
        line="",
        about="",
        tags=(),
        paper="",
        experiment=experiment,
        system="",
        model="",
        parameters={},
        instruments=instruments,
        equations=equations,
    )


def edited(preset: Preset, equations: Mapping[str, Any], draft: str = "") -> Preset:
    """`preset` with other equations; its title says so where a file has those of before.

    Args:
        preset: What was open.
        equations: A sheet; empty brings back the equations of the file.
        draft: A text that cannot be read yet.
    """
    title = preset.title.removesuffix(EDITED)
    if equations and preset.system:
        title += EDITED
    return replace(preset, title=title, equations=equations, draft=draft)


def _text(table: Mapping[str, Any], key: str) -> str:
    found = table.get(key, "")
    return found.strip() if isinstance(found, str) else ""
