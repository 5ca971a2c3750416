"""FTLE of the double gyre: float64 on the CPU, float32 as a shader, beside its peers."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from app.catalogue import opened, preset
from app.cli.benches.parts.entry import Entry
from app.cli.benches.parts.peers import (
    Ftle,
    dynlab_ftle,
    numbacs_ftle,
    numbacs_name,
    peer_name,
)
from app.cli.benches.parts.sampled import Sampled
from app.cli.benches.parts.scaling import grown
from app.cli.benches.parts.timing import medians
from engines.errors import SeparatrixError
from engines.instruments.transport.ftle import ftle
from engines.instruments.transport.ftle_shader import ftle_shader
from engines.protocols.capabilities import Bounded, Shaded
from engines.protocols.flow import Flow

AMPLITUDE, SWAY, FREQUENCY = 0.1, 0.25, 0.2 * math.pi
GRIDS = ((512, 256), (401, 201))
HORIZON, STEPS = 10.0, 100
FASTER, LIVE_FASTER = 5.0, 8.0
DATA_FASTER = 1.5
LIVE_BUDGET = 0.25  # s
FEW = (25, 13)  # nodes for a peer that takes milliseconds for each
LINEAR = 0.15
LINEAR_ROWS = 128
LINEAR_NODES = (1 << 14, 1 << 15, 1 << 16, 1 << 17)
LINEAR_HORIZONS = (10, 20, 40, 80)
SAMPLE = 300


def measure() -> list[Entry]:
    """Both paths, compile time left out, errors against a reference with tolerance 1e-12."""
    values = {"A": AMPLITUDE, "epsilon": SWAY, "omega": FREQUENCY}
    ready = opened(preset("double-gyre"), values)
    flow = ready.experiment.flow(ready.parameters)
    peer = numbacs_ftle()
    entries = [_on_grid(flow, peer, nx, ny) for nx, ny in GRIDS]
    return [*entries, _on_data(), _per_node(flow), *_growth(flow), *_live(flow, peer)]


def _per_node(flow: Flow) -> Entry:
    """Beside dynlab, which takes so long that it gets few nodes."""
    peer, name = dynlab_ftle(), peer_name("dynlab", "0.1.0")
    nx, ny = GRIDS[-1]
    x, y = np.linspace(0.0, 2.0, nx), np.linspace(0.0, 1.0, ny)
    mine: Callable[[], np.ndarray] = lambda: ftle(  # noqa: E731
        flow, x, y, start=0.0, horizon=HORIZON, method="grid"
    )
    title = f"FTLE {nx} x {ny}, float64 on the CPU, T = {HORIZON:g}, per node"
    must = f"at least {FASTER:g} x dynlab 0.1.0"
    if peer is None:
        (ours,) = medians(mine)
        return Entry(title, ours, must, None, name)
    few = np.linspace(0.0, 2.0, FEW[0]), np.linspace(0.0, 1.0, FEW[1])
    theirs: Callable[[], np.ndarray] = lambda: peer(*few, 0.0, HORIZON)  # noqa: E731
    ours, others = medians(mine, theirs, repeats=3)
    ratio = (others / (FEW[0] * FEW[1])) / (ours / (nx * ny))
    note = f"the peer's time is for {FEW[0]} x {FEW[1]} nodes; the ratio is per node"
    return Entry(title, ours, must, ratio >= FASTER, name, others, ratio, note)


def _growth(flow: Flow) -> list[Entry]:
    """How the time grows with the nodes and with the horizon: linearly, in both."""

    def run(nx: int, ny: int, horizon: float) -> None:
        x, y = np.linspace(0.0, 2.0, nx), np.linspace(0.0, 1.0, ny)
        ftle(flow, x, y, start=0.0, horizon=horizon, method="grid")

    ny = LINEAR_ROWS
    of_nodes = grown(lambda nodes: run(nodes // ny, ny, HORIZON), LINEAR_NODES)
    of_horizon = grown(lambda t: run(LINEAR_NODES[0] // ny, ny, float(t)), LINEAR_HORIZONS)
    entries = []
    for words, sizes, (slope, times) in (
        ("nodes", LINEAR_NODES, of_nodes),
        ("horizon", LINEAR_HORIZONS, of_horizon),
    ):
        note = f"slope {slope:.2f}: " + ", ".join(
            f"{n} {1e3 * t:.1f} ms" for n, t in zip(sizes, times, strict=True)
        )
        entries.append(
            Entry(
                f"FTLE, time over {words}",
                times[-1],
                f"a slope of 1 within {LINEAR:g} in a log-log plot",
                abs(slope - 1.0) <= LINEAR,
                note=note,
            )
        )
    return entries


def _on_grid(flow: Flow, peer: Ftle | None, nx: int, ny: int) -> Entry:
    name = f"FTLE {nx} x {ny}, float64 on the CPU, T = {HORIZON:g}"
    return _beside(name, flow, peer, nx, ny, FASTER)


def _on_data() -> Entry:
    """Of velocities on a grid, splines on both sides; the reference knows the formula."""
    data = Sampled(HORIZON)
    nx, ny = GRIDS[-1]
    name = f"FTLE {nx} x {ny}, data on {len(data.x)} x {len(data.y)} x {len(data.times)} nodes"
    return _beside(name, data.flow(), data.numbacs(), nx, ny, DATA_FASTER)


def _beside(name: str, flow: Flow, peer: Ftle | None, nx: int, ny: int, faster: float) -> Entry:
    x, y = np.linspace(0.0, 2.0, nx), np.linspace(0.0, 1.0, ny)
    mine: Callable[[], np.ndarray] = lambda: ftle(  # noqa: E731
        flow, x, y, start=0.0, horizon=HORIZON, method="grid"
    )
    places, truth = reference(x, y)
    error = worst_error(mine(), places, truth)
    must = f"at least {faster:g} x {numbacs_name().removesuffix(' (absent)')} at no larger error"
    if peer is None:
        (ours,) = medians(mine)
        return Entry(name, ours, must, None, numbacs_name(), note=f"error {error:.1e} 1/s")
    theirs: Callable[[], np.ndarray] = lambda: peer(x, y, 0.0, HORIZON)  # noqa: E731
    peer_error = worst_error(theirs(), places, truth)
    ours, others = medians(mine, theirs)
    ratio = others / ours
    return Entry(
        name,
        ours,
        must,
        ratio >= faster and error <= peer_error,
        numbacs_name(),
        others,
        ratio,
        f"99 % of nodes are nearer than {error:.1e} 1/s to the reference, {numbacs_name()}"
        f" {peer_error:.1e} 1/s",
    )


def _live(flow: Flow, peer: Ftle | None) -> list[Entry]:
    """The shader field, without a window, 100 RK4 steps with the tangent equation."""
    from widgets.painters.offscreen import evaluate

    if not (isinstance(flow, Bounded) and isinstance(flow, Shaded)):
        return []
    side = 512
    field = ftle_shader(
        flow,
        flow.box,
        start=0.0,
        horizon=HORIZON,
        step=HORIZON / STEPS,
        least=1e-6,
        resolution=(side, side),
        unit="1/s",
        scale="ftle_forward",
    )
    name = f"FTLE {side} x {side}, shader field, RK4, {STEPS} steps"
    must = f"under {1e3 * LIVE_BUDGET:.0f} ms and per point at least {LIVE_FASTER:g} x numbacs"
    try:
        evaluate(field, side, side)
    except SeparatrixError as error:
        return [Entry(name, math.nan, must, None, note=str(error))]
    mine: Callable[[], np.ndarray] = lambda: evaluate(field, side, side)  # noqa: E731
    if peer is None:
        (ours,) = medians(mine)
        return [Entry(name, ours, must, None, numbacs_name())]
    nx, ny = GRIDS[0]
    x, y = np.linspace(0.0, 2.0, nx), np.linspace(0.0, 1.0, ny)
    ours, others = medians(mine, lambda: peer(x, y, 0.0, HORIZON))
    ratio = (others / (nx * ny)) / (ours / side**2)
    passed = ours < LIVE_BUDGET and ratio >= LIVE_FASTER
    note = f"the peer's time is for {nx} x {ny} nodes; the ratio is per node"
    return [Entry(name, ours, must, passed, numbacs_name(), others, ratio, note)]


def reference(x: np.ndarray, y: np.ndarray) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
    """FTLE by the same differences at some inner nodes, the flow map with tolerance 1e-12.

    Returns:
        Rows and columns of the nodes, and the exponents there, 1/s.
    """
    from scipy.integrate import solve_ivp

    random = np.random.default_rng(0)
    rows = random.integers(1, len(y) - 1, SAMPLE)
    columns = random.integers(1, len(x) - 1, SAMPLE)
    around = ((0, 1), (0, -1), (1, 0), (-1, 0))
    starts = np.array([[x[columns + j], y[rows + i]] for i, j in around])

    def rate(time: float, flat: np.ndarray) -> np.ndarray:
        state = flat.reshape(starts.shape)
        a = SWAY * math.sin(FREQUENCY * time)
        f = a * state[:, 0] ** 2 + (1 - 2 * a) * state[:, 0]
        slope = 2 * a * state[:, 0] + 1 - 2 * a
        u = -math.pi * AMPLITUDE * np.sin(math.pi * f) * np.cos(math.pi * state[:, 1])
        v = math.pi * AMPLITUDE * np.cos(math.pi * f) * np.sin(math.pi * state[:, 1]) * slope
        return np.stack([u, v], axis=1).ravel()

    solved = solve_ivp(
        rate, (0.0, HORIZON), starts.ravel(), method="DOP853", rtol=1e-12, atol=1e-12
    )
    ends = solved.y[:, -1].reshape(starts.shape)
    across = (ends[0] - ends[1]) / (2 * (x[1] - x[0]))
    along = (ends[2] - ends[3]) / (2 * (y[1] - y[0]))
    gradients = np.stack([across, along], axis=-1).transpose(1, 0, 2)
    largest = np.linalg.norm(gradients, ord=2, axis=(1, 2))
    return (rows, columns), np.log(largest) / HORIZON


def worst_error(
    values: np.ndarray, places: tuple[np.ndarray, np.ndarray], truth: np.ndarray
) -> float:
    """The error that 99 of 100 nodes do not exceed, 1/s."""
    return float(np.nanpercentile(np.abs(values[places] - truth), 99))
