"""One table of a TOML file, read field by field with checks."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from typing import Any, NoReturn

from engines.errors import SystemFileError, near_miss


def _shown(value: Any) -> str:
    text = f"'{value}'" if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else text[:39] + "\N{HORIZONTAL ELLIPSIS}"


class Table:
    """A table, its place in the file, and the keys it may have.

    Attributes:
        file: Name of the file.
        path: Where the table stands, e.g. "states.x"; "" for the top.
        content: The raw content.
    """

    def __init__(
        self, file: str, path: str, content: dict[str, Any], keys: Collection[str] | None
    ) -> None:
        self.file = file
        self.path = path
        self.content = content
        for key in content if keys is not None else ():
            if key not in keys:  # type: ignore[operator]
                hint = near_miss(key, sorted(keys))  # type: ignore[arg-type]
                raise SystemFileError(f"{file}: no field '{self._field(key)}', {hint}")

    @property
    def name(self) -> str:
        """Last part of its place."""
        return self.path.rpartition(".")[2]

    def _field(self, key: str) -> str:
        return ".".join(part for part in (self.path, key) if part)

    def refuse(self, key: str, reason: str) -> NoReturn:
        """Raise the one sentence about a field."""
        raise SystemFileError(f"{self.file}: {self._field(key)} {reason}")

    def _typed(self, key: str, kinds: tuple[type, ...], words: str) -> Any:
        value = self.content[key]
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            self.refuse(key, f"= {_shown(value)}, expected {words}")
        return value

    def text(self, key: str, *, required: bool = False) -> str:
        """A text, "" if absent."""
        if key not in self.content:
            if required:
                self.refuse(key, "is missing, expected a text")
            return ""
        return str(self._typed(key, (str,), "a text in quotes"))

    def choice(self, key: str, allowed: Iterable[str], default: str) -> str:
        """One of a few texts."""
        value = self.text(key) if key in self.content else default
        if value not in allowed:
            self.refuse(key, f"= {_shown(value)}, allowed {', '.join(allowed)}")
        return value

    def switch(self, key: str) -> bool:
        """True or false, false if absent."""
        return bool(self._typed(key, (bool,), "true or false")) if key in self.content else False

    def number(self, key: str, default: float | None = None) -> float:
        """A finite number; missing is a mistake unless there is a default."""
        if key not in self.content:
            if default is None:
                self.refuse(key, "is missing, expected a number")
            return default
        value = self._typed(key, (int, float), "a number")
        try:
            found = float(value)
        except OverflowError:
            found = math.inf
        if not math.isfinite(found):
            self.refuse(key, f"= {_shown(value)}, expected a finite number")
        return found

    def positive(self, key: str, default: float) -> float:
        """A number above zero."""
        value = self.number(key, default)
        if value <= 0.0:
            self.refuse(key, f"= {value:g}, allowed above 0")
        return value

    def range(self) -> tuple[float, float]:
        """The fields `low` and `high`."""
        low, high = self.number("low"), self.number("high")
        if not low < high:
            self.refuse("low", f"= {low:g} is not below high = {high:g}")
        return low, high

    def within(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """A number in a closed interval."""
        value = self.number(key, default)
        if not low <= value <= high:
            self.refuse(key, f"= {value:g}, allowed {low:g} to {high:g}")
        return value

    def pair(
        self,
        key: str,
        low: tuple[float, float],
        high: tuple[float, float],
        default: tuple[float, float],
    ) -> tuple[float, float]:
        """Two numbers in a list, each in its own closed interval."""
        if key not in self.content:
            return default
        value = self._typed(key, (list,), "a list of two numbers")
        if len(value) != 2:
            self.refuse(key, f"has {len(value)} entries, expected two numbers")
        entries = Table(self.file, self._field(key), {str(i): v for i, v in enumerate(value)}, None)
        return entries.within("0", low[0], high[0]), entries.within("1", low[1], high[1])

    def numbers(self, key: str) -> tuple[float, ...]:
        """Finite numbers in a list, empty if absent."""
        value = self._typed(key, (list,), "a list of numbers") if key in self.content else []
        entries = Table(self.file, self._field(key), {str(i): v for i, v in enumerate(value)}, None)
        return tuple(entries.number(place) for place in entries.content)

    def list_of_texts(self, key: str) -> tuple[str, ...]:
        """Texts in a list, empty if absent."""
        value = self._typed(key, (list,), "a list of texts") if key in self.content else []
        entries = Table(self.file, self._field(key), {str(i): v for i, v in enumerate(value)}, None)
        return tuple(entries.text(place) for place in entries.content)

    def table(self, key: str, keys: Collection[str] | None) -> Table:
        """A table inside this one, empty if absent."""
        content = self._typed(key, (dict,), "a table") if key in self.content else {}
        return Table(self.file, self._field(key), content, keys)

    def tables(
        self, key: str, keys: Collection[str], *, required: bool = False
    ) -> dict[str, Table]:
        """Name to table, in the order written."""
        if required and key not in self.content:
            self.refuse(key, "is missing, expected a table")
        outer = self.table(key, None)
        return {name: outer.table(name, keys) for name in outer.content}

    def texts(self, key: str, *, required: bool = False) -> dict[str, str]:
        """Name to text, in the order written; `key` "" reads this table itself."""
        if required and key not in self.content:
            self.refuse(key, "is missing, expected a table of equations")
        outer = self.table(key, None) if key else self
        return {
            name: str(outer._typed(name, (str,), "a formula in quotes")) for name in outer.content
        }

    def list_of_tables(self, key: str, keys: Collection[str]) -> list[Table]:
        """Tables in a list, empty if absent."""
        entries = self._typed(key, (list,), "a list of tables") if key in self.content else []
        found = []
        for i, entry in enumerate(entries):
            if not isinstance(entry, dict):
                self.refuse(f"{key}[{i}]", f"= {_shown(entry)}, expected a table")
            found.append(Table(self.file, f"{self._field(key)}[{i}]", entry, keys))
        return found
