"""Shader fields evaluated without a window, through EGL, for export, benchmarks and the doctor."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType

import numpy as np
from vispy.gloo import gl

from engines.errors import SeparatrixError
from engines.layers.shader_field import ShaderField
from widgets.painters.gl.buffer import UNIT_SQUARE, Buffer, draw_square
from widgets.painters.gl.facts import OpenGLFacts, current_facts
from widgets.painters.gl.program import Program
from widgets.painters.gl.samplers import Samplers
from widgets.painters.gl.texture import Target
from widgets.painters.shaders import shader_text

TILE_EVALUATIONS = 2e8  # velocity evaluations asked for in one call; watchdogs stop longer ones
KEPT_PROGRAMS = 8


def evaluate(
    field: ShaderField, nx: int, ny: int, uniforms: Mapping[str, float] | None = None
) -> np.ndarray:
    """The values of a shader field on a grid, computed in float32 by the graphics driver.

    Args:
        field: The recipe.
        nx: Nodes across, at linspace(x_low, x_high, nx) of the field's domain.
        ny: Nodes up.
        uniforms: Values that replace those of the recipe.

    Returns:
        Shape (ny, nx), float32; NaN where the recipe has no finite value.

    Raises:
        SeparatrixError: If there is no OpenGL, or the driver refuses the shader.
    """
    with _context() as context:
        program = context.program(field)
        across = (nx + 1) // 2 if field.paired else nx
        target = Target(across, ny)
        try:
            program.use()
            program.set(**{**field.uniforms, **(uniforms or {})})
            context.samplers.bind(program, field.textures)
            origin, step = _nodes(field.domain, nx, ny)
            program.set(sep_origin=origin, sep_step=step)
            rows = max(1, int(TILE_EVALUATIONS / max(1, field.cost) / nx))
            for row in range(0, ny, rows):
                _draw_rows(target, context.square, row, min(rows, ny - row))
            texels = target.read()
        finally:
            target.release()
        if field.paired:
            texels = texels.reshape(ny, 2 * across, 2)[:, :nx]
        return np.where(texels[..., 1] > 0.5, texels[..., 0], np.float32(np.nan))


def opengl_facts() -> OpenGLFacts:
    """What a context without a window says about itself.

    Raises:
        SeparatrixError: If there is no OpenGL.
    """
    with _context():
        return current_facts()


@dataclass(slots=True)
class _Context:
    """One EGL context with what is kept in it; used by one thread at a time."""

    egl: ModuleType
    display: object
    surface: object
    handle: object
    programs: dict[str, Program] = field(default_factory=dict)
    square: Buffer | None = None
    samplers: Samplers = field(default_factory=Samplers)

    def program(self, field: ShaderField) -> Program:
        """The compiled recipe; the few last ones are kept."""
        if field.glsl not in self.programs:
            made = Program(shader_text("square.vert"), compute_text(field))
            if len(self.programs) >= KEPT_PROGRAMS:
                self.programs.pop(next(iter(self.programs))).release()
            self.programs[field.glsl] = made
        return self.programs[field.glsl]


def compute_text(field: ShaderField) -> str:
    """The fragment shader that writes the values of a recipe into texels."""
    variant = "#define PAIRED\n" if field.paired else ""
    return variant + field.glsl + "\n" + shader_text("compute.frag")


def translated(field: ShaderField) -> Hashable:
    """All on which the driver's translation of a recipe depends."""
    tables = [(name, table.shape) for name, table in field.textures.items()]
    return field.glsl, field.paired, tuple(tables)


def rehearsed(field: ShaderField, values: Mapping[str, float]) -> None:
    """One texel of a recipe that nobody sees, in whatever context is current.

    Raises:
        SeparatrixError: If the driver refuses the recipe.
    """
    square, samplers, target = Buffer(UNIT_SQUARE), Samplers(), Target(1, 1)
    program = Program(shader_text("square.vert"), compute_text(field))
    target.bind()
    gl.glEnable(gl.GL_SCISSOR_TEST)
    gl.glScissor(0, 0, 1, 1)
    program.use()
    program.set(**values)
    samplers.bind(program, field.textures)
    draw_square(square)
    gl.glFinish()
    for resource in (program, target, samplers, square):
        resource.release()


_lock = threading.Lock()
_kept: list[_Context] = []


@contextmanager
def _context() -> Iterator[_Context]:
    """The one context of this process, current in this thread until the block ends."""
    with _lock:
        if not _kept:
            _kept.append(_made())
        kept = _kept[0]
        before = _current()
        kept.egl.eglMakeCurrent(kept.display, kept.surface, kept.surface, kept.handle)
        try:
            if kept.square is None:
                kept.square = Buffer(UNIT_SQUARE)
            yield kept
        finally:
            kept.egl.eglMakeCurrent(kept.display, None, None, None)
            before()


def _current() -> Callable[[], None]:
    """Let go of the context a window of this thread may hold; returns what takes it up again.

    Two window systems (GLX and EGL) must not both have a context current in one thread.
    """
    if "PyQt6.QtGui" not in sys.modules:
        return lambda: None
    from PyQt6.QtGui import QOpenGLContext

    context = QOpenGLContext.currentContext()
    if context is None:
        return lambda: None
    surface = context.surface()
    context.doneCurrent()

    def taken_up_again() -> None:
        context.makeCurrent(surface)

    return taken_up_again


def _made() -> _Context:
    os.environ.setdefault("EGL_PLATFORM", "surfaceless")
    os.environ.setdefault("EGL_LOG_LEVEL", "fatal")  # what fails is said in a sentence of ours
    try:
        from vispy.ext import egl

        display = egl.eglGetDisplay()
        egl.eglInitialize(display)
        attributes = [egl.EGL_SURFACE_TYPE, egl.EGL_PBUFFER_BIT]
        attributes += [egl.EGL_RENDERABLE_TYPE, egl.EGL_OPENGL_BIT]
        config = egl.eglChooseConfig(display, attributes)[0]
        egl.eglBindAPI(egl.EGL_OPENGL_API)
        handle = egl.eglCreateContext(display, config)
        surface = egl.eglCreatePbufferSurface(
            display, config, [egl.EGL_WIDTH, 4, egl.EGL_HEIGHT, 4]
        )
    except (OSError, RuntimeError, ValueError, AttributeError) as error:
        raise SeparatrixError(f"There is no OpenGL without a window here: {error}.") from None
    return _Context(egl, display, surface, handle)


def _nodes(
    domain: tuple[float, float, float, float], nx: int, ny: int
) -> tuple[tuple[float, float], tuple[float, float]]:
    x_low, x_high, y_low, y_high = domain
    step = ((x_high - x_low) / max(nx - 1, 1), (y_high - y_low) / max(ny - 1, 1))
    return (x_low, y_low), step


def _draw_rows(target: Target, square: Buffer | None, row: int, rows: int) -> None:
    """One call over a few rows, waited for, so that no single call runs long."""
    if square is None:
        return
    target.bind(0, row, target.texture.width, rows)
    draw_square(square)
    gl.glFinish()
