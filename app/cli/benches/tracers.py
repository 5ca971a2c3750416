"""A hundred thousand tracers, moved and drawn by the driver."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from itertools import pairwise

from app.catalogue import opened, preset
from app.cli.benches.parts.entry import Entry
from app.cli.benches.parts.lived import live, with_display
from engines.layers.shader_field import ShaderTracers
from engines.running.ticket import Ticket

NUMBER, RATE = 100_000, 10.0  # tracers, pictures per second
WARM_UP, SECONDS = 1.0, 4.0
SIZE = (740, 370)  # pixels, of the view in a window of 1280 x 720
MUST = {f"{NUMBER} tracers, double gyre": f"under {1e3 / RATE:.0f} ms a picture"}


def measure() -> list[Entry]:
    """The time from one picture to the next in a canvas of the window's own kind."""
    return with_display(MUST, _measured)


def _measured() -> list[Entry]:
    from app import preferences
    from app.lab.launch import application
    from widgets.canvas.plane import PlaneCanvas

    application(preferences.Preferences())
    ready = opened(preset("double-gyre"))
    frame = next(iter(ready.experiment.frames(ready.parameters, Ticket())))
    few = next(layer for layer in frame.layers.values() if isinstance(layer, ShaderTracers))
    canvas = PlaneCanvas()
    times: list[float] = []
    canvas.native.frameSwapped.connect(lambda: times.append(time.perf_counter()))
    canvas.native.resize(*SIZE)
    canvas.native.show()
    canvas.set_layers({"tracers": replace(few, number=NUMBER)}, ("tracers",))
    live(WARM_UP)
    times.clear()
    live(SECONDS)
    canvas.close()
    ours = statistics.median(b - a for a, b in pairwise(times)) if len(times) > 1 else SECONDS
    ((name, must),) = MUST.items()
    return [
        Entry(name, ours, must, ours < 1.0 / RATE, note=f"{1.0 / ours:.0f} pictures per second")
    ]
