"""A system that no preset is about is opened as a portrait, with the words of its own file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.preset_file import LONGEST, Preset

PORTRAIT = "portraits.portrait"


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


def _text(table: Mapping[str, Any], key: str) -> str:
    found = table.get(key, "")
    return found.strip() if isinstance(found, str) else ""
