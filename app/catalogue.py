"""Everything that can be opened: presets, systems and models, found in the installed tree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module, resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app.bare_system import portrait_of
from app.own_model import WEIGHTS, card_beside, is_card, preset_of_card
from app.preset_file import SERIES, SUBJECTS, Preset, read_preset, read_toml
from engines.errors import ExportError, PresetError, near_miss
from engines.parameters.declare import Parameters, declarations
from engines.parameters.reading import changed, from_text, validated
from engines.protocols.experiment import Experiment
from engines.protocols.subject import Subject
from engines.running.imports import IMPORTS

FTLE = "transport.ftle"
_EXPERIMENT = re.compile(r"[a-z_]+\.[a-z_]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A system or model that a preset may name.

    Attributes:
        id: File name without suffix.
        path: The TOML file.
        room: Folder it lies in: a field of science for systems, a method room for models.
        title: Words for a heading.
        source: Where it comes from, one line.
    """

    id: str
    path: Path
    room: str
    title: str
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A preset ready to run.

    Attributes:
        preset: What was asked for.
        experiment: Built on its subject.
        parameters: The preset's values with the overrides on top, checked.
        subject: The system or model.
    """

    preset: Preset
    experiment: Experiment
    parameters: Parameters
    subject: Subject


def tree() -> Path:
    """The folder `presets` as it is installed."""
    return Path(str(resources.files("presets")))


def _files(kind: str) -> list[Path]:
    return sorted((tree() / kind).rglob("*.toml"), key=lambda p: p.stem)


def _file_of(kind: str, id: str, word: str, where: str = "") -> Path:
    found = [p for p in _files(kind) if p.stem == id]
    if len(found) > 1:
        raise PresetError(f"two files are called '{id}': {found[0]} and {found[1]}")
    if not found:
        known = [p.stem for p in _files(kind)]
        raise PresetError(f"{where}no {word} '{id}', {near_miss(id, known)}")
    return found[0]


def readable_presets() -> tuple[tuple[Preset, ...], tuple[str, ...]]:
    """All presets that can be read, sorted by room and id, and a sentence for each that cannot."""
    kept: dict[str, Preset] = {}
    sentences: list[str] = []
    for path in _files("experiments"):
        try:
            preset = read_preset(path)
        except PresetError as error:
            sentences.append(str(error))
            continue
        if preset.id in kept:
            sentences.append(
                f"two presets are called '{preset.id}': {kept[preset.id].path}, {path}"
            )
            continue
        kept[preset.id] = preset
    return tuple(sorted(kept.values(), key=lambda p: (p.room, p.id))), tuple(sentences)


def presets() -> tuple[Preset, ...]:
    """All presets, sorted by room and id.

    Raises:
        PresetError: If a file in the tree is malformed or two have the same id.
    """
    found, sentences = readable_presets()
    if sentences:
        raise PresetError(sentences[0])
    return found


def preset(id_or_path: str | Path) -> Preset:
    """The preset with this id, or in this file.

    The id of a system that no preset is called after opens its portrait. A path may lead to a
    preset, to a bare system file (opened as a portrait), to the card of a model, to a file of
    measured fields (opened as an FTLE), or to a picture or movie that Separatrix exported (opened
    as it was).

    Raises:
        PresetError: If there is none; with the nearest known id.
    """
    name = str(id_or_path)
    if not _is_path(name):
        return _known(name)
    path = _followed(Path(name))
    if path.suffix.lower() in SERIES:
        return _written_here(path) or preset_of_data(path)
    if path.suffix.lower() == WEIGHTS:
        path = card_beside(path)
    if path.suffix.lower() != ".toml" and path.is_file():
        from app.export.embedded import preset_inside

        return preset_inside(path)
    table = read_toml(path)
    if is_card(table):
        return preset_of_card(path, table)
    if {"experiment", "equations", *SUBJECTS} & table.keys():
        return read_preset(path, table)
    return portrait_of(path, table)


def _known(id: str) -> Preset:
    """The preset with this id, or the portrait of the system with it."""
    written = [path.stem for path in _files("experiments")]
    bare = [path for path in _files("systems") if path.stem == id and id not in written]
    if bare:
        return portrait_of(bare[0], read_toml(bare[0]), id)
    if id not in written:
        known = sorted({*written, *(path.stem for path in _files("systems"))})
        raise PresetError(f"no preset '{id}', {near_miss(id, known)}")
    return read_preset(_file_of("experiments", id, "preset"))


def _is_path(name: str) -> bool:
    return "/" in name or "\\" in name or name.endswith(".toml") or Path(name).suffix != ""


def _followed(path: Path, where: str = "") -> Path:
    """`path` without links and "~".

    Raises:
        PresetError: If it leads nowhere.
    """
    try:
        found = path.expanduser().resolve()
        found.exists()  # asks the disk whether it can hold such a name
        return found
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links, an unknown user, NUL
        reason = getattr(error, "strerror", None) or " ".join(str(error).split())
        raise PresetError(
            f"{where}{str(path)[:200]!r} is no path that can be followed: {reason}"
        ) from None


def _written_here(path: Path) -> Preset | None:
    """The preset in a table of numbers that Separatrix wrote; None for data of others."""
    if path.suffix.lower() != ".nc" or not path.is_file():
        return None
    from app.export.embedded import preset_inside, read_record

    try:
        read_record(path)
    except ExportError:
        return None
    return preset_inside(path)


def preset_of_data(path: Path) -> Preset:
    """The FTLE of the measured fields in a file, or in a Zarr folder.

    Raises:
        PresetError: If there is no such file.
    """
    if not path.is_file() and not path.is_dir():
        raise PresetError(f"{path}: no such file")
    return Preset(
        id=path.stem,
        path=path,
        room=FTLE.split(".")[0],
        title=path.stem[:22],
        line="",
        about="",
        tags=(),
        paper="",
        experiment=FTLE,
        system="",
        model="",
        parameters={},
        data=f"./{path.name}",
    )


def _entries(kind: str) -> tuple[Entry, ...]:
    found = []
    for path in _files(kind):
        table = read_toml(path)
        found.append(
            Entry(
                path.stem,
                path,
                path.relative_to(tree() / kind).parts[0],
                str(table.get("title", path.stem)),
                str(table.get("source", "")),
            )
        )
    return tuple(found)


def systems() -> tuple[Entry, ...]:
    """All system files, sorted by id.

    Raises:
        PresetError: If one is not TOML.
    """
    return _entries("systems")


def models() -> tuple[Entry, ...]:
    """All model cards, sorted by id.

    Raises:
        PresetError: If one is not TOML.
    """
    return _entries("models")


def system_file(id: str, where: str = "") -> Path:
    """The file of the system `id`.

    Raises:
        PresetError: If there is none; with the nearest known id.
    """
    return _file_of("systems", id, "system", where)


def model_card(id: str, where: str = "") -> Path:
    """The card of the model `id`.

    Raises:
        PresetError: If there is none; with the nearest known id.
    """
    return _file_of("models", id, "model", where)


def subject_of(preset: Preset) -> Subject:
    """The system or model a preset is about.

    Raises:
        SeparatrixError: If it does not exist or cannot be read.
    """
    where = f"{preset.path}: "
    if preset.equations:
        from engines.systems.edited.sheet import system_of

        return system_of(preset.equations, preset.id, preset.title, preset.paper)
    if preset.data:
        from engines.systems.gridded.series import open_series

        return open_series(_series_of(preset, where), preset.names)
    if preset.family:
        return family_of(preset.family, where)
    if preset.model:
        from engines.learned.weights import open_model

        own = preset.model.startswith(".")
        return open_model(
            _beside(preset, "model", preset.model, where)
            if own
            else model_card(preset.model, where)
        )
    from engines.systems.system_file import read_system

    if preset.system.startswith("."):
        return read_system(_beside(preset, "system", preset.system, where))
    return read_system(system_file(preset.system, where))


def _series_of(preset: Preset, where: str) -> Path:
    if preset.data.startswith("."):
        return _beside(preset, "data", preset.data, where)
    return series_file(preset.data, where)


def _beside(preset: Preset, key: str, value: str, where: str) -> Path:
    path = _followed(preset.path.parent / value, where)
    if not path.is_file() and not (path.is_dir() and path.suffix == ".zarr"):
        raise PresetError(f"{where}{key} = '{value}', but there is no file {path}")
    return path


def series_file(id: str, where: str = "") -> Path:
    """The file of the shipped series of fields `id`.

    Raises:
        PresetError: If there is none; with the nearest known id.
    """
    folder = Path(str(resources.files("assets"))) / "series"
    known = {path.stem: path for path in sorted(folder.glob("*.nc"))}
    if id not in known:
        raise PresetError(f"{where}no data '{id}', {near_miss(id, tuple(known))}")
    return known[id]


def experiment_of(preset: Preset) -> type[Experiment]:
    """The class a preset names: its name is its place in the tree.

    Raises:
        PresetError: If there is none; with the nearest known name.
    """
    name = preset.experiment
    known = experiments()
    if not _EXPERIMENT.fullmatch(name) or name not in known:
        raise PresetError(f"{preset.path}: no experiment '{name}', {near_miss(name, tuple(known))}")
    found: type[Experiment] = import_module(f"engines.experiments.{name}").EXPERIMENT
    return found


def family_of(name: str, where: str = "") -> Subject:
    """The flows of a module below engines/systems that are written down in code.

    Raises:
        PresetError: If there is none; with the nearest known name.
    """
    known = _naming("engines.systems", "FAMILY")
    if name not in known:
        raise PresetError(f"{where}no family '{name}', {near_miss(name, known)}")
    found: Subject = import_module(f"engines.systems.{name}").FAMILY()
    return found


def experiments() -> tuple[str, ...]:
    """Names of all experiments, "room.name", none of them imported."""
    return _naming("engines.experiments", "EXPERIMENT")


def _naming(package: str, name: str) -> tuple[str, ...]:
    """The modules "room.module" of a package that define `name`, none of them imported."""
    spec = find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return tuple(
        sorted(
            f"{path.parent.name}.{path.stem}"
            for place in places
            for path in Path(place).glob("*/*.py")
            if f"\n{name} = " in path.read_text(encoding="utf-8")
        )
    )


def opened(preset: Preset, overrides: Mapping[str, Any] | None = None) -> Opened:
    """Build what a preset asks for. Imports the experiment, so it may take a second or two.

    Args:
        preset: What to open.
        overrides: Values on top of the preset's; texts are read as on the command line.

    Raises:
        SeparatrixError: If anything the preset names is missing or a value is not allowed.
    """
    with IMPORTS:
        subject = subject_of(preset)
        make: Any = experiment_of(preset)
        experiment: Experiment = (
            make(subject, preset.instruments) if preset.instruments else make(subject)
        )
    shown = experiment.showing() if preset.model.startswith(".") else {}
    values = {**preset.parameters, **shown}
    parameters = validated(experiment.parameters, values, f"{preset.path}: ")
    if overrides:
        known = declarations(experiment.parameters)
        read = {
            name: from_text(known[name], value, "--set ")
            if isinstance(value, str) and name in known
            else value
            for name, value in overrides.items()
        }
        parameters = changed(parameters, read, "--set ")
    return Opened(preset, experiment, parameters, subject)
