"""From a dragged point in a plane of codes to the new picture on the screen, in the real window."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from app.cli.benches.parts.entry import Entry
from app.cli.benches.parts.lived import Heart, lab, live, with_display

if TYPE_CHECKING:
    from app.window import MainWindow

PRESET = "latent-potential-flows"
BUDGET = 0.033  # s, median from the event to the picture
SHEET_BUDGET = 0.060  # s, all pictures of the sheet in one batch
PERIOD = 0.125  # s from sheet to sheet while a hand moves: ten a second, up to one event late
WORST_GAP = 0.250  # s that the window is kept waiting at most
MOVES = 90
PAUSE = 0.020  # s between two moves of a hand
SETTLE = 1.0  # s for what is refined after time has stopped
LONGEST = 2.0  # s after which a move counts as lost
MUST = {
    "drag to decoded picture, median": f"at most {1e3 * BUDGET:.0f} ms",
    "drag to decoded picture, a stroke along the flow": f"at most {1e3 * BUDGET:.0f} ms",
    "sheet of all ways, one batch": f"at most {1e3 * SHEET_BUDGET:.0f} ms",
    "sheet to sheet while a hand moves, median": f"at most {1e3 * PERIOD:.0f} ms",
    "gap of the window while a hand moves": f"at most {1e3 * WORST_GAP:.0f} ms",
}


def measure() -> list[Entry]:
    """Mouse events are sent to the canvas as a hand's are; what is seen is what was painted."""
    return with_display(MUST, _measured)


def _measured() -> list[Entry]:
    with lab(PRESET) as window:
        window.workspace.play(False)
        live(SETTLE)
        heart, sheets = Heart(), _Sheets(window)
        freely = _dragged(window, shift=False)
        period = sheets.period()
        along = _dragged(window, shift=True)
        gaps = heart.stop()
        batch = _batch(window)
    names = list(MUST)
    return [
        _entry(names[0], freely),
        _entry(names[1], along),
        Entry(names[2], batch, MUST[names[2]], batch <= SHEET_BUDGET),
        Entry(names[3], period, MUST[names[3]], period <= PERIOD),
        Entry(names[4], float(gaps.max()), MUST[names[4]], bool(gaps.max() <= WORST_GAP)),
    ]


def _entry(name: str, delays: list[float]) -> Entry:
    middle, late = float(np.median(delays)), float(np.percentile(delays, 95))
    note = f"95 in 100 of {len(delays)} within {1e3 * late:.0f} ms, longest {1e3 * max(delays):.0f}"
    return Entry(name, middle, MUST[name], middle <= BUDGET, note=note)


def _dragged(window: MainWindow, shift: bool) -> list[float]:
    """Seconds from each event of one pull to the first painting of its picture."""
    from PyQt6.QtCore import QPointF, Qt
    from PyQt6.QtGui import QMouseEvent
    from PyQt6.QtWidgets import QApplication

    from app.lab.launch import wait_for

    plane: Any = next(v for v in window.stage.views if v.spec.id == "portrait")
    canvas, native = plane.canvas, plane.canvas.native
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    handle = window.stage.frame.layers["handle"].positions[0]  # type: ignore[union-attr]
    x, y = canvas.place(tuple(handle))

    def send(kind: Any, dx: float, dy: float, button: Any, down: Any) -> None:
        at = QPointF(x + dx, y + dy)
        QApplication.sendEvent(
            native, QMouseEvent(kind, at, native.mapToGlobal(at), button, down, held)
        )

    seen = _Seen(window)
    delays = []
    send(QMouseEvent.Type.MouseButtonPress, 0.0, 0.0, left, left)
    live(0.2)
    for k in range(MOVES):
        turn = 2.0 * np.pi * (k + 1) / MOVES
        across, up = (
            (70.0 * np.sin(turn), 0.0)
            if shift
            else (60.0 * np.sin(turn), 60.0 - 60.0 * np.cos(turn))
        )
        before, begun = seen.paints, time.perf_counter()
        send(QMouseEvent.Type.MouseMove, across, up, none, left)
        seen.wait_for(window.workspace.parameters)
        there = wait_for(lambda b=before: seen.paints > b, LONGEST)  # type: ignore[misc]
        delays.append(seen.when - begun if there else LONGEST)
        live(PAUSE)
    send(QMouseEvent.Type.MouseButtonRelease, 0.0, 0.0, left, none)
    window.workspace.play(False)
    seen.close()
    return delays


class _Seen:
    """Watches the view of decoded pictures being painted after its frame has come."""

    def __init__(self, window: MainWindow) -> None:
        from PyQt6.QtCore import QEvent, QObject

        outer = self

        class Filter(QObject):
            def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
                if event is not None and event.type() == QEvent.Type.Paint and outer._due:
                    outer._due = False
                    # the filter sees the event before the widget: the picture is a beat later
                    outer.when = time.perf_counter() + outer._cost
                    outer.paints += 1
                return False

        self.paints, self.when, self._due, self._cost = 0, 0.0, False, 0.0
        self._wanted: Any = None
        self._window = window
        self._view = next(v for v in window.stage.views if v.spec.id == "decoded")
        begun = time.perf_counter()
        self._view.repaint()
        self._cost = time.perf_counter() - begun
        self._filter = Filter()
        self._view.installEventFilter(self._filter)
        self._heard = window.workspace.frame_arrived.connect(self._arrived)

    def wait_for(self, values: Any) -> None:
        """The parameters whose picture is wanted."""
        self._wanted = values

    def close(self) -> None:
        """Watch no longer."""
        self._view.removeEventFilter(self._filter)
        self._window.workspace.frame_arrived.disconnect(self._heard)

    def _arrived(self, frame: Any) -> None:
        handle = frame.layers["handle"].positions[0]
        wanted = self._wanted
        if wanted is None:
            return
        label = frame.layers["decoded"].column_labels[1].replace("\N{MINUS SIGN}", "-")
        place = wanted.t != 0.0 or np.allclose(handle, wanted.handle[0], atol=1e-6)
        if place and label.endswith(f"t = {wanted.t:.2f}"):
            self._due, self._wanted = True, None


class _Sheets:
    """Counts new sheets among the frames that arrive."""

    def __init__(self, window: MainWindow) -> None:
        self._last: Any = None
        self._times: list[float] = []
        window.workspace.frame_arrived.connect(self._arrived)

    def _arrived(self, frame: Any) -> None:
        sheet = frame.layers.get("contact_sheet")
        if sheet is not None and (self._last is None or sheet.images is not self._last):
            self._last = sheet.images
            self._times.append(time.perf_counter())

    def period(self) -> float:
        """Median seconds from one to the next; infinite if there was but one."""
        gaps = np.diff(self._times)
        return float(np.median(gaps)) if len(gaps) else float("inf")


def _batch(window: MainWindow) -> float:
    """Median seconds for all pictures of the sheet."""
    found: Any = window.workspace.open_now
    whole = found.experiment.flow(window.workspace.parameters).whole
    codes = whole.traversed(np.array(whole.box.start), np.linspace(-whole.reach, whole.reach, 11))
    flat, times = codes.reshape(-1, codes.shape[-1]), []
    for _ in range(9):
        begun = time.perf_counter()
        whole.decode(flat)
        times.append(time.perf_counter() - begun)
    return float(np.median(times))
