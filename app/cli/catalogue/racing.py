"""`separatrix race`: forecasters on systems of the catalogue, and the table of how they did."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from engines.errors import SeparatrixError


def race(
    ids: Annotated[list[str], typer.Argument(metavar="[ID...]")] = [],  # noqa: B006
    every: Annotated[bool, typer.Option("--all", help="All flows of the catalogue.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Also those that stand in the table.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Table to go on with; the shipped one.")
    ] = None,
) -> None:
    """Let forecasters race on systems: ten periods are seen, two are told ahead.

    Systems that stand in the table are passed over, so that it may be stopped and started again.
    Nothing is left to chance: another run writes the same numbers.
    """
    from app.cli.measuring import chosen
    from app.cli.parts.progress import shown
    from engines.evidence.forecasting import (
        NoRaceError,
        contenders,
        exponents,
        raced,
    )
    from engines.instruments.forecast.table import (
        Entry,
        Table,
        read_table,
        shipped_table,
        write_table,
    )
    from engines.systems.system_file import read_system

    path = output or shipped_table()
    table = read_table(path) if path.exists() else Table()
    wanted = contenders(tuple(read_system(p) for p in chosen(ids, every)))
    if not wanted:
        raise SeparatrixError("race: no such system races, allowed flows that stand in dysts")
    entries, away = dict(table.entries), dict(table.away)
    with shown("Racing") as report:
        for i, system in enumerate(wanted):
            report(system.id, i / len(wanted))
            known = entries.get(system.id)
            if known is not None and not again:
                published, computed = exponents(system)  # these may have become known
                entries[system.id] = replace(known, published=published, computed=computed)
                continue
            if system.id in away and not again:
                continue
            begun = time.perf_counter()
            found: Entry | None = None
            try:
                found = raced(system)
                entries[system.id] = found
                away.pop(system.id, None)
            except NoRaceError as error:
                entries.pop(system.id, None)
                away[system.id] = str(error)
            write_table(path, Table(entries, away))
            print(row(system.id, found, away, time.perf_counter() - begun), flush=True)
    write_table(path, Table(entries, away))


def row(id: str, found: object, away: dict[str, str], seconds: float) -> str:
    """What a terminal shows of one system."""
    from engines.instruments.forecast.table import HORIZONS, Entry

    if not isinstance(found, Entry):
        return f"✗ {id}: {away[id]}  [{seconds:.1f} s]"
    words = ", ".join(f"{name} {found.error(name, HORIZONS[-1]):.0f}" for name in found.smape)
    return f"✓ {id}: {words}  [{seconds:.1f} s]"
