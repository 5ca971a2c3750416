"""Presets: TOML files that name an experiment, its subject, values, and words for the reader."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from engines.errors import PresetError, near_miss

LONGEST = {"title": 22, "line": 26, "about": 1200, "paper": 300, "lesson": 80}
LARGEST_FILE = 256 * 1024
KEYS = (
    "title",
    "line",
    "about",
    "tags",
    "paper",
    "experiment",
    "system",
    "model",
    "data",
    "family",
    "names",
    "instruments",
    "lesson",
    "parameters",
    "equations",
)
SERIES = (".nc", ".nc4", ".h5", ".zarr")
# what a preset may be about: its key, and endings of a file beside the preset that may stand there
SUBJECTS: dict[str, tuple[str, ...]] = {
    "system": (".toml",),
    "model": (".toml",),
    "data": SERIES,
    "family": (),
}
ONE = "'system', 'model', 'data', 'family'"
_EXPERIMENT = re.compile(r"[a-z_]+\.[a-z_]+")
_SUBJECT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_INSTRUMENT = re.compile(r"[a-z_]+(\.[a-z_]+)?")


@dataclass(frozen=True, slots=True, eq=False)
class Preset:
    """One entry of the gallery.

    Attributes:
        id: File name without suffix, unique.
        path: The file it was read from.
        room: Folder it lies in; for a file outside the tree, the room of its experiment.
        title: Heading, at most 22 characters.
        line: One line in plain words, at most 26 characters.
        about: Two sentences or so for the reader.
        tags: Short words for the filter.
        paper: The work it shows, one line.
        experiment: "room.name", its place below engines/experiments.
        system: Id of a system, or a path relative to `path` that starts with "." ; "" if it is
            about something else.
        model: Id of a model, or a path of a card relative to `path` that starts with ".", or "".
        data: Id of a shipped series of fields, or a path relative to `path` that starts with
            "." ; "" if it is about something else.
        family: "room.name" of flows that are written down in code, its place below
            engines/systems; or "". Exactly one of the four is given.
        parameters: Values that differ from the experiment's defaults, not yet checked.
        lesson: Id of a lesson, or "".
        instruments: Instruments to be put on the flow, "" for the experiment's own choice.
        names: What the variables and axes of `data` are called there, where that is not evident,
            e.g. {"u": "eastward", "time": "day"}.
        equations: Equations typed over those of `system`, or over nothing, as a sheet; see
            engines/systems/edited. Empty where those of the file hold.
        draft: A text of equations that was being typed and cannot be read yet; never in a file.
    """

    id: str
    path: Path
    room: str
    title: str
    line: str
    about: str
    tags: tuple[str, ...]
    paper: str
    experiment: str
    system: str
    model: str
    parameters: dict[str, Any]
    lesson: str = ""
    instruments: tuple[str, ...] = ()
    data: str = ""
    family: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    equations: Mapping[str, Any] = field(default_factory=dict)
    draft: str = ""

    @property
    def subject(self) -> str:
        """Id of the system, model, series or family it is about."""
        named = self.system or self.model or self.data or self.family
        return named or (self.id if self.equations else "")


def read_toml(path: Path) -> dict[str, Any]:
    """The table in a TOML file that may have been written by anybody.

    Raises:
        PresetError: If the file is missing, too large, not text or not TOML; with line and column.
    """
    try:
        if path.is_fifo():  # to open it would wait for a writer who may never come
            raise PresetError(f"{path} is a pipe, expected a TOML file")
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except IsADirectoryError:
        raise PresetError(f"{path} is a folder, expected a TOML file") from None
    except FileNotFoundError:
        raise PresetError(f"{path}: no such file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PresetError(f"{str(path)[:200]} cannot be read: {reason}") from None
    if len(content) > LARGEST_FILE:
        raise PresetError(
            f"{path} is larger than {LARGEST_FILE // 1024} KiB, which no preset or system is"
        )
    try:
        return tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise PresetError(
            f"{path} is not UTF-8 text (byte {error.start + 1}), expected a TOML file"
        ) from None
    except RecursionError:
        raise PresetError(f"{path} is nested too deeply to be a TOML file of ours") from None
    except ValueError as error:
        reason = " ".join(str(error).split())
        raise PresetError(f"{path} is not valid TOML: {reason[:200]}") from None


def read_preset(path: Path, table: Mapping[str, Any] | None = None) -> Preset:
    """The preset in the file `path`.

    Args:
        path: A TOML file; the format is described in presets/experiments/README.md.
        table: Its content, if it has been read already.

    Raises:
        PresetError: One sentence naming the file, the field, the value and what is allowed.
    """
    table = read_toml(path) if table is None else table
    _known_keys(path, table)
    experiment = _text(path, table, "experiment", required=True)
    if not _EXPERIMENT.fullmatch(experiment):
        raise PresetError(f"{path}: experiment = '{experiment}', expected 'room.name'")
    about = {key: _text(path, table, key) for key in SUBJECTS}
    equations = _equations(path, table)
    about_one = {key: value for key, value in about.items() if value}
    if equations:  # typed over a system, or over nothing
        about_one = {"equations": "", **about_one} if "system" not in about_one else about_one
    given = [f"'{key}'" for key in about_one]
    if len(given) != 1:
        found = f"has {' and '.join(given)}" if given else f"has none of {ONE}"
        raise PresetError(f"{path}: {found}, expected one of {ONE}")
    for key, own in SUBJECTS.items():
        _subject(path, key, about[key], own)
    parameters = table.get("parameters", {})
    if not isinstance(parameters, dict):
        raise PresetError(f"{path}: parameters = {_shown(parameters)}, expected a table of values")
    return Preset(
        id=path.stem,
        path=path,
        room=_room(path) or experiment.split(".")[0],
        title=_text(path, table, "title", required=True),
        line=_text(path, table, "line"),
        about=_text(path, table, "about"),
        tags=_texts(path, table, "tags", most=6, longest=18),
        paper=_text(path, table, "paper"),
        experiment=experiment,
        **about,
        parameters=dict(parameters),
        lesson=_text(path, table, "lesson"),
        instruments=_instruments(path, table),
        names=_names(path, table),
        equations=equations,
    )


def _room(path: Path) -> str:
    """Name of the folder right below `presets/experiments`; empty for a file elsewhere."""
    for room, above in pairwise(path.parents):
        if above.name == "experiments" and (above.parent / "__init__.py").is_file():
            return room.name
    return ""


def _known_keys(path: Path, table: Mapping[str, Any]) -> None:
    for key in table:
        if key not in KEYS:
            raise PresetError(f"{path}: no field '{key}', {near_miss(key, KEYS)}")


def _shown(value: Any) -> str:
    text = f"'{value}'" if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _text(path: Path, table: Mapping[str, Any], key: str, required: bool = False) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise PresetError(f"{path}: {key} = {_shown(value)}, expected text")
    value = value.strip()
    if required and not value:
        raise PresetError(f"{path}: field '{key}' is missing, expected text")
    longest = LONGEST.get(key, 300)
    if len(value) > longest:
        raise PresetError(
            f"{path}: {key} = {_shown(value)} has {len(value)} characters, allowed {longest}"
        )
    return value


def _texts(
    path: Path, table: Mapping[str, Any], key: str, most: int, longest: int
) -> tuple[str, ...]:
    values = table.get(key, [])
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise PresetError(f"{path}: {key} = {_shown(values)}, expected a list of texts")
    if len(values) > most:
        raise PresetError(f"{path}: {key} has {len(values)} entries, allowed {most}")
    for value in values:
        if not 0 < len(value) <= longest:
            raise PresetError(
                f"{path}: {key} has {_shown(value)}, allowed 1 to {longest} characters"
            )
    return tuple(values)


def _instruments(path: Path, table: Mapping[str, Any]) -> tuple[str, ...]:
    names = _texts(path, table, "instruments", most=24, longest=60)
    for name in names:
        if not _INSTRUMENT.fullmatch(name):
            raise PresetError(f"{path}: instruments has '{name}', expected 'room.name' or 'name'")
    return names


def _names(path: Path, table: Mapping[str, Any]) -> dict[str, str]:
    names = table.get("names", {})
    if not isinstance(names, dict):
        raise PresetError(f"{path}: names = {_shown(names)}, expected a table of texts")
    if names and not table.get("data"):
        raise PresetError(f"{path}: 'names' is given, but there is no 'data' it could belong to")
    for key, value in names.items():
        if not isinstance(value, str) or not 0 < len(value) <= 200:
            raise PresetError(f"{path}: names.{key} = {_shown(value)}, expected text")
    return dict(names)


def _equations(path: Path, table: Mapping[str, Any]) -> dict[str, Any]:
    """The sheet, of which only the text is checked here."""
    sheet = table.get("equations", {})
    if not isinstance(sheet, dict):
        raise PresetError(f"{path}: equations = {_shown(sheet)}, expected a table")
    text = sheet.get("text")
    if "equations" in table and not (isinstance(text, str) and text.strip()):
        raise PresetError(f"{path}: equations.text = {_shown(text)}, expected equations as text")
    return {**sheet, "text": text.rstrip()} if isinstance(text, str) else {}


def _subject(path: Path, key: str, value: str, own: tuple[str, ...]) -> None:
    shape = _EXPERIMENT if key == "family" else _SUBJECT
    if not value or shape.fullmatch(value):
        return
    if value.startswith(".") and value.endswith(own):
        return
    what = {"data": "the id of a series", "family": "'room.name'"}.get(key, f"a {key}'s id")
    beside = f" or a path such as './mine{own[0]}'" if own else ""
    raise PresetError(f"{path}: {key} = {_shown(value)}, expected {what}{beside}")
