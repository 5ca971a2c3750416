"""How often a table of digits can be made anew out of noise while a hand moves a slider."""

from __future__ import annotations

from itertools import count

from app.catalogue import opened, preset
from app.cli.benches.parts.entry import Entry
from app.cli.benches.parts.timing import medians
from engines.instruments.pictures.made import Made
from engines.parameters.reading import changed
from engines.running.ticket import Ticket

PRESET = "pfgm-digits"
PICTURES, BUDGET = 64, 0.100  # a table of 8 by 8; s, ten tables a second
NAME = f"{PICTURES} digits out of noise, one table"
MUST = {NAME: f"at most {1e3 * BUDGET:.0f} ms"}


def measure() -> list[Entry]:
    """Each table by another strength of shaking, as a slider asks for them."""
    ready = opened(preset(PRESET))
    turns = count(1)

    def table() -> object:
        values = {"pictures": PICTURES, "nearest": False, "alpha": 1e-3 * next(turns)}
        parameters = changed(ready.parameters, values)
        flow = ready.experiment.flow(parameters)  # type: ignore[attr-defined]
        return list(Made(flow).frames(parameters, Ticket()))

    (taken,) = medians(table)
    note = f"{1.0 / taken:.0f} tables a second"
    return [Entry(NAME, taken, MUST[NAME], taken <= BUDGET, note=note)]
