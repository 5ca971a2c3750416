"""The table of races as a file of JSON."""

from __future__ import annotations

import json
import os
from importlib import resources
from pathlib import Path
from typing import Any

from engines.errors import SeparatrixError
from engines.instruments.forecast.models import NAMES
from engines.instruments.forecast.table import HORIZONS, Entry, Scores, Table

FORMAT = 2
LARGEST_FILE = 4_000_000
COMPACT = (",", ":")


def shipped_table() -> Path:
    """The file the program brings along."""
    return Path(str(resources.files("assets"))) / "series" / "forecasts.json"


def read_table(path: Path) -> Table:
    """The table in a file.

    Raises:
        SeparatrixError: One sentence naming the file and what is wrong with it.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise SeparatrixError(f"{path.name}: is larger than {LARGEST_FILE} bytes")
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        words = (error.strerror or "?").lower()
        raise SeparatrixError(f"{path}: cannot be read, {words}") from None
    except (ValueError, RecursionError):
        raise SeparatrixError(f"{path.name}: is not JSON that can be read") from None
    try:
        return _table(content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        said = f"{type(error).__name__}: {error}"[:120]
        raise SeparatrixError(f"{path.name}: is no table of forecasts, {said}") from None


def write_table(path: Path, table: Table) -> None:
    """Write it in one go, a line a system.

    Raises:
        SeparatrixError: If it cannot be written.
    """
    rows = [f"{json.dumps(id)}: {_plain(entry)}" for id, entry in sorted(table.entries.items())]
    horizons = {str(sampling): steps for sampling, steps in HORIZONS.items()}
    text = (
        f'{{"format": {FORMAT},\n"horizons": {json.dumps(horizons)},\n'
        f'"away": {json.dumps(dict(sorted(table.away.items())))},\n'
        '"systems": {\n' + ",\n".join(rows) + "\n}}\n"
    )
    beside = path.with_suffix(".part")
    try:
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        words = (error.strerror or "?").lower()
        raise SeparatrixError(f"{path}: cannot be written, {words}") from None


def _table(content: Any) -> Table:
    horizons = {int(sampling): tuple(steps) for sampling, steps in content["horizons"].items()}
    if content["format"] != FORMAT or horizons != HORIZONS:
        raise ValueError("another format")
    entries = {str(id): _entry(found) for id, found in content["systems"].items()}
    return Table(entries, {str(id): str(why) for id, why in content["away"].items()})


def _entry(found: Any) -> Entry:
    return Entry(
        float(found["period"]),
        _number(found["published"]),
        _number(found["computed"]),
        {sampling: _scores(found["at"][str(sampling)], sampling) for sampling in HORIZONS},
    )


def _scores(found: Any, sampling: int) -> Scores:
    names = tuple(found["smape"])
    if not set(NAMES) <= set(names):
        raise ValueError("a model is missing")
    scores = Scores(
        float(found["mean"]),
        float(found["spread"]),
        {str(name): tuple(map(float, found["smape"][name])) for name in names},
        {str(name): _number(found["nrmse"][name]) for name in names},
        {str(name): int(found["valid"][name]) for name in names},
        {str(name): int(way) for name, way in found["setting"].items()},
        {
            str(name): tuple(None if v is None else int(v) for v in said)
            for name, said in found["told"].items()
        },
    )
    if any(len(errors) != len(HORIZONS[sampling]) for errors in scores.smape.values()):
        raise ValueError("a row is cut off")
    if any(len(said) != HORIZONS[sampling][-1] for said in scores.told.values()):
        raise ValueError("a curve is cut off")
    return scores


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _plain(entry: Entry) -> str:
    at = {
        str(sampling): {name: getattr(scores, name) for name in Scores.__slots__}
        for sampling, scores in entry.at.items()
    }
    known = {name: getattr(entry, name) for name in ("period", "published", "computed")}
    return json.dumps({**known, "at": at}, separators=COMPACT)
