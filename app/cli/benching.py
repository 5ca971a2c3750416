"""`separatrix bench`: the budgets of the house measured here, named peers beside them."""

from __future__ import annotations

import json
import pkgutil
import sys
from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from engines.errors import SeparatrixError, near_miss

SHARED = "parts"  # the folder of what benchmarks share

if TYPE_CHECKING:
    from app.cli.benches.parts.entry import Entry


def bench(
    name: Annotated[str, typer.Argument(metavar="[NAME]")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON alone.")] = False,
) -> None:
    """Measure speed, and that of peers in the same run."""
    from app.cli import benches
    from app.cli.parts.progress import shown

    known = _known(benches.__path__, benches.__name__)
    if name and name not in known:
        raise SeparatrixError(f"no benchmark '{name}', {near_miss(name, known)}")
    entries: list[Entry] = []
    wanted = [name] if name else list(known)
    with shown("Measuring") as report:
        for i, one in enumerate(wanted):
            report(f"Measuring {one}", i / len(wanted))
            entries += import_module(known[one]).measure()
    if as_json:
        json.dump([e.row() for e in entries], sys.stdout, indent=2, ensure_ascii=False)
        print()
    else:
        for entry in entries:
            print(entry.line())


def _known(places: Iterable[str], package: str) -> dict[str, str]:
    """Name of each benchmark to its module, in this folder and those inside it."""
    found: dict[str, str] = {}
    for one in pkgutil.iter_modules(places):
        where = f"{package}.{one.name}"
        if not one.ispkg:
            found[one.name] = where
        elif one.name != SHARED:
            found |= _known(import_module(where).__path__, where)
    return found
