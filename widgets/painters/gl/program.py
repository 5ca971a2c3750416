"""Shader programs of the context that is current."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from vispy.gloo import gl

from engines.errors import SeparatrixError

VERSION = "#version 120\n"


class ShaderError(SeparatrixError):
    """The driver refuses a shader."""


class Program:
    """A vertex and a fragment shader, compiled and linked once.

    Args:
        vertex: GLSL 1.20 text without version line.
        fragment: The same.
        attributes: Names of the attributes; the first has location 0, and so on.

    Raises:
        ShaderError: If the driver cannot compile or link them; the sentence quotes it.
    """

    def __init__(self, vertex: str, fragment: str, attributes: Iterable[str] = ("corner",)) -> None:
        self.id = gl.glCreateProgram()
        self._places: dict[str, int] = {}
        shaders = []
        try:
            for kind, text in ((gl.GL_VERTEX_SHADER, vertex), (gl.GL_FRAGMENT_SHADER, fragment)):
                shaders.append(_compiled(kind, text))
                gl.glAttachShader(self.id, shaders[-1])
            for place, name in enumerate(attributes):
                gl.glBindAttribLocation(self.id, place, name)
            gl.glLinkProgram(self.id)
            if not gl.glGetProgramParameter(self.id, gl.GL_LINK_STATUS):
                raise ShaderError(_sentence("link", gl.glGetProgramInfoLog(self.id)))
        except ShaderError:
            self.release()
            raise
        finally:
            for shader in shaders:
                gl.glDeleteShader(shader)

    def use(self) -> None:
        """Make it the program of the next draw."""
        gl.glUseProgram(self.id)

    def has(self, name: str) -> bool:
        """Whether the linked program reads a uniform of that name."""
        return self._place(name) >= 0

    def set(self, **values: float | int | tuple[float, ...] | np.ndarray) -> None:
        """Set uniforms of the program in use: int for samplers, tuples for vectors, (4, 4) arrays
        for matrices that act on column vectors. A name the program does not read is passed over.
        """
        for name, value in values.items():
            place = self._place(name)
            if place < 0:
                continue
            if isinstance(value, np.ndarray):
                gl.glUniformMatrix4fv(place, 1, False, np.ascontiguousarray(value.T, np.float32))
            elif isinstance(value, tuple):
                _VECTORS[len(value)](place, *(float(v) for v in value))
            elif isinstance(value, int):
                gl.glUniform1i(place, value)
            else:
                gl.glUniform1f(place, float(value))

    def release(self) -> None:
        """Give it back to the driver."""
        if self.id:
            gl.glDeleteProgram(self.id)
            self.id = 0

    def _place(self, name: str) -> int:
        if name not in self._places:
            self._places[name] = gl.glGetUniformLocation(self.id, name)
        return self._places[name]


_VECTORS = {2: gl.glUniform2f, 3: gl.glUniform3f, 4: gl.glUniform4f}


def _compiled(kind: int, text: str) -> int:
    shader = gl.glCreateShader(kind)
    gl.glShaderSource(shader, VERSION + text)
    gl.glCompileShader(shader)
    if not gl.glGetShaderParameter(shader, gl.GL_COMPILE_STATUS):
        log = gl.glGetShaderInfoLog(shader)
        gl.glDeleteShader(shader)
        raise ShaderError(_sentence("compile", log))
    return shader


def _sentence(act: str, log: str | bytes) -> str:
    text = log.decode("utf-8", "replace") if isinstance(log, bytes) else log
    first = next((line.strip() for line in text.splitlines() if line.strip()), "no reason given")
    return f"The graphics driver cannot {act} the shader: {first}"
