"""Movies: the clock runs once through its range; still parts are drawn once, each frame costs the same."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np
from matplotlib.text import Text

from app.catalogue import Opened
from app.export.figure import Drawing, prepared
from app.export.files import written_whole
from app.export.film_files import WRITERS, gone
from app.export.paper.style import drawing, plain
from app.export.running import last_frame
from app.export.stand_ins import Tracers, drawable, from_twin
from engines.errors import ExportError
from engines.layers.frame import Frame, Layer
from engines.layers.image_grid import ImageGrid
from engines.layers.points import Points
from engines.layers.scalar_field import ScalarField
from engines.layers.shader_field import ShaderField, ShaderTracers
from engines.layers.tracks import Tracks
from engines.layers.vector_field import VectorField
from engines.parameters.reading import changed
from engines.protocols.views import Clock
from engines.running.ticket import Ticket
from widgets.theme.numbers import fixed, unit_words

SHORTEST, LONGEST = 2.0, 12.0  # s, when nobody says how long
MOST_SECONDS, MOST_FPS = 600.0, 120.0
DEFAULTS = {".mp4": (30.0, (1280, 720)), ".gif": (15.0, (640, 400))}


@dataclass(frozen=True, slots=True)
class Film:
    """Length and size of a movie.

    Attributes:
        seconds: Length.
        fps: Frames per second.
        pixels: Width and height.
        frames: How many pictures.
    """

    seconds: float
    fps: float
    pixels: tuple[int, int]

    @property
    def frames(self) -> int:
        """Exactly seconds times frames per second, rounded, at least one."""
        return max(1, round(self.seconds * self.fps))

    @classmethod
    def asked(
        cls,
        opened: Opened,
        path: Path,
        pixels: tuple[int, int] | None = None,
        seconds: float | None = None,
        fps: float | None = None,
    ) -> Film:
        """What was asked for, completed by what suits the clock and the kind of file.

        Raises:
            ExportError: If a length, a rate or a size is not possible.
        """
        suffix = path.suffix.lower()
        rate, size = DEFAULTS[suffix]
        if seconds is None:
            clock = opened.experiment.clock(opened.parameters)
            natural = (clock.high - clock.low) / clock.rate if clock.rate > 0 else LONGEST
            seconds = min(max(natural, SHORTEST), LONGEST)
        fps = rate if fps is None else fps
        pixels = pixels or size
        if not 0.0 < seconds <= MOST_SECONDS:
            raise ExportError(f"--seconds = {seconds:g}, allowed above 0 to {MOST_SECONDS:g} s")
        if not 1.0 <= fps <= MOST_FPS:
            raise ExportError(f"--fps = {fps:g}, allowed 1 to {MOST_FPS:g}")
        if suffix == ".mp4" and (pixels[0] % 2 or pixels[1] % 2):
            even = tuple(n + n % 2 for n in pixels)
            raise ExportError(
                f"--size = {pixels[0]}x{pixels[1]}, an MP4 needs even numbers such as "
                f"{even[0]}x{even[1]}"
            )
        return cls(seconds, fps, pixels)


def write_movie(
    path: Path,
    opened: Opened,
    film: Film,
    theme: str,
    note: str,
    report: Callable[[str, float], None] | None = None,
    ticket: Ticket | None = None,
) -> None:
    """Write a movie; after a failure or a withdrawal nothing is left under any name.

    Args:
        path: .mp4 or .gif.
        opened: What to show.
        film: Length and size.
        theme: "light" or "dark".
        note: Text that goes into the file.
        report: Takes words and the share done.
        ticket: To withdraw it.

    Raises:
        ExportError: If it cannot be drawn or written.
        Withdrawn: If the ticket was withdrawn.
    """
    with written_whole(path) as part:
        pictures = movie_pictures(opened, film, theme, ticket or Ticket())
        first = next(pictures)  # what cannot be drawn is known before a file is begun
        writer = WRITERS[path.suffix.lower()](part, film.pixels, film.fps, note)
        try:
            for i, picture in enumerate(chain((first,), pictures)):
                writer.add(picture)
                if report is not None:
                    report(f"Frame {i + 1} of {film.frames}", (i + 1) / film.frames)
        finally:
            writer.close()
        if not writer.whole():
            raise gone(part)


def movie_times(clock: Clock, count: int) -> np.ndarray:
    """Where the clock stands in each frame.

    A parameter ends one step before its end, so that a whole period loops without a stutter;
    a playhead ends at the end, so that the last frame shows everything.
    """
    steps = np.arange(count) if clock.parameter else np.arange(1, count + 1)
    return clock.low + (clock.high - clock.low) * steps / count


def movie_pictures(opened: Opened, film: Film, theme: str, ticket: Ticket) -> Iterator[np.ndarray]:
    """The pictures of a movie, shape (height, width, 3), bytes.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    clock = opened.experiment.clock(opened.parameters)
    times = movie_times(clock, film.frames)
    now = at_time(opened, clock, times[0])
    frame = last_frame(now, None, ticket)
    with drawing():
        tracers = _tracers(now, frame)
        shown, layers = prepared(now, frame, film.pixels, theme, clocked=True)
        if tracers:
            layers = drawable(now, frame, moving=True)
        stage = _Stage(shown, clock)
    before = times[0]
    for i, time in enumerate(times):
        ticket.check()
        if i and clock.parameter:
            now = at_time(opened, clock, time)
            frame = like_frame(now, frame, ticket)
            layers = drawable(now, frame, moving=bool(tracers))
        layers = dict(layers)
        for name, swarm in tracers.items():
            step = time - before if swarm.timed else swarm.speed / film.fps
            layers[name] = swarm.moved(now, float(time), float(step) if i else 0.0)
        before = time
        with drawing():  # between two frames another figure has its turn
            picture = stage.picture(layers, float(time))
        yield picture


