"""The part of `separatrix race` that trains networks."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from engines.evidence.forecasting import Course
    from engines.instruments.forecast.table import Scores, Table
    from engines.systems.system import System

Report = Callable[[str, float], None]


def lacking(wanted: Sequence[System], table: Table) -> tuple[System, ...]:
    """Systems of the table on which no network has raced."""
    return tuple(
        system
        for system in wanted
        if system.id in table.entries and not table.entries[system.id].complete()
    )


def with_networks(
    systems: Sequence[System],
    table: Table,
    courses: Mapping[str, Course],
    report: Report,
    steps: int | None = None,
) -> Table:
    """The table with what networks said of `systems`, trained anew.

    Args:
        systems: That stand in the table.
        table: Without them.
        courses: What was recorded already; the rest is recorded again.
        report: Hears what is done and which share of it.
        steps: Of the optimiser; those of the schedules if left out.
    """
    if not systems:
        return table
    from engines.evidence.forecasting import course
    from engines.instruments.forecast.models import NETWORKS
    from engines.instruments.forecast.table import SAMPLINGS, joined

    ran = []
    for i, system in enumerate(systems):
        report(f"{system.id}, again", i / len(systems))
        ran.append(courses[system.id] if system.id in courses else course(system))
    entries = dict(table.entries)
    for network in NETWORKS:
        for sampling in SAMPLINGS:
            begun = time.perf_counter()
            what = f"{network.title}, {sampling} samples a period"
            found = _trained(network.name, ran, sampling, partial(report, what), steps)
            for system, scores in zip(systems, found, strict=True):
                entry = entries[system.id]
                at = {**entry.at, sampling: joined(entry.at[sampling], scores)}
                entries[system.id] = replace(entry, at=at)
            middle = np.median([scores.smape[network.name][-1] for scores in found])
            seconds = time.perf_counter() - begun
            print(f"✓ {what}: median sMAPE {middle:.0f}  [{seconds:.0f} s]", flush=True)
    return replace(table, entries=entries)


def _trained(
    name: str,
    ran: Sequence[Course],
    sampling: int,
    report: Callable[[float], None],
    steps: int | None,
) -> list[Scores]:
    """Train one kind of network at one sampling, and score what it says."""
    from engines.instruments.forecast.models import NETWORKS, Split
    from engines.instruments.forecast.table import scores_of
    from engines.training.forecasters import SCHEDULES, told

    racer = next(racer for racer in NETWORKS if racer.name == name)
    ahead = ran[0].ahead[sampling]
    splits = [Split.of(one.series[sampling], ahead) for one in ran]
    moving = [split for split in splits if split is not None]  # none rests, or it had not raced
    others = [
        (one.practice[sampling] - split.mean) / split.spread
        for one, split in zip(ran, moving, strict=True)
    ]
    found = told(
        SCHEDULES[name],
        [one.id for one in ran],
        np.stack([split.seen for split in moving]),
        np.stack(others),
        ahead,
        sampling,
        steps=steps,
        report=report,
    )
    said = zip(moving, found.forecasts, found.settings.tolist(), strict=True)
    return [
        scores_of([split.scored(racer, curve, setting)], split, sampling)
        for split, curve, setting in said
    ]
