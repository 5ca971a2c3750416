"""The table of races over a catalogue: one entry a system, as JSON."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from engines.errors import SeparatrixError
from engines.instruments.forecast.models import NAMES, Outcome

HORIZONS = (*range(1, 11), *range(12, 31, 2), *range(35, 201, 5))  # samples
FORMAT = 1
LARGEST_FILE = 4_000_000
FIGURES = 4  # of what is written


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """How the models did on one system.

    Attributes:
        period: Its period, in its time.
        published: Largest Lyapunov exponent as published, 1/time; None if unknown.
        computed: The same as this program found it; None if unknown.
        smape: Model to sMAPE up to each of `HORIZONS`.
        nrmse: Model to root mean square error; None where it ran away.
        valid: Model to samples for which it was good.
    """

    period: float
    published: float | None
    computed: float | None
    smape: Mapping[str, tuple[float, ...]]
    nrmse: Mapping[str, float | None]
    valid: Mapping[str, int]

    def chaos(self) -> float | None:
        """Exponent times period, by our own exponent where there is one."""
        exponent = self.published if self.computed is None else self.computed
        return None if exponent is None else exponent * self.period

    def error(self, model: str, horizon: float) -> float:
        """Error up to `horizon` samples; between two entries the sum of errors is a line."""
        sums = np.array(HORIZONS) * np.array(self.smape[model])
        return float(np.interp(horizon, HORIZONS, sums) / horizon)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """All of them.

    Attributes:
        entries: Id of a system to its entry, sorted.
        away: Id of a system to why it did not race.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    away: Mapping[str, str] = field(default_factory=dict)


def entry_of(
    outcomes: Iterable[Outcome], period: float, published: float | None, computed: float | None
) -> Entry:
    """What one race leaves in the table, rounded as it is written."""
    done = list(outcomes)
    return Entry(
        _rounded(period, 8),
        published,
        computed,
        {o.model.name: tuple(_rounded(o.smape[h - 1]) for h in HORIZONS) for o in done},
        {o.model.name: _rounded(o.nrmse) if math.isfinite(o.nrmse) else None for o in done},
        {o.model.name: o.valid for o in done},
    )


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
    rows = [f"{json.dumps(id)}: {json.dumps(_plain(e))}" for id, e in sorted(table.entries.items())]
    text = (
        f'{{"format": {FORMAT},\n"horizons": {json.dumps(HORIZONS)},\n'
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
    if content["format"] != FORMAT or tuple(content["horizons"]) != HORIZONS:
        raise ValueError("another format")
    entries = {str(id): _entry(found) for id, found in content["systems"].items()}
    return Table(entries, {str(id): str(why) for id, why in content["away"].items()})


def _entry(found: Any) -> Entry:
    entry = Entry(
        float(found["period"]),
        _number(found["published"]),
        _number(found["computed"]),
        {name: tuple(map(float, found["smape"][name])) for name in NAMES},
        {name: _number(found["nrmse"][name]) for name in NAMES},
        {name: int(found["valid"][name]) for name in NAMES},
    )
    if any(len(errors) != len(HORIZONS) for errors in entry.smape.values()):
        raise ValueError("a row is cut off")
    return entry


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _plain(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in Entry.__slots__}


def _rounded(value: float, figures: int = FIGURES) -> float:
    return float(f"{value:.{figures}g}")
