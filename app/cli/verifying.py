"""`separatrix verify`: the evidence, measured here."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from engines.protocols.check import Check

FIELDS = ("id", "check", "kind", "measured", "must", "source", "passed", "seconds")


def verify(
    ids: Annotated[list[str], typer.Argument(metavar="[ID...]")] = [],  # noqa: B006
    full: Annotated[bool, typer.Option("--full", help="Also what takes minutes.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON alone.")] = False,
) -> None:
    """Measure the evidence shown in the window.

    Exits with 1 if a law fails or a target falls behind its recorded figure.
    """
    from app.cli.parts.progress import shown
    from engines.evidence.running import chosen, failed, measured

    wanted = chosen(tuple(ids), full)
    checks: list[Check] = []
    with shown("Measuring") as report:
        for i, claim in enumerate(wanted):
            report(f"{claim.id}: {claim.check}", i / len(wanted))
            checks.append(measured(claim))
            if not as_json and not sys.stderr.isatty():
                print(row_of(checks[-1]), flush=True)
    if as_json:
        rows = [{name: asdict(check)[name] for name in FIELDS} for check in checks]
        json.dump(rows, sys.stdout, indent=2, ensure_ascii=False)
        print()
    else:
        if sys.stderr.isatty():
            print("\n".join(row_of(check) for check in checks))
        passed = sum(check.passed for check in checks)
        print(f"{passed} of {len(checks)} pass")
    if any(failed(check) for check in checks):
        raise typer.Exit(1)


def row_of(check: Check) -> str:
    """Two lines about one check: what was measured, and where the bound comes from."""
    mark = "✓" if check.passed else "✗"
    kind = "" if check.kind == "law" else f" ({check.kind})"
    first = (
        f"{mark} {check.id}: {check.check}{kind}: {check.measured}, must be {check.must}"
        f"  [{check.seconds:.1f} s]"
    )
    tried = f" Tried: {check.attempts}" if check.attempts and not check.passed else ""
    return f"{first}\n    {check.source}{tried}"
