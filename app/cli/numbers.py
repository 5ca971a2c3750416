"""`separatrix data`: the layers of a preset as arrays."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.parts.options import SET, WHAT
from app.export.files import checked_target
from engines.errors import ExportError

SUFFIXES = (".npz", ".csv", ".nc")


def data(
    what: Annotated[str, typer.Argument(metavar="PRESET", help=WHAT)],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="F.{npz,csv,nc}")],
    layer: Annotated[str, typer.Option(metavar="NAME", help="Only this layer.")] = "",
    values: Annotated[list[str], typer.Option("--set", metavar="NAME=VALUE", help=SET)] = [],  # noqa: B006
    at: Annotated[float | None, typer.Option(metavar="T", help="Time of the picture.")] = None,
    seed: Annotated[int | None, typer.Option(metavar="N", help="Seed of all randomness.")] = None,
) -> None:
    """Compute PRESET and write every number it draws."""
    from app.cli.parts.options import prepared
    from app.cli.parts.progress import shown
    from app.export.arrays import chosen_layers, with_facts
    from app.export.embedded import record
    from app.export.running import last_frame
    from app.export.tables import write_numbers

    target = checked_target(output, SUFFIXES)
    ready = prepared(what, values, seed, at)
    with shown(f"Computing {ready.preset.title}") as report:
        frame = last_frame(ready, report)
    layers = chosen_layers(frame, layer)
    if not layers:
        reason = f": {' '.join(frame.notes)}" if frame.notes else " at these values"
        raise ExportError(f"'{ready.preset.id}' has no numbers to write{reason}")
    write_numbers(target, layers, with_facts(record(ready), frame, layers))
