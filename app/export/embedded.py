"""What every exported file carries inside: enough to make it again, and to open it again."""

from __future__ import annotations

import hashlib
import json
import mmap
import re
import struct
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from xml.sax.saxutils import unescape

from app.bare_system import NEW, edited, portrait_of_equations
from app.catalogue import Opened, preset, preset_of_data, tree
from app.preset_file import Preset, read_preset, read_toml
from engines.errors import ExportError, PresetError
from engines.systems.edited.sheet import sheet_of
from engines.systems.gridded.series import GriddedSubject
from engines.systems.system import System

KEY = "Separatrix"
_MARK = '{"separatrix":'
_LONGEST = 2_000_000
_PART = 1 << 20  # bytes hashed at a time
_NAME = re.compile(r"[\w][\w .-]{0,100}\.toml")


def record(opened: Opened, **about: Any) -> str:
    """The text that is put into a file, JSON in plain ASCII.

    Args:
        opened: What is exported.
        about: How, e.g. size and theme.
    """
    try:
        program = version("separatrix")
    except PackageNotFoundError:
        program = "0"
    values = json.loads(opened.parameters.model_dump_json())
    content: dict[str, Any] = {
        "separatrix": program,
        "preset": opened.preset.id,
        "title": opened.preset.title,
        "experiment": opened.preset.experiment,
        "subject": opened.preset.subject,
        "parameters": values,
        "seed": values.get("seed"),
        **about,
    }
    if opened.preset.equations and isinstance(opened.subject, System):
        content["equations"] = sheet_of(opened.subject, opened.preset.equations["text"])
        content["instruments"] = list(opened.preset.instruments)
    if files := _foreign_files(opened.preset):
        content["files"] = files
    if opened.preset.data.startswith("."):
        content["data"] = str((opened.preset.path.parent / opened.preset.data).resolve())
        content["names"] = dict(opened.preset.names)
    if isinstance(opened.subject, GriddedSubject):
        content["data_file"] = fingerprint(opened.subject.found.path)
    return json.dumps(content, ensure_ascii=True)


def fingerprint(data: Path) -> dict[str, Any]:
    """Name, bytes and SHA-256 of a file, or of all files of a folder one after the other in the
    order of their names; so that a picture says which data it shows, wherever they lie now.
    """
    files = sorted(data.rglob("*")) if data.is_dir() else [data]
    try:
        whole = [(file, file.stat()) for file in files if file.is_file()]
        stamps = tuple((str(file), about.st_size, about.st_mtime_ns) for file, about in whole)
        size, digest = sum(about.st_size for _, about in whole), _digest(stamps)
    except OSError:
        return {"name": data.name}  # it is gone, the picture is not
    return {"name": data.name, "bytes": size, "sha256": digest}


@lru_cache(maxsize=8)
def _digest(stamps: tuple[tuple[str, int, int], ...]) -> str:
    """SHA-256 of files that have not changed since they were last asked about."""
    found = hashlib.sha256()
    for file, _, _ in stamps:
        with Path(file).open("rb") as opened:
            while part := opened.read(_PART):
                found.update(part)
    return found.hexdigest()


def _foreign_files(shown: Preset) -> dict[str, str]:
    """Texts of the files of a preset that is not part of the tree."""
    if tree() in shown.path.parents:
        return {}
    paths = [shown.path]
    if shown.system.startswith("."):
        paths.append(shown.path.parent / shown.system)
    texts = (p for p in paths if p.is_file() and p.suffix == ".toml")
    return {p.name: p.read_text(encoding="utf-8") for p in texts}


def read_record(path: Path) -> dict[str, Any]:
    """What a picture, movie or table of ours carries inside.

    Raises:
        ExportError: If it carries nothing of ours.
    """
    try:
        text = _found(path)
    except (OSError, ValueError, EOFError, KeyError, struct.error, IndexError) as error:
        raise ExportError(f"{path} cannot be read: {error}") from None
    try:
        content = json.loads(text) if text and len(text) <= _LONGEST else None
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or "preset" not in content:
        raise ExportError(
            f"{path} carries no session of Separatrix, expected a picture, movie or table that "
            "it exported, or a .toml file"
        )
    return content


def preset_inside(path: Path) -> Preset:
    """The preset a file of ours was made from, holding the parameters it was made with.

    Raises:
        SeparatrixError: If the file carries nothing of ours or its preset is gone.
    """
    content = read_record(path)
    parameters = content.get("parameters")
    if not isinstance(parameters, dict) or not isinstance(content["preset"], str):
        raise ExportError(f"{path} carries a damaged session: no table of parameters")
    files, data = content.get("files"), content.get("data")
    if isinstance(data, str) and not files:
        chosen = preset_of_data(Path(data))
    else:
        chosen = _unpacked(path, files) if files else _known(content)
    if isinstance(data, str):
        chosen = _about_data(path, chosen, Path(data), content.get("names"))
    sheet = _sheet(path, content)
    chosen = edited(chosen, sheet) if sheet else chosen
    return replace(chosen, parameters=parameters)


