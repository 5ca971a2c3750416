"""Weights and their card, written so that a half-written file is never seen."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from engines.errors import WeightsError

Entry = str | int | float | bool | list


def _written(value: Entry) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
    if isinstance(value, list):
        return "[" + ", ".join(_written(v) for v in value) + "]"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def toml_text(entries: Mapping[str, Entry], tables: Mapping[str, Mapping[str, Entry]]) -> str:
    """A TOML file of `entries` followed by one table per entry of `tables`."""
    lines = [f"{key} = {_written(value)}" for key, value in entries.items()]
    for title, table in tables.items():
        lines += ["", f"[{title}]"] + [f"{key} = {_written(v)}" for key, v in table.items()]
    return "\n".join(lines) + "\n"


def writable(folder: Path) -> None:
    """Say so before a training of minutes, not after it.

    Raises:
        WeightsError: If the folder is missing or cannot be written to.
    """
    if not folder.is_dir():
        raise WeightsError(f"{folder}: no such folder")
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise WeightsError(f"{folder}: the folder cannot be written to, {error.strerror}") from None


def put(path: Path, content: bytes) -> None:
    """Replace `path` by `content` in one step.

    Raises:
        WeightsError: If the folder is missing or cannot be written to.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise WeightsError(f"{path}: cannot be written, {error.strerror}") from None


def save(
    weights: Path,
    card: Path,
    arrays: Mapping[str, np.ndarray],
    entries: Mapping[str, Entry],
    tables: Mapping[str, Mapping[str, Entry]],
) -> None:
    """Write `arrays` as safetensors, then the card that vouches for them.

    The card comes second: if the power fails between the two, the old card refuses the new weights.

    Args:
        weights: File to write, ending in .safetensors.
        card: File to write, ending in .toml.
        arrays: Name to array.
        entries: What the card says, without `weights`, `bytes` and `sha256`, which are added.
        tables: Its tables.

    Raises:
        WeightsError: If a folder is missing or cannot be written to.
    """
    from safetensors.numpy import save as packed

    content = packed({name: np.ascontiguousarray(array) for name, array in arrays.items()})
    put(weights, content)
    sealed = {
        **entries,
        "weights": weights.name,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    put(card, toml_text(sealed, tables).encode())
