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
from engines.experiments.compared import Compared, Kept
from engines.parameters.declare import Parameters

VERSION = 1
SUFFIX = ".sep.json"
LARGEST = 1 << 20


def kept_in(found: Opened) -> str:
    """The session of what is kept beside the one that is open; empty if nothing is."""
    return found.experiment.kept.written if isinstance(found.experiment, Compared) else ""


def session_text(shown: Preset, parameters: Parameters, time: float, kept: str = "") -> str:
    """The session as JSON: what `opened_as` needs to make the picture again.

    Args:
        shown: What is open.
        parameters: Its values.
        time: Where its clock stands.
        kept: The session of what is kept beside it, see `kept_in`.
    """
    ours = shown.path.is_relative_to(tree()) and not shown.system.startswith(".")
    where = shown.id if ours else str(shown.path)
    values = {"preset": where, "time": time, "parameters": parameters.model_dump()}
    if shown.names:
        values["names"] = dict(shown.names)
    if shown.equations:
        values["equations"] = dict(shown.equations)
    if shown.draft:
        values["draft"] = shown.draft
    if kept:
        values["kept"] = json.loads(kept)
    if shown.equations and not ours:  # the file they came from may be gone, or never was
        values |= {"preset": "", "title": shown.title, "experiment": shown.experiment}
        values["instruments"] = list(shown.instruments)
    return json.dumps({"separatrix": VERSION, **values}, indent=1)


def save_session(
    path: Path, shown: Preset, parameters: Parameters, time: float, kept: str = ""
) -> None:
    """Write the session, as `session_text` gives it, so that no moment exists at which the file is
    half written.

    Raises:
        ExportError: If the folder is missing or may not be written to.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise ExportError(f"{path.parent} cannot be written to: {error.strerror}") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(session_text(shown, parameters, time, kept))
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
    return _told(path, _content(path))


def _content(path: Path) -> dict[str, Any]:
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
    return table


def _told(path: Path, table: dict[str, Any]) -> tuple[str, dict[str, Any], float]:
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
    return _preset_in(path, _content(path))


def _preset_in(path: Path, content: dict[str, Any]) -> Preset:
    where = _told(path, content)[0]
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
        path = Path(what)
        content = _content(path)
        found = _opened_in(path, content, values)
        return _beside(path, content["kept"], found) if "kept" in content else found
    return opened(preset(what), values)


def _opened_in(path: Path, content: dict[str, Any], values: dict[str, Any]) -> Opened:
    return opened(_preset_in(path, content), {**_told(path, content)[1], **values})


def _beside(path: Path, content: Any, found: Opened) -> Opened:
    """`found`, beside what the session within a session says."""
    if not isinstance(content, dict):
        raise PresetError(f"{path}: kept = {str(content)[:60]}, expected a session")
    other = _opened_in(path, content, {})
    text = json.dumps({name: value for name, value in content.items() if name != "kept"})
    kept = Kept(other.experiment, other.parameters, other.preset.title, text)
    return replace(found, experiment=Compared(found.experiment, kept))
