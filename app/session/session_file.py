"""A session as one small text file: the preset and every value, nothing that could run."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.bare_system import NEW, PORTRAIT, edited, portrait_of_equations
from app.catalogue import Opened, opened, preset, tree
from app.preset_file import Preset
from engines.errors import ExportError, PresetError
from engines.parameters.declare import Parameters

VERSION = 1
SUFFIX = ".sep.json"
LARGEST = 1 << 20


def session_text(shown: Preset, parameters: Parameters, time: float) -> str:
    """The session as JSON: what `open_session` needs to make the picture again."""
    ours = shown.path.is_relative_to(tree()) and not shown.system.startswith(".")
    where = shown.id if ours else str(shown.path)
    values = {"preset": where, "time": time, "parameters": parameters.model_dump()}
    if shown.names:
        values["names"] = dict(shown.names)
    if shown.equations:
        values["equations"] = dict(shown.equations)
    if shown.draft:
        values["draft"] = shown.draft
    if shown.equations and not ours:  # the file they came from may be gone, or never was
        values |= {"preset": "", "title": shown.title, "experiment": shown.experiment}
        values["instruments"] = list(shown.instruments)
    return json.dumps({"separatrix": VERSION, **values}, indent=1)


def save_session(path: Path, shown: Preset, parameters: Parameters, time: float) -> None:
    """Write the session so that no moment exists at which the file is half written.

    Raises:
        ExportError: If the folder is missing or may not be written to.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise ExportError(f"{path.parent} cannot be written to: {error.strerror}") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(session_text(shown, parameters, time))
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise ExportError(f"{path} cannot be written: {error.strerror}") from None


def read_session(path: Path) -> tuple[str, dict[str, Any], float]:
    """Preset id or path, values and time of a session file.

    Raises:
        PresetError: If the file is missing, too large, no JSON, or not a session of ours.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise PresetError(f"{path} cannot be read: {error.strerror}") from None
    if len(content) > LARGEST:
        raise PresetError(f"{path} is larger than 1 MiB, which no session is")
    try:
        table = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise PresetError(f"{path} is not a session: {str(error)[:120]}") from None
    if not isinstance(table, dict) or table.get("separatrix") != VERSION:
        found = table.get("separatrix") if isinstance(table, dict) else None
        raise PresetError(f"{path}: separatrix = {found}, allowed {VERSION}")
    where, values, time = table.get("preset"), table.get("parameters"), table.get("time", 0.0)
    if not isinstance(where, str):
        raise PresetError(f"{path}: preset = {where}, expected the id of a preset")
    if not isinstance(values, dict):
        raise PresetError(f"{path}: parameters = {values}, expected a table of values")
    if isinstance(time, bool) or not isinstance(time, int | float):
        raise PresetError(f"{path}: time = {time}, expected a number")
    return where, values, float(time)


def preset_of(path: Path) -> Preset:
    """The preset of a session, with the names its data were given and the equations typed in it.

    Raises:
        SeparatrixError: As `read_session`, or if the preset is gone.
    """
    where = read_session(path)[0]
    content = json.loads(path.read_text(encoding="utf-8"))
    names, sheet = content.get("names", {}), content.get("equations", {})
    if not isinstance(names, dict) or not all(isinstance(n, str) for n in names.values()):
        raise PresetError(f"{path}: names = {str(names)[:60]}, expected a table of texts")
    if not isinstance(sheet, dict):
        raise PresetError(f"{path}: equations = {str(sheet)[:60]}, expected a table")
    draft = content.get("draft", "")
    if not isinstance(draft, str):
        raise PresetError(f"{path}: draft = {str(draft)[:60]}, expected a text")
    found = preset(where) if where else _of_equations(path, content, sheet)
    found = replace(found, names=names) if names else found
    return edited(found, sheet, draft) if sheet or draft else found


def _of_equations(path: Path, content: dict[str, Any], sheet: dict[str, Any]) -> Preset:
    """The preset of a session whose equations stand in no file."""
    title, experiment = content.get("title", NEW), content.get("experiment", PORTRAIT)
    instruments = content.get("instruments", [])
    if not isinstance(title, str) or not isinstance(experiment, str):
        raise PresetError(f"{path}: title and experiment must be texts")
    if not isinstance(instruments, list) or not all(isinstance(i, str) for i in instruments):
        raise PresetError(f"{path}: instruments = {str(instruments)[:60]}, expected a list")
    if not sheet:
        raise PresetError(f"{path}: preset is empty and there are no equations")
    return portrait_of_equations(sheet, title, experiment, tuple(instruments))


def opened_as(what: str | Path | Preset, values: dict[str, Any]) -> Opened:
    """Build what a preset, the id or file of one, or a session asks for.

    Args:
        what: What to open; a session ends in ".sep.json".
        values: Values on top of those it carries.

    Raises:
        SeparatrixError: If it cannot be read, or a value is not allowed.
    """
    if isinstance(what, Preset):
        return opened(what, values)
    if str(what).endswith(SUFFIX):
        inside = read_session(Path(what))[1]
        return opened(preset_of(Path(what)), {**inside, **values})
    return opened(preset(what), values)