def _sheet(path: Path, content: Mapping[str, Any]) -> Mapping[str, Any]:
    """The equations that were typed, empty if those of a file held."""
    sheet = content.get("equations", {})
    if not isinstance(sheet, Mapping) or (sheet and not isinstance(sheet.get("text"), str)):
        raise ExportError(f"{path} carries a damaged session: equations is no sheet")
    return sheet


def _known(content: Mapping[str, Any]) -> Preset:
    """The preset of the tree, or what equations that stand in no file are shown by."""
    shown, names = content.get("experiment"), content.get("instruments", [])
    try:
        return preset(content["preset"])
    except PresetError:
        if not content.get("equations") or not isinstance(shown, str):
            raise
    title, chosen = str(content.get("title", NEW)), tuple(str(name) for name in names)
    return portrait_of_equations({}, title, shown, chosen)


def _about_data(path: Path, chosen: Preset, data: Path, names: Any) -> Preset:
    """`chosen`, about the data where they were when the file was made."""
    if not isinstance(names, Mapping) or not all(isinstance(n, str) for n in names.values()):
        raise ExportError(f"{path} carries a damaged session: names is no table of texts")
    return replace(chosen, path=data, data=f"./{data.name}", names=dict(names))


def _unpacked(path: Path, files: Any) -> Preset:
    from platformdirs import user_cache_path

    if not isinstance(files, Mapping) or not all(
        isinstance(name, str) and _NAME.fullmatch(name) and isinstance(text, str)
        for name, text in files.items()
    ):
        raise ExportError(f"{path} carries a damaged session: its files have no proper names")
    whole = json.dumps(dict(files), sort_keys=True)
    digest = hashlib.sha256(whole.encode()).hexdigest()[:16]
    folder = user_cache_path("separatrix", appauthor=False) / "opened" / digest
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    first = folder / next(iter(files))
    if "experiment" in read_toml(first):
        return read_preset(first)
    try:
        return preset(first)
    except PresetError as error:
        raise ExportError(f"{path}: {error}") from None


def _found(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix in (".png", ".gif"):
        return _in_picture(path)
    if suffix == ".npz":
        return _in_arrays(path)
    if suffix == ".csv":
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.readline(_LONGEST).lstrip("# ").strip()
    if suffix == ".nc":
        import h5netcdf

        with h5netcdf.File(path, "r") as file:
            return str(file.attrs.get(KEY.lower(), ""))
    if suffix == ".svg":
        return unescape(_between(path, _MARK.encode(), b"</"))
    if suffix == ".pdf":
        return _in_pdf(path)
    return _in_movie(path)


def _in_picture(path: Path) -> str:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as picture:
            comment = picture.info.get("comment", b"")
            text = picture.info.get(KEY, "")
    except UnidentifiedImageError:
        raise ExportError(f"{path} is no picture") from None
    return str(text) or (comment.decode("ascii", "replace") if isinstance(comment, bytes) else "")


def _in_arrays(path: Path) -> str:
    import zipfile

    import numpy as np

    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            return str(kept["meta"]) if "meta" in kept.files else ""
    except zipfile.BadZipFile as error:
        raise ExportError(f"{path} cannot be read: {error}") from None


def _between(path: Path, start: bytes, stop: bytes) -> str:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        first = content.find(start)
        last = content.find(stop, first)
        if first < 0 or last < 0 or last - first > _LONGEST:
            return ""
        return content[first:last].decode("utf-8", "replace")


def _in_pdf(path: Path) -> str:
    """The keywords of a PDF, a string in round brackets with backslashes before brackets."""
    raw = _between(path, b"/Keywords (", b"\n")
    text, depth, i = "", 0, len("/Keywords (")
    while i < len(raw):
        letter = raw[i]
        if letter == "\\" and i + 1 < len(raw):
            i += 1
            letter = {"n": "\n", "r": "\r", "t": "\t"}.get(raw[i], raw[i])
        elif letter == "(":
            depth += 1
        elif letter == ")":
            if depth == 0:
                return text
            depth -= 1
        text += letter
        i += 1
    return ""


def _in_movie(path: Path) -> str:
    """The comment atom of an MP4: size, "data", type and locale of 4 bytes each, then the text."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        place = content.find(b"\xa9cmt")
        if place < 0:
            return ""
        size, kind = struct.unpack(">I4s", content[place + 4 : place + 12])
        if kind != b"data" or not 16 < size <= _LONGEST:
            return ""
        return content[place + 20 : place + 4 + size].decode("utf-8", "replace")
