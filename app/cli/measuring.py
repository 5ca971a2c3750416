"""`separatrix measure`: exponents and dimensions of shipped systems, written into their files."""

from __future__ import annotations

import os
import time
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engines.errors import SeparatrixError, near_miss

if TYPE_CHECKING:
    from engines.evidence.invariants import Finding


def measure(
    ids: Annotated[list[str], typer.Argument(metavar="[ID...]")] = [],  # noqa: B006
    every: Annotated[bool, typer.Option("--all", help="All systems of the catalogue.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Also those that have been measured.")
    ] = False,
) -> None:
    """Measure Lyapunov spectrum, dimensions and entropy of systems and write them as [computed].

    Systems that have been measured are passed over, so that it may be stopped and started again.
    Nothing is left to chance: another run writes the same numbers.
    """
    from app.cli.parts.progress import shown
    from engines.evidence.invariants import invariants
    from engines.systems.system_file import read_system

    paths = chosen(ids, every)
    with shown("Measuring") as report:
        for i, path in enumerate(paths):
            report(path.stem, i / len(paths))
            system = read_system(path)
            if not again and system.catalogued.computed.known():
                continue
            begun = time.perf_counter()
            finding = invariants(system)
            if finding.invariants.known():
                write(path, finding)
            print(row(path.stem, finding, time.perf_counter() - begun), flush=True)


def chosen(ids: list[str], every: bool) -> list[Path]:
    """Files of the systems named, or of all that stand in the catalogue.

    Raises:
        SeparatrixError: If one is not shipped, or none is wanted.
    """
    folder = Path(str(resources.files("presets"))) / "systems"
    known = {path.stem: path for path in sorted(folder.glob("*/*.toml"))}
    for id in ids:
        if id not in known:
            raise SeparatrixError(f"no system '{id}' is shipped, {near_miss(id, sorted(known))}")
    if every:
        from engines.systems.system_file import read_system

        read = {path: read_system(path) for path in known.values()}
        listed = [path for path, system in read.items() if system.catalogued.dysts]
        # implicit steps and states that are histories take longest

        def slow(path: Path) -> bool:
            return read[path].kind == "dde" or "stiff" in read[path].catalogued.flags

        return sorted(listed, key=lambda path: (slow(path), path.stem))
    if not ids:
        raise SeparatrixError("measure: name the systems, or --all")
    return [known[id] for id in ids]


def write(path: Path, finding: Finding) -> None:
    """Put what was found into the file of its system, in one go.

    Raises:
        SeparatrixError: If it cannot be written.
    """
    from engines.evidence.recorded import with_computed
    from engines.systems.system_file import system_from_text

    text = with_computed(path.read_text(encoding="utf-8"), finding.invariants)
    system_from_text(text, path.stem)
    beside = path.with_suffix(".part")
    try:
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise SeparatrixError(
            f"{path}: cannot be written, {(error.strerror or '?').lower()}"
        ) from None


def row(id: str, finding: Finding, seconds: float) -> str:
    """What a terminal shows of one system."""
    found = finding.invariants
    mark = "✓" if finding.trusted else "✗"
    words = ", ".join(f"{value:.4g}" for value in found.lyapunov_spectrum[:4])
    if found.kaplan_yorke is not None:
        words += f"; dimension {found.kaplan_yorke:.4g}"
    if found.correlation_dimension is not None:
        words += f" and {found.correlation_dimension:.3g}"
    said = f"; {finding.said}" if finding.said else ""
    return f"{mark} {id}: {words}{said}  [{seconds:.1f} s]"
