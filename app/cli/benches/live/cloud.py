"""Pictures a second of a cloud on its way from noise to data, in the real window."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from app.cli.benches.parts.entry import Entry
from app.cli.benches.parts.lived import lab, with_display

if TYPE_CHECKING:
    from app.window import MainWindow

NUMBER, RATE = 5000, 30.0  # particles, pictures a second
PICTURES, LONGEST = 90, 20.0  # that are waited for; s
LAYER = "samples"
CASES: dict[str, tuple[str, dict[str, object]]] = {
    "from noise to eight Gaussians, by the formula": (
        "diffusion-principles", {"velocity": "exact"},
    ),
    "from noise to eight Gaussians, by the network": (
        "diffusion-principles", {"velocity": "learned"},
    ),
    "on the field lines of 500 charges": (
        "pfgm-plus-plus", {"data": "eight Gaussians", "charges": 500, "lowest": 0.05},
    ),
}  # fmt: skip
MUST = {f"{NUMBER} particles {how}": f"at least {RATE:g} a second" for how in CASES}


def measure() -> list[Entry]:
    """The clock runs; pictures count that show the cloud where it had not been yet."""
    return with_display(MUST, _measured)


def _measured() -> list[Entry]:
    from app.lab.launch import wait_for

    found = []
    for (name, must), (preset, values) in zip(MUST.items(), CASES.values(), strict=True):
        with lab(preset) as window:
            space = window.workspace
            space.play(False)
            for parameter, value in {**values, "samples": NUMBER, "t": 0.0}.items():
                space.edit(parameter, value)
            wait_for(lambda: not space.busy, LONGEST)  # noqa: B023
            space.play(True)
            seen = _Seen(window)
            wait_for(lambda: len(seen.times) > PICTURES, LONGEST)  # noqa: B023
            seen.close()
        gaps = np.diff(seen.times) if len(seen.times) > 1 else np.array([LONGEST])
        rate, late = 1.0 / float(gaps.mean()), float(np.percentile(gaps, 95))
        note = f"{rate:.1f} a second, 95 in 100 within {1e3 * late:.0f} ms"
        found.append(Entry(name, float(np.median(gaps)), must, rate >= RATE, note=note))
    return found


class _Seen:
    """Times at which a fresh cloud was painted."""

    def __init__(self, window: MainWindow) -> None:
        from PyQt6.QtCore import QEvent, QObject

        outer = self

        class Filter(QObject):
            def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
                if event is not None and event.type() == QEvent.Type.Paint and outer._due:
                    outer._due = False
                    outer.times.append(time.perf_counter())
                return False

        self.times: list[float] = []
        self._due, self._last = False, None
        self._window, self._filter = window, Filter()
        plane: Any = next(v for v in window.stage.views if v.spec.id == "portrait")
        self._native = plane.canvas.native
        self._native.installEventFilter(self._filter)
        self._heard = window.workspace.frame_arrived.connect(self._arrived)

    def close(self) -> None:
        """Watch no longer."""
        self._native.removeEventFilter(self._filter)
        self._window.workspace.frame_arrived.disconnect(self._heard)

    def _arrived(self, frame: Any) -> None:
        cloud = frame.layers.get(LAYER)
        if cloud is not None and cloud is not self._last:
            self._due, self._last = True, cloud
