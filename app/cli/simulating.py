"""`separatrix simulate`: fields that move, made on this machine."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.export.files import checked_target
from engines.errors import SeparatrixError


def simulate(
    name: Annotated[str, typer.Argument(metavar="NAME", help="jet or quasi-geostrophic.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE.nc")],
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of the disturbances.")] = 1,
    size: Annotated[
        int | None, typer.Option(metavar="N", help="Nodes per side in the file, an even number.")
    ] = None,
) -> None:
    """Run the simulation NAME and write its fields as NetCDF.

    Equal seeds give equal numbers. The file can be opened like any other: separatrix FILE.nc
    """
    if seed < 0:
        raise SeparatrixError(f"--seed = {seed}, allowed a whole number from 0")
    target = checked_target(output, (".nc",))
    from app.cli.parts.progress import shown
    from app.cli.parts.release import program_version
    from engines.systems.pde import simulations

    command = ["separatrix", "simulate", name, "--seed", str(seed)]
    command += [] if size is None else ["--size", str(size)]
    version = program_version()
    provenance = {
        "institution": "Separatrix",
        "program": f"separatrix {version}",
        "history": f"{shlex.join(command)} (separatrix {version})",
    }
    with shown(f"Simulating {name}") as report:
        for share in simulations.simulate(name, target, seed, size, provenance=provenance):
            report("", share)
    print(f"wrote {target}", file=sys.stderr)
