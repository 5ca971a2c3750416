"""An edited system as a preset file that stands alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.bare_system import EDITED
from app.catalogue import Opened
from app.export.files import written_whole
from app.preset_file import LONGEST, Preset, read_preset
from engines.errors import ExportError
from engines.parameters.declare import Parameters
from engines.systems.edited.sheet import sheet_of
from engines.systems.system import System

SUFFIX = ".toml"


def write_preset(path: Path, found: Opened, values: Parameters) -> Preset:
    """Write what is open as a file that opens again to the same picture, and read it back.

    Args:
        path: Where; its stem becomes the title.
        found: A system whose equations were typed.
        values: Every value, as it is now.

    Raises:
        ExportError: If it cannot be written, or what is open is no system.
    """
    if not isinstance(found.subject, System):
        raise ExportError(f"{found.preset.title} has no equations that could be written to a file")
    with written_whole(path) as part:
        part.write_text(preset_text(found, values, title_of(path)), encoding="utf-8")
    return read_preset(path)


def title_of(path: Path) -> str:
    """The heading of a preset from its file name."""
    words = " ".join(path.stem.replace("-", " ").replace("_", " ").split())
    return (words[:1].upper() + words[1:])[: LONGEST["title"]] or "System"


def preset_text(found: Opened, values: Parameters, title: str) -> str:
    """The file."""
    preset, system = found.preset, found.subject
    text = preset.equations.get("text") if preset.equations else None
    sheet = sheet_of(system, text) if isinstance(system, System) else {}
    about: dict[str, Any] = {
        "title": title,
        "line": preset.line,
        "about": preset.about,
        "tags": list(preset.tags),
        "paper": preset.paper.removesuffix(EDITED),
        "experiment": preset.experiment,
        "instruments": list(preset.instruments),
    }
    rows = [_row(key, value) for key, value in about.items() if value]
    rows += ["", "[parameters]", *(_row(n, v) for n, v in values.model_dump().items())]
    rows += ["", "[equations]"]
    rows += [_row(key, value) for key, value in sheet.items() if not isinstance(value, Mapping)]
    for group in (key for key, value in sheet.items() if isinstance(value, Mapping)):
        rows += ["", f"[equations.{group}]"]
        rows += [_row(name, one) for name, one in sheet.get(group, {}).items()]
    return "\n".join(rows) + "\n"


def _row(key: str, value: Any) -> str:
    return f"{key} = {_written(value)}"


def _written(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(_row(key, one) for key, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_written(one) for one in value) + "]"
    if isinstance(value, str) and "\n" in value and _literal(value):
        return f"'''\n{value}\n'''"
    if isinstance(value, str):  # TOML is stricter than JSON about two of its characters
        value = value.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _literal(text: str) -> bool:
    """Whether a text may stand as it is between three quotes."""
    return "'''" not in text and all(c == "\n" or c.isprintable() for c in text)
