"""`separatrix [PRESET | FILE]`: the window."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from app.catalogue import preset
from engines.errors import PresetError, SeparatrixError


def need_display() -> None:
    """Refuse before Qt is asked, because Qt ends the whole process when it finds no display.

    Raises:
        SeparatrixError: If there is no display.
    """
    if sys.platform in ("win32", "darwin"):
        return
    platform = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    if platform not in ("", "xcb", "wayland", "wayland-egl"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise SeparatrixError(
            "there is no display (DISPLAY and WAYLAND_DISPLAY are empty); "
            "'separatrix render' makes pictures and movies without one"
        )


def open_window(
    what: Annotated[str, typer.Argument(metavar="[PRESET | FILE]")] = "",
    meant: Annotated[str, typer.Option(hidden=True)] = "",
) -> None:
    """Open the window, at the gallery if nothing is named."""
    try:
        chosen = preset(what) if what else None
    except PresetError:
        if meant:
            raise SeparatrixError(
                f"no command or preset '{what}', did you mean 'separatrix {meant}'?"
            ) from None
        raise
    need_display()
    from app.lab.launch import run

    raise typer.Exit(int(run(chosen) or 0))
