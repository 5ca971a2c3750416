"""A figure: one panel per view, made by one writer for PNG, SVG and PDF so that they agree."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from app.catalogue import Opened
from app.export.drawers.image_grid import grid_aspect
from app.export.drawers.table import DRAWERS
from app.export.embedded import KEY
from app.export.files import written_whole
from app.export.paper.caption import caption_lines, write_caption
from app.export.paper.dressing import dress, insets_of
from app.export.paper.hugging import hugging
from app.export.paper.keys import colour_bar, key_of, line_key
from app.export.paper.layout import Insets, Plan, expected_widths, plan
from app.export.paper.panel import Panel, Scaling, aspect_of, limits_of
from app.export.paper.style import POINTS, RASTER_DPI, Style, drawing, style
from app.export.running import last_frame
from app.export.stand_ins import drawable
from engines.errors import ExportError
from engines.layers.frame import Frame, Layer
from engines.layers.image_grid import ImageGrid
from engines.layers.points import Points
from engines.layers.scalar_field import ScalarField
from engines.layers.series import Series
from engines.protocols.views import ViewSpec
from engines.running.ticket import Ticket

LETTERS = "abcdefghij"
SLIVER = 1e-3  # pixels
SCREEN_DPI = 160.0  # of a preview
COARSEST, NARROWEST = 36.0, 20.0  # dots per inch and points below which nothing can be read
CLOCK_ROOM = 64.0  # points kept free for the clock of a movie
Fixed = dict[str, tuple[float, float]]


@dataclass(slots=True)
class Drawing:
    """A figure whose still parts are done; its layers can be drawn again and again.

    Attributes:
        figure: Of matplotlib, with an Agg canvas.
        plan: Where everything stands.
        panels: One per view.
        fixed: Ends of the colour maps.
    """

    figure: Figure
    plan: Plan
    panels: tuple[Panel, ...]
    fixed: Fixed

    def draw(self, frame: Mapping[str, Layer], playhead: float | None = None) -> list[Artist]:
        """Draw the layers of every panel and return what was drawn."""
        drawn: list[Artist] = []
        for panel in self.panels:
            panel.playhead = playhead
            for i, (name, layer) in enumerate(layers_of(panel.view, frame).items()):
                drawn += DRAWERS[type(layer)](panel, name, layer, 2.0 + 0.8 * i)
        return drawn


def layers_of(view: ViewSpec, frame: Mapping[str, Layer]) -> dict[str, Layer]:
    """The layers a view shows, bottom first."""
    return {
        name: frame[name] for name in view.layers if name in frame and type(frame[name]) in DRAWERS
    }


def prepared(
    opened: Opened,
    frame: Frame,
    pixels: tuple[int, int] | None,
    theme: str,
    fixed: Fixed | None = None,
    clocked: bool = False,
) -> tuple[Drawing, dict[str, Layer]]:
    """Everything of a figure but its data, and the layers to be drawn into it.

    Args:
        opened: Preset, experiment and parameters.
        frame: What was computed.
        pixels: Exact size, or None to take the height the data ask for.
        theme: "light" (paper) or "dark".
        fixed: Layer name to ends of its colour map, where they were chosen before.
        clocked: Whether a running clock will stand at the lower right, in place of its value.

    Raises:
        ExportError: If there is nothing to draw, or no room.
    """
    layers = drawable(opened, frame)
    views = tuple(
        hugging(view, shown)
        for view in opened.experiment.views(opened.parameters)
        if (shown := layers_of(view, layers))
    )
    if not views:
        raise ExportError(f"'{opened.preset.id}' shows nothing that can be drawn at these values")
    look = style(theme)
    scalings = {name: scaling for view in views for name, scaling in _scalings(view, layers, fixed)}
    stacks = [layers_of(view, layers) for view in views]
    bars = [_bar(view, layers, scalings) for view in views]
    lettered = len(views) > 1
    insets: list[Insets] = [
        insets_of(view, shown, scalings[bar] if bar else None, lettered, room)
        for view, shown, bar, room in zip(views, stacks, bars, expected_widths(views), strict=True)
    ]
    driven = opened.experiment.clock(opened.parameters).parameter if clocked else ""
    lines = caption_lines(opened, frame, driven)
    kept_free = CLOCK_ROOM if clocked else 0.0
    made = plan(
        views,
        [_aspect(view, layers) for view in views],
        insets.__getitem__,
        pixels,
        lambda width: write_caption(None, None, lines, look, width - kept_free),
    )
    if made.dpi < COARSEST or min(min(r.width, r.height) for r in made.data) < NARROWEST:
        raise ExportError(
            f"--size = {pixels[0]}x{pixels[1]} leaves no room for {len(views)} panels"
            if pixels
            else f"no room for {len(views)} panels"
        )
    # a hair more than whole pixels, because matplotlib cuts the fraction off
    inches = (made.width / POINTS + SLIVER / made.dpi, made.height / POINTS + SLIVER / made.dpi)
    figure = Figure(inches, dpi=made.dpi)
    FigureCanvasAgg(figure)
    figure.set_facecolor(look.theme.canvas)
    ends = {name: (scaling.low, scaling.high) for name, scaling in scalings.items()}
    panels = tuple(
        _panel(figure, made, i, view, stacks[i], look, ends) for i, view in enumerate(views)
    )
    for i, (panel, bar) in enumerate(zip(panels, bars, strict=True)):
        dress(figure, made, i, panel, LETTERS[i] if lettered else "", bool(key_of(stacks[i])))
        if bar:
            colour_bar(figure, made, i, scalings[bar], look)
        line_key(figure, made, i, panel, stacks[i])
    write_caption(figure, made, lines, look, made.width - 2 * made.caption - kept_free)
    return Drawing(figure, made, panels, ends), layers


def write_figure(
    path: Path,
    opened: Opened,
    pixels: tuple[int, int] | None,
    theme: str,
    note: str,
    report: Callable[[str, float], None] | None = None,
    ticket: Ticket | None = None,
) -> tuple[str, ...]:
    """Run an experiment to its end and write its figure as the ending of `path` says.

    Args:
        path: .png, .svg or .pdf.
        opened: What to draw.
        pixels: Exact size of a PNG, proportions of the others; None for a width of paper.
        theme: "light" or "dark".
        note: Text that goes into the file, see `app.export.embedded`.
        report: Takes words and the share done.
        ticket: To withdraw it.

    Returns:
        Sentences about what went wrong without keeping the figure from being written.

    Raises:
        ExportError: If nothing can be drawn or written.
        Withdrawn: If the ticket was withdrawn.
    """
    frame = last_frame(opened, report, ticket)
    with written_whole(path) as part:
        part.write_bytes(figure_bytes(opened, frame, path.suffix.lower(), pixels, theme, note))
    doubted = frame.trust is not None and frame.trust.level != "good"
    return (*frame.notes, *((frame.trust.sentence,) if doubted and frame.trust else ()))


def preview_bytes(opened: Opened, frame: Frame, theme: str) -> bytes:
    """The figure of one frame as a PNG for the screen, which takes a part of the time."""
    with drawing():
        shown, layers = prepared(opened, frame, None, theme)
        shown.draw(layers)
        buffer = io.BytesIO()
        shown.figure.savefig(buffer, format="png", dpi=SCREEN_DPI, facecolor="auto")
        return buffer.getvalue()


def figure_bytes(
    opened: Opened,
    frame: Frame,
    suffix: str,
    pixels: tuple[int, int] | None,
    theme: str,
    note: str,
) -> bytes:
    """The figure of one frame as the content of a file with this ending."""
    with drawing():
        shown, layers = prepared(opened, frame, pixels, theme)
        shown.draw(layers)
        title = opened.preset.title
        metadata: Any = {
            ".png": {KEY: note, "Title": title, "Software": "Separatrix"},
            ".svg": {"Title": title, "Description": note, "Creator": "Separatrix", "Date": None},
            ".pdf": {
                "Title": title,
                "Keywords": note,
                "Creator": "Separatrix",
                "CreationDate": None,
            },
        }[suffix]
        dpi = shown.plan.dpi if suffix == ".png" else RASTER_DPI
        if suffix != ".png":  # the page of a vector figure needs no hair more
            plan = shown.plan
            shown.figure.set_size_inches(plan.width / POINTS, plan.height / POINTS)
        buffer = io.BytesIO()
        shown.figure.savefig(
            buffer, format=suffix[1:], dpi=dpi, metadata=metadata, facecolor="auto"
        )
        return buffer.getvalue()


def _panel(
    figure: Figure,
    made: Plan,
    index: int,
    view: ViewSpec,
    layers: Mapping[str, Layer],
    look: Style,
    ends: Fixed,
) -> Panel:
    data, limits = made.data[index], limits_of(view)
    axes = figure.add_axes(
        (
            data.x / made.width,
            data.y / made.height,
            data.width / made.width,
            data.height / made.height,
        )
    )
    axes.set_xlim(limits[0], limits[1])
    axes.set_ylim(limits[2], limits[3])
    axes.set_autoscale_on(False)
    point = ((limits[1] - limits[0]) / data.width, (limits[3] - limits[2]) / data.height)
    alone = sum(isinstance(layer, Series) for layer in layers.values()) < 2
    over = any(isinstance(layer, ScalarField) for layer in layers.values())
    return Panel(axes, look, view, limits, point, None, ends, alone, over)


def _aspect(view: ViewSpec, layers: Mapping[str, Layer]) -> float | None:
    sheets = [s for s in layers_of(view, layers).values() if isinstance(s, ImageGrid)]
    return grid_aspect(sheets[0].images) if view.kind == "sheet" and sheets else aspect_of(view)


def _scalings(
    view: ViewSpec, layers: Mapping[str, Layer], fixed: Fixed | None
) -> list[tuple[str, Scaling]]:
    from app.export.paper.panel import scaling_of

    found = []
    for name, layer in layers_of(view, layers).items():
        scaling = scaling_of(layer, (fixed or {}).get(name))
        if scaling is not None:
            found.append((name, scaling))
    return found


def _bar(view: ViewSpec, layers: Mapping[str, Layer], scalings: Mapping[str, Scaling]) -> str:
    """Name of the layer whose colours a bar explains: the topmost field, else the lowest lines."""
    named = [name for name in layers_of(view, layers) if name in scalings]
    named = [name for name in named if scalings[name].scale not in ("kinds", "grey")]
    # points are coloured to be told apart, by numbers without a unit
    named = [name for name in named if not isinstance(layers[name], Points)]
    fields = [name for name in named if not scalings[name].lines]
    return fields[-1] if fields else (named[0] if named else "")