def like_frame(opened: Opened, model: Frame, ticket: Ticket) -> Frame:
    """The frame of an experiment at other values, as sharp as `model`.

    Where every field has a twin for the graphics card, the card computes the fields, and the
    experiment runs only until its other layers are as sharp as those of `model`.

    Raises:
        Withdrawn: If the ticket was withdrawn.
        ExportError: If the experiment shows nothing.
    """
    fields = {name for name, layer in model.layers.items() if isinstance(layer, ScalarField)}
    wanted = {name: _shape(layer) for name, layer in model.layers.items() if name not in fields}
    last: Frame | None = None
    run = opened.experiment.frames(opened.parameters, ticket)
    try:
        for last in run:
            known = {name: _shape(layer) for name, layer in last.layers.items()}
            if fields and all(known.get(name) == shape for name, shape in wanted.items()):
                made = _by_twins(model, last, fields)
                if made is not None:
                    return made
                fields = set()  # there is no card: run to the end
    finally:
        if isinstance(run, Generator):
            run.close()
    ticket.check()
    if last is None:
        raise ExportError(f"'{opened.preset.id}' shows nothing at {opened.parameters}")
    return last


def _shape(layer: Layer) -> tuple[int, ...]:
    if isinstance(layer, Tracks | Points):
        return layer.positions.shape
    return layer.images.shape if isinstance(layer, ImageGrid) else ()


def _by_twins(model: Frame, now: Frame, fields: set[str]) -> Frame | None:
    layers: dict[str, Layer] = dict(now.layers)
    for name in fields:
        field = model.layers[name]
        twin = now.layers.get(getattr(field, "live_twin", ""))
        if not isinstance(field, ScalarField) or not isinstance(twin, ShaderField):
            return None
        made = from_twin(field, twin)
        if made is None:
            return None
        layers[name] = made
    ordered = {name: layers[name] for name in model.layers if name in layers}
    return replace(now, layers={**ordered, **layers})


def at_time(opened: Opened, clock: Clock, time: float) -> Opened:
    """`opened` with its clock at `time`; the same if the clock only moves a playhead."""
    if not clock.parameter:
        return opened
    values = {clock.parameter: float(time)}
    return replace(opened, parameters=changed(opened.parameters, values))


def _tracers(opened: Opened, frame: Frame) -> dict[str, Tracers]:
    if any(isinstance(layer, VectorField) for layer in frame.layers.values()):
        return {}
    flow = opened.experiment.flow(opened.parameters)
    return {
        name: Tracers(layer)
        for name, layer in frame.layers.items()
        if isinstance(layer, ShaderTracers) and layer.dimension == flow.dimension
    }


class _Stage:
    """The still parts of a figure as pixels, onto which each frame's layers are drawn."""

    def __init__(self, drawing: Drawing, clock: Clock) -> None:
        self._drawing, self._clock = drawing, clock
        canvas = drawing.figure.canvas
        canvas.draw()
        self._ground = canvas.copy_from_bbox(drawing.figure.bbox)  # type: ignore[attr-defined]
        plan, look = drawing.plan, drawing.panels[0].style
        self._words: Text = drawing.figure.text(
            1.0 - plan.caption / plan.width,
            (plan.caption + 1.5) / plan.height,
            "",
            ha="right",
            va="baseline",
            fontsize=look.letters,
            color=look.theme.text,
        )

    def picture(self, layers: dict[str, Layer], time: float) -> np.ndarray:
        """One frame, shape (height, width, 3)."""
        figure = self._drawing.figure
        canvas = figure.canvas
        canvas.restore_region(self._ground)  # type: ignore[attr-defined]
        playhead = None if self._clock.parameter else time
        drawn = self._drawing.draw(layers, playhead)
        for artist in sorted(drawn, key=lambda artist: artist.get_zorder()):
            if artist.axes is not None:
                artist.axes.draw_artist(artist)
        for panel in self._drawing.panels:
            for side in panel.axes.spines.values():
                panel.axes.draw_artist(side)
        unit = f" {unit_words(self._clock.unit)}" if self._clock.unit else ""
        decimals = 0 if self._clock.high - self._clock.low > 500 else 2
        self._words.set_text(plain(f"{self._clock.label} {fixed(time, decimals)}{unit}"))
        figure.draw_artist(self._words)
        pixels = np.asarray(canvas.buffer_rgba())[..., :3].copy()  # type: ignore[attr-defined]
        for artist in drawn:
            artist.remove()
        return pixels
