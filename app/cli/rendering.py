"""`separatrix render`: pictures and movies, with no display."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli.parts.options import SET, WHAT
from app.export.files import checked_target
from engines.errors import SeparatrixError

STILLS = (".png", ".svg", ".pdf")
MOVIES = (".mp4", ".gif")


def render(
    what: Annotated[str, typer.Argument(metavar="PRESET", help=WHAT)],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="F.{png,svg,pdf,mp4,gif}")],
    size: Annotated[str, typer.Option(metavar="WxH", help="Pixels, kept exactly.")] = "",
    seconds: Annotated[float | None, typer.Option(metavar="S", help="Length of a movie.")] = None,
    fps: Annotated[float | None, typer.Option(metavar="N", help="Frames per second.")] = None,
    values: Annotated[list[str], typer.Option("--set", metavar="NAME=VALUE", help=SET)] = [],  # noqa: B006
    seed: Annotated[int | None, typer.Option(metavar="N", help="Seed of all randomness.")] = None,
    theme: Annotated[str, typer.Option(help="light (paper) or dark.")] = "light",
) -> None:
    """Render PRESET as a picture or, with its time running, as a movie."""
    from app.cli.parts.options import prepared, size_of, theme_of

    target = checked_target(output, STILLS + MOVIES)
    moving = target.suffix.lower() in MOVIES
    if not moving and (seconds is not None or fps is not None):
        option = "--seconds" if seconds is not None else "--fps"
        raise SeparatrixError(
            f"{option} is for movies (.mp4, .gif), but {target.name} is a picture"
        )
    extent = size_of(size) if size else None
    theme_of(theme)
    ready = prepared(what, values, seed)
    from app.cli.parts.progress import shown
    from app.export.embedded import record

    about = {"theme": theme, "size": list(extent) if extent else None}
    said: tuple[str, ...] = ()
    with shown(f"Rendering {ready.preset.title}") as report:
        if moving:
            from app.export.movie import Film, write_movie

            film = Film.asked(ready, target, extent, seconds, fps)
            note = record(ready, **about, seconds=film.seconds, fps=film.fps)
            write_movie(target, ready, film, theme, note, report)
        else:
            from app.export.figure import write_figure

            said = write_figure(target, ready, extent, theme, record(ready, **about), report)
    for sentence in said:
        print(f"note: {sentence}", file=sys.stderr)
