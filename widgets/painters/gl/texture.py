"""Textures of four floats per texel, and the targets through which shaders write them."""

from __future__ import annotations

import numpy as np
from vispy.gloo import gl

from engines.errors import SeparatrixError

RGBA32F = 34836
SCRATCH = 7  # texture unit for writing, so that no unit a draw reads from is disturbed


class Texture:
    """A texture of 32-bit floats, read texel by texel.

    Linear filtering of float textures is an extension; shaders of this house interpolate by hand.

    Attributes:
        width: Texels across.
        height: Texels up.
    """

    def __init__(self, width: int, height: int, data: np.ndarray | None = None) -> None:
        self.id = gl.glCreateTexture()
        self.width, self.height = width, height
        self.bind(SCRATCH)
        gl.glActiveTexture(gl.GL_TEXTURE0 + SCRATCH)
        for name in (gl.GL_TEXTURE_MIN_FILTER, gl.GL_TEXTURE_MAG_FILTER):
            gl.glTexParameterf(gl.GL_TEXTURE_2D, name, gl.GL_NEAREST)
        for name in (gl.GL_TEXTURE_WRAP_S, gl.GL_TEXTURE_WRAP_T):
            gl.glTexParameterf(gl.GL_TEXTURE_2D, name, gl.GL_CLAMP_TO_EDGE)
        pixels = (height, width) if data is None else np.ascontiguousarray(data, np.float32)
        gl.glTexImage2D(gl.GL_TEXTURE_2D, 0, RGBA32F, gl.GL_RGBA, gl.GL_FLOAT, pixels)
        gl.glActiveTexture(gl.GL_TEXTURE0)

    @classmethod
    def of(cls, data: np.ndarray) -> Texture:
        """A texture holding `data`, shape (height, width, 4)."""
        return cls(data.shape[1], data.shape[0], data)

    def write(self, data: np.ndarray, x: int = 0, y: int = 0) -> None:
        """Replace a rectangle by `data`, shape (h, w, 4), its lower left corner at (x, y)."""
        self.bind(SCRATCH)
        gl.glActiveTexture(gl.GL_TEXTURE0 + SCRATCH)
        pixels = np.ascontiguousarray(data, np.float32)
        gl.glTexSubImage2D(gl.GL_TEXTURE_2D, 0, x, y, gl.GL_RGBA, gl.GL_FLOAT, pixels)
        gl.glActiveTexture(gl.GL_TEXTURE0)

    def bind(self, unit: int) -> int:
        """Put it on texture unit `unit`; returns the unit, for the sampler uniform."""
        gl.glActiveTexture(gl.GL_TEXTURE0 + unit)
        gl.glBindTexture(gl.GL_TEXTURE_2D, self.id)
        gl.glActiveTexture(gl.GL_TEXTURE0)
        return unit

    def release(self) -> None:
        """Give it back to the driver."""
        if self.id:
            gl.glDeleteTexture(self.id)
            self.id = 0


class Target:
    """A texture into which fragments are written.

    Raises:
        SeparatrixError: If the driver cannot draw into float textures.
    """

    def __init__(self, width: int, height: int, data: np.ndarray | None = None) -> None:
        self.texture = Texture(width, height, data)
        self.id = gl.glCreateFramebuffer()
        before = gl.glGetParameter(gl.GL_FRAMEBUFFER_BINDING)
        gl.glBindFramebuffer(gl.GL_FRAMEBUFFER, self.id)
        gl.glFramebufferTexture2D(
            gl.GL_FRAMEBUFFER, gl.GL_COLOR_ATTACHMENT0, gl.GL_TEXTURE_2D, self.texture.id, 0
        )
        state = gl.glCheckFramebufferStatus(gl.GL_FRAMEBUFFER)
        gl.glBindFramebuffer(gl.GL_FRAMEBUFFER, before)
        if state != gl.GL_FRAMEBUFFER_COMPLETE:
            self.release()
            raise SeparatrixError("The graphics driver cannot draw into textures of floats.")

    @property
    def size(self) -> tuple[int, int]:
        """Texels across and up."""
        return self.texture.width, self.texture.height

    def bind(self, x: int = 0, y: int = 0, width: int = 0, height: int = 0) -> None:
        """Send fragments here, into a rectangle of it or all of it, without blending."""
        gl.glBindFramebuffer(gl.GL_FRAMEBUFFER, self.id)
        gl.glDisable(gl.GL_BLEND)
        gl.glViewport(x, y, width or self.texture.width, height or self.texture.height)

    def read(self, x: int = 0, y: int = 0, width: int = 0, height: int = 0) -> np.ndarray:
        """The texels of a rectangle, or of all of it, shape (height, width, 4), lowest row first."""
        width, height = width or self.texture.width, height or self.texture.height
        gl.glBindFramebuffer(gl.GL_FRAMEBUFFER, self.id)
        raw = gl.glReadPixels(x, y, width, height, gl.GL_RGBA, gl.GL_FLOAT)
        return np.frombuffer(raw, np.float32).reshape(height, width, 4)

    def release(self) -> None:
        """Give target and texture back to the driver."""
        if self.id:
            gl.glDeleteFramebuffer(self.id)
            self.id = 0
        self.texture.release()
