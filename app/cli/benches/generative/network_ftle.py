"""The FTLE of a trained network: the first picture, and every node of it."""

from __future__ import annotations

import time

from app.catalogue import opened, preset
from app.cli.benches.parts.entry import Entry
from engines.instruments.transport.ftle import FtleField
from engines.layers.scalar_field import ScalarField
from engines.running.ticket import Ticket

PRESET = "diffusion-principles"
SIDE = 200  # nodes
FIRST, WHOLE = 0.3, 2.0  # s
RUNS = 3
MUST = {
    f"network FTLE {SIDE} x {SIDE}, first picture": f"under {1e3 * FIRST:.0f} ms",
    f"network FTLE {SIDE} x {SIDE}, every node": f"under {1e3 * WHOLE:.0f} ms",
}


def measure() -> list[Entry]:
    """The field of the eight Gaussians' network from noise to data; the best of a few runs."""
    ready = opened(preset(PRESET), {"velocity": "learned", "nx": SIDE, "ny": SIDE})
    flow = ready.experiment.flow(ready.parameters)
    field = FtleField(flow)
    runs = [_run(field, ready.parameters) for _ in range(RUNS)]
    firsts, wholes = zip(*((a, b) for a, b, _ in runs), strict=True)
    said = runs[-1][2]
    names = list(MUST)
    return [
        Entry(names[0], min(firsts), MUST[names[0]], min(firsts) < FIRST),
        Entry(names[1], min(wholes), MUST[names[1]], min(wholes) < WHOLE, note=said),
    ]


def _run(field: FtleField, parameters: object) -> tuple[float, float, str]:
    """Seconds to the first picture and to the last, and what is said of how far to trust it."""
    begun, first, whole, said = time.perf_counter(), 0.0, 0.0, ""
    for frame in field.frames(parameters, Ticket()):  # type: ignore[arg-type]
        shown = frame.layers.get("ftle")
        if isinstance(shown, ScalarField):
            now = time.perf_counter() - begun
            first = first or now
            whole = now if frame.trust is None else whole
        said = frame.trust.sentence if frame.trust is not None else said
    return first, whole, said
