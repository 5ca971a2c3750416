"""From the last key in the equations to the first picture of them, in the real window."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from app.cli.benches.parts.entry import Entry
from app.cli.benches.parts.lived import Heart, lab, live, with_display

if TYPE_CHECKING:
    from app.window import MainWindow

BUDGET = 0.300  # s
WORST_GAP = 0.250  # s that the window is kept waiting at most
ROUNDS = 8
LONGEST = 10.0  # s after which a picture counts as lost
REST = 1.5  # s between two edits
PRESET = "lorenz-1963"
ENDS = (" + a{k}*sin(x)", " - b{k}*cos(y)*z", " + c{k}*x^2/(1 + x^2)", " + d{k}*tanh(y)")
OTHERS = (
    "x' = y\ny' = m{k}*(1 - x^2)*y - x",
    "u' = v\nv' = -sin(u) - f{k}*v",
    "x -> 1 - a{k}*x^2 + y\ny -> 0.3*x",
    "x' = -x(t - s{k})",
)
MUST = {
    "key to picture, a term added to Lorenz": f"under {1e3 * BUDGET:.0f} ms",
    "key to picture, another system typed over it": f"under {1e3 * BUDGET:.0f} ms",
    "gap of the window while equations are typed": f"at most {1e3 * WORST_GAP:.0f} ms",
}


def measure() -> list[Entry]:
    """Each text is new to the program, so nothing of it can have been compiled before."""
    return with_display(MUST, _measured)


def _measured() -> list[Entry]:
    stamp = f"{time.time_ns() % 10**6}"
    with lab(PRESET) as window:
        start = window.left.equations.editor.text()
        heart = Heart()
        terms, others = [], []
        for k in range(ROUNDS):
            end = ENDS[k % len(ENDS)].format(k=f"{stamp}_{k}")
            terms.append(_seen(window, start + end))
            live(REST)
        for k in range(ROUNDS // 2):
            others.append(_seen(window, OTHERS[k % len(OTHERS)].format(k=f"{stamp}_{k}")))
            live(REST)
        gaps = heart.stop()
    names = list(MUST)
    return [
        _entry(names[0], terms),
        _entry(names[1], others),
        Entry(
            names[2],
            float(gaps.max()),
            MUST[names[2]],
            bool(gaps.max() < WORST_GAP),
            note=f"99 of 100 under {1e3 * float(np.percentile(gaps, 99)):.0f} ms",
        ),
    ]


def _entry(name: str, delays: list[float]) -> Entry:
    middle = float(np.median(delays))
    note = f"longest of {len(delays)} {1e3 * max(delays):.0f} ms"
    return Entry(name, middle, MUST[name], middle < BUDGET, note=note)


def _seen(window: MainWindow, text: str) -> float:
    """Seconds from a key to the frame of the new equations; `LONGEST` if none came."""
    from app.lab.launch import wait_for

    revised: list[float] = []
    frames: list[float] = []
    arrived = window.workspace.frame_arrived
    told = window.workspace.revised.connect(lambda _: revised.append(time.perf_counter()))
    heard = arrived.connect(lambda _: frames.append(time.perf_counter()))
    editor = window.left.equations.editor
    begun = time.perf_counter()
    editor.set_text(text)
    editor.typed.emit(text)
    seen = wait_for(lambda: bool(revised) and any(f > revised[-1] for f in frames), LONGEST)
    window.workspace.revised.disconnect(told)
    arrived.disconnect(heard)
    return next(f for f in frames if f > revised[-1]) - begun if seen else LONGEST
