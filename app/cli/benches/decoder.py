"""Pictures decoded along a latent path."""

from __future__ import annotations

from functools import partial

import numpy as np

from app.catalogue import opened, preset
from app.cli.benches.parts.entry import Entry
from app.cli.benches.parts.timing import medians
from engines.protocols.capabilities import Decoding

BUDGETS = {1: 0.005, 64: 0.100}  # s, for one picture and for a contact sheet


def measure() -> list[Entry]:
    """One picture, as the handle moves, and 64, as the contact sheet is renewed."""
    ready = opened(preset("sprites"))
    flow = ready.experiment.flow(ready.parameters)
    if not isinstance(flow, Decoding):
        return []
    random = np.random.default_rng(0)
    entries = []
    for count, budget in BUDGETS.items():
        states = random.normal(size=(count, flow.dimension))
        (ours,) = medians(partial(flow.decode, states), repeats=9)
        height, width = flow.decode(states[:1]).shape[1:3]
        name = f"decode {count} sprite{'s' if count > 1 else ''} of {height} x {width}"
        entries.append(Entry(name, ours, f"under {1e3 * budget:g} ms", ours < budget))
    return entries
