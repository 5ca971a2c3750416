"""The walls between charges for several numbers of hidden dimensions, beside each other."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from engines.experiments.generative.charges.pace import UNIT, per_log, window
from engines.instruments.transport.ftle import ftle
from engines.instruments.transport.levels import colour_limits
from engines.layers.frame import Frame, Layer
from engines.layers.scalar_field import ScalarField
from engines.layers.series import Series
from engines.numerics.hidden_dimensions.generation import ChargedGeneration
from engines.protocols.views import Axis, ViewSpec
from engines.running.ticket import Ticket

EACH = (2.0, 32.0, math.inf)
COARSE, ACROSS = 20, 160  # an even number: the middle itself may be a wall
NEAREST = -5.0  # decimal logarithm of the least distance from a wall
Flows = Mapping[str, ChargedGeneration]


def words(hidden: float) -> str:
    """D for a heading."""
    return "D \N{RIGHTWARDS ARROW} \N{INFINITY}" if math.isinf(hidden) else f"D = {hidden:.4g}"


def wall_frames(
    flows: Flows, size: tuple[int, int], start: float, horizon: float, ticket: Ticket
) -> Generator[Frame, None, None]:
    """The FTLE field of each flow, all in one range of colours; coarse ones first.

    Args:
        flows: Name of the layer to flow.
        size: Columns and rows of the finished fields.
        start: Time of release.
        horizon: Travel time, signed.
        ticket: To withdraw it.
    """
    fields: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]] = {}
    scale = "ftle_backward" if horizon < 0.0 else "ftle_forward"
    levels = [(min(COARSE, size[0]), min(COARSE, size[1])), size]
    done, total = 0, len(levels) * len(flows)
    for level, (nx, ny) in enumerate(levels):
        for name, one in flows.items():
            flow, box = one.refined() if level else one, one.box
            x, y = (
                np.linspace(box.low[0], box.high[0], nx),
                np.linspace(box.low[1], box.high[1], ny),
            )
            values = ftle(flow, x, y, start=start, horizon=horizon, ticket=ticket)
            fields[name] = x, y, per_log(flow, start, horizon) * values
            done += 1
            if level == 0 and len(fields) < len(flows):
                continue
            limits = colour_limits(*(field[2] for field in fields.values()))
            layers: dict[str, Layer] = {
                name: ScalarField(*field, unit=UNIT, scale=scale, limits=limits)
                for name, field in fields.items()
            }
            yield Frame(layers, progress=done / total, level=level, task="Walls of each D")


def wall_views(
    main: ViewSpec, flows: Flows, over: Sequence[str], start: float, horizon: float
) -> list[ViewSpec]:
    """A plane for each field, with its window."""
    return [
        replace(
            main, id=name, title="FTLE", layers=(name, *over), equations=(),
            subtitle=f"{words(flow.hidden)}, {window(flow, start, horizon)}",
        )
        for name, flow in flows.items()
    ]  # fmt: skip


def across_frames(
    flows: Flows, start: float, horizon: float, near: bool, ticket: Ticket
) -> Iterator[Frame]:
    """The same fields along the line x_2 = 0, a curve for each flow.

    Args:
        flows: Name of the layer to flow.
        start: Time of release.
        horizon: Travel time, signed.
        near: Whether a wall stands at x_1 = 0 and is gone up to, by factors of the distance.
        ticket: To withdraw it.
    """
    layers: dict[str, Layer] = {}
    for number, (name, flow) in enumerate(flows.items()):
        low, high = flow.box.low[0], flow.box.high[0]
        shown = (
            np.linspace(NEAREST, math.log10(high), ACROSS)
            if near
            else (np.linspace(low, high, ACROSS))
        )
        x = 10.0**shown if near else shown
        values = ftle(flow.refined(), x, np.zeros(1), start=start, horizon=horizon, ticket=ticket)
        values = per_log(flow, start, horizon) * values[0]
        role = "value" if name.endswith("here") else f"kind_{number + 1}"
        layers[name] = Series(shown, values, role=role, label=words(flow.hidden))
        yield Frame(layers, progress=(number + 1) / len(flows), task="Across the walls")


def across_view(main: ViewSpec, names: Sequence[str], near: bool, seen: str) -> ViewSpec:
    """The chart for these curves; `seen` says their window."""
    first = main.axes[0]
    if near:
        first = Axis("distance from the wall", "", "", NEAREST, math.log10(first.high), powers=True)
    return ViewSpec(
        id="across",
        kind="chart",
        title="Across the walls",
        subtitle=f"{'how high and how wide' if near else 'along the middle'}, {seen}",
        layers=tuple(names),
        axes=(first, Axis("FTLE", "", UNIT)),
        equal=False,
    )
