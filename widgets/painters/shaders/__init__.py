"""Texts of shaders, GLSL 1.20, without a version line."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def shader_text(name: str) -> str:
    """The text of the file `name` in this folder, e.g. "stroke.vert"."""
    return files(__name__).joinpath(name).read_text(encoding="utf-8")
