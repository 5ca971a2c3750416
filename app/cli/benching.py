"""`separatrix bench`: the budgets of the house measured here, named peers beside them."""

from __future__ import annotations

import json
import pkgutil
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from engines.errors import SeparatrixError, near_miss

if TYPE_CHECKING:
    from app.cli.benches.parts.entry import Entry


def bench(
    name: Annotated[str, typer.Argument(metavar="[NAME]")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON alone.")] = False,
) -> None:
    """Measure speed, and that of peers in the same run."""
    from app.cli import benches
    from app.cli.parts.progress import shown

    known = [m.name for m in pkgutil.iter_modules(benches.__path__) if not m.ispkg]
    if name and name not in known:
        raise SeparatrixError(f"no benchmark '{name}', {near_miss(name, known)}")
    entries: list[Entry] = []
    wanted = [name] if name else known
    with shown("Measuring") as report:
        for i, one in enumerate(wanted):
            report(f"Measuring {one}", i / len(wanted))
            entries += import_module(f"app.cli.benches.{one}").measure()
    if as_json:
        json.dump([e.row() for e in entries], sys.stdout, indent=2, ensure_ascii=False)
        print()
    else:
        for entry in entries:
            print(entry.line())
