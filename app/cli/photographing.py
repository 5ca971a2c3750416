"""`separatrix shot`: the real window, photographed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.catalogue import preset
from app.cli.opening import need_display
from app.cli.parts.options import WHAT, size_of, theme_of
from app.export.files import checked_target
from engines.errors import SeparatrixError


def shot(
    what: Annotated[str, typer.Argument(metavar="PRESET", help=WHAT)],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="WINDOW.png")],
    size: Annotated[str, typer.Option(metavar="WxH", help="Logical pixels.")] = "1440x900",
    scale: Annotated[int, typer.Option(help="Device pixels per logical pixel, 1 or 2.")] = 1,
    wait: Annotated[float, typer.Option(metavar="S", help="Seconds to run first.")] = 3.0,
    theme: Annotated[str, typer.Option(help="dark or light.")] = "dark",
) -> None:
    """Photograph the real window as it shows PRESET."""
    chosen = preset(what)
    target = checked_target(output, (".png",))
    extent = size_of(size)
    theme_of(theme)
    if scale not in (1, 2):
        raise SeparatrixError(f"--scale = {scale}, allowed 1, 2")
    if not 0.0 <= wait <= 600.0:
        raise SeparatrixError(f"--wait = {wait:g}, allowed 0 to 600 s")
    need_display()
    from app.lab.launch import photograph

    photograph(chosen, target, extent, scale, wait, theme)
