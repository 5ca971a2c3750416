"""Which parameters are numbers of one table, as a_1_1, a_1_2 and so on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engines.parameters.declare import Declaration

FEWEST = 4  # numbers from which a table takes less room than its rows


@dataclass(frozen=True, slots=True)
class Family:
    """A table of parameters.

    Attributes:
        title: Words for all of them.
        symbol: Their symbol in TeX without indices; "" if they have none.
        names: Names by row and column.
    """

    title: str
    symbol: str
    names: tuple[tuple[str, ...], ...]

    @property
    def members(self) -> tuple[str, ...]:
        """All names, row by row."""
        return tuple(name for row in self.names for name in row)


def families(shown: Sequence[Declaration]) -> list[Family]:
    """The tables among parameters: every place from the first index to the last is there, the
    indices of each begin at 0 or 1, and all are numbers of one group.
    """
    places: dict[tuple[str, str], dict[tuple[int, int], Declaration]] = {}
    for d in shown:
        found = re.fullmatch(r"(.*?)_?(\d+)_(\d+)", d.name)
        if found and found[1] and d.kind == "real":
            table = places.setdefault((d.group, found[1]), {})
            table[int(found[2]), int(found[3])] = d
    return [
        _family(base, table)
        for (_, base), table in places.items()
        if len(table) >= FEWEST and _whole(set(table))
    ]


def gathered(members: Sequence[Declaration], tables: Sequence[Family]) -> list[Declaration]:
    """Members with those of each table behind its first."""
    owner = {name: table for table in tables for name in table.members}
    known = {d.name: d for d in members}
    found: dict[str, Declaration] = {}
    for d in members:
        for name in owner[d.name].members if d.name in owner else (d.name,):
            found.setdefault(name, known[name])
    return list(found.values())


def _whole(places: set[tuple[int, int]]) -> bool:
    rows, columns = ({place[k] for place in places} for k in (0, 1))
    ranges = [range(min(i), max(i) + 1) for i in (rows, columns)]
    begins = all(indices[0] in (0, 1) and len(indices) > 1 for indices in ranges)
    return begins and len(places) == len(ranges[0]) * len(ranges[1])


def _family(base: str, table: dict[tuple[int, int], Declaration]) -> Family:
    first = table[min(table)]
    bare = {re.sub(r"[\s,;×x]*\d+[\s,;×x]*\d*$", "", d.title) for d in table.values()}
    title = bare.pop() if len(bare) == 1 else base
    symbol = re.sub(r"_\{[^{}]*\}$", "", first.symbol)
    rows, columns = (sorted({place[k] for place in table}) for k in (0, 1))
    names = tuple(tuple(table[i, j].name for j in columns) for i in rows)
    return Family(title or base, symbol, names)
