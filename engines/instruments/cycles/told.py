"""What is drawn and said of closed orbits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engines.instruments.cycles.closing import Cycle
from engines.instruments.portrait.scales import box_of, periods, shown, wrapped
from engines.layers.curves import Curves
from engines.layers.frame import Layer
from engines.layers.points import Points
from engines.protocols.flow import Flow

ROLES = {"stable": "attract", "unstable": "repel", "saddle": "repel", "neutral": "neutral"}
LOST = 1e-10  # a multiplier this small beside the one along the cycle is rounding
NAMED = 6  # cycles whose numbers stand beside them


def drawn(flow: Flow, found: Sequence[Cycle], unit: str) -> dict[str, Layer]:
    """The orbits as curves, and their numbers beside some of them."""
    m = shown(flow)
    lines = tuple(_once(flow, c.path)[:, :m] for c in found)
    roles = tuple(ROLES[c.kind] for c in found)
    labels = []
    for role, kinds in (("attract", ("stable",)), ("repel", ("unstable", "saddle"))):
        mine = [c for c in found if c.kind in kinds]
        if mine:
            words = {c.kind for c in mine}
            kind = words.pop() if len(words) == 1 else "unstable"
            labels.append((role, f"{kind} cycle{'s' if len(mine) > 1 else ''}"))
    few = found[:NAMED]
    tops = [line[int(np.nanargmax(line[:, m - 1]))] for line in lines[:NAMED]]
    return {
        "limit_cycles": Curves(lines, roles, tuple(labels)),
        "cycle_names": Points(
            np.array(tops).reshape(-1, m), "dot", tuple(words_of(c, unit) for c in few)
        ),
    }


def _once(flow: Flow, path: np.ndarray) -> np.ndarray:
    """A path inside a box that repeats, NaN where it jumps."""
    box = box_of(flow)
    if not np.isfinite(periods(box)).any():
        return path
    seen = wrapped(path, box)
    seen[1:][np.any(np.abs(np.diff(seen, axis=0)) > 0.5 * periods(box), axis=1)] = np.nan
    return seen


def words_of(cycle: Cycle, unit: str) -> str:
    """Period and leading multiplier, e.g. "T = 6.6633 s, μ = 0.00086"."""
    others = without_trivial(cycle)
    period = f"T = {cycle.period:.5g} {unit}".rstrip()
    if not len(others):
        return period
    return f"{period}, μ = {number(others[0])}"


def number(value: complex) -> str:
    """Three digits of a multiplier, its size where it is complex, with a true minus; 0 for what
    rounding has left.
    """
    if abs(value) < LOST:
        return "0"
    if abs(value.imag) > 1e-9 * abs(value):
        return f"|{abs(value):.3g}|"
    return f"{value.real:.3g}".replace("e-0", "e-").replace("-", "\N{MINUS SIGN}")


def without_trivial(cycle: Cycle) -> np.ndarray:
    """The multipliers that say something, largest first."""
    if not np.isfinite(cycle.trivial):
        return cycle.multipliers
    return np.delete(cycle.multipliers, int(np.argmin(np.abs(cycle.multipliers - cycle.trivial))))


def brief(found: Sequence[Cycle], unit: str) -> str:
    """One cycle in a word; nothing if there are more."""
    return f"T = {found[0].period:.5g} {unit}".rstrip() if len(found) == 1 else ""


def summary(found: Sequence[Cycle]) -> str:
    """How many there are, for the task strip."""
    return f"Limit cycles, {len(found)} found" if found else ""


def numbers_of(found: Sequence[Cycle]) -> Points:
    """Multipliers (Re, Im), labelled with the number of their cycle; for panels and tables."""
    rows = [[v.real, v.imag] for c in found for v in c.multipliers]
    owners = tuple(str(i) for i, c in enumerate(found) for _ in c.multipliers)
    return Points(np.array(rows).reshape(-1, 2), "dot", owners)
