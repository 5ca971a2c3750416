"""`separatrix race`: forecasters on systems of the catalogue, and the table of how they did."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engines.errors import SeparatrixError

if TYPE_CHECKING:
    from engines.evidence.forecasting import Course
    from engines.instruments.forecast.table import Table
    from engines.systems.system import System

Report = Callable[[str, float], None]


def race(
    ids: Annotated[list[str], typer.Argument(metavar="[ID...]")] = [],  # noqa: B006
    every: Annotated[bool, typer.Option("--all", help="All flows of the catalogue.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Also those that stand in the table.")
    ] = False,
    networks: Annotated[
        bool, typer.Option(help="Train networks for those that lack them, for minutes.")
    ] = True,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Table to go on with; the shipped one.")
    ] = None,
) -> None:
    """Let forecasters race on systems: ten periods are seen, two are told ahead.

    Systems that stand in the table are passed over, so that it may be stopped and started again;
    networks are trained last, all at once. Nothing is left to chance.
    """
    from app.cli.measuring import chosen
    from app.cli.parts.progress import shown
    from engines.evidence.forecasting import contenders
    from engines.instruments.forecast.table import Table
    from engines.instruments.forecast.table_file import read_table, shipped_table, write_table
    from engines.systems.system_file import read_system

    path = output or shipped_table()
    table = read_table(path) if path.exists() and not (again and every) else Table()
    wanted = contenders(tuple(read_system(p) for p in chosen(ids, every)))
    if not wanted:
        raise SeparatrixError("race: no such system races, allowed flows that stand in dysts")
    with shown("Racing") as report:
        table, courses = _fitted(wanted, table, again, path, report)
        write_table(path, table)
        if networks:
            from app.cli.catalogue.networks import lacking, with_networks

            table = with_networks(lacking(wanted, table), table, courses, report)
            write_table(path, table)


def _fitted(
    wanted: tuple[System, ...], table: Table, again: bool, path: Path, report: Report
) -> tuple[Table, dict[str, Course]]:
    """The table with all models that are fitted at once, and what they were raced on."""
    from engines.evidence.forecasting import NoRaceError, course, exponents, raced
    from engines.instruments.forecast.table import Entry, Table
    from engines.instruments.forecast.table_file import write_table

    entries, away = dict(table.entries), dict(table.away)
    courses: dict[str, Course] = {}
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
            courses[system.id] = course(system)
            found = raced(system, courses[system.id])
            entries[system.id] = found
            away.pop(system.id, None)
        except NoRaceError as error:
            entries.pop(system.id, None)
            away[system.id] = str(error)
        write_table(path, Table(entries, away))
        print(row(system.id, found, away, time.perf_counter() - begun), flush=True)
    return Table(entries, away), courses


def row(id: str, found: object, away: dict[str, str], seconds: float) -> str:
    """What a terminal shows of one system."""
    from engines.instruments.forecast.models import PER_PERIOD
    from engines.instruments.forecast.table import HORIZONS, Entry

    if not isinstance(found, Entry):
        return f"✗ {id}: {away[id]}  [{seconds:.1f} s]"
    end = HORIZONS[PER_PERIOD][-1]
    names = found.at[PER_PERIOD].smape
    words = ", ".join(f"{name} {found.error(name, end):.0f}" for name in names)
    return f"✓ {id}: {words}  [{seconds:.1f} s]"
