"""Vertices and indices in the memory of the driver."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from vispy.gloo import gl

UNIT_SQUARE = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], dtype=np.float32)


class Buffer:
    """An array of vertices (float32) or of indices (uint32)."""

    def __init__(self, data: np.ndarray, indices: bool = False) -> None:
        self.id = gl.glCreateBuffer()
        self._kind = gl.GL_ELEMENT_ARRAY_BUFFER if indices else gl.GL_ARRAY_BUFFER
        self._dtype = np.uint32 if indices else np.float32
        self.write(data)

    def write(self, data: np.ndarray) -> None:
        """Replace everything in it."""
        kept = np.ascontiguousarray(data, self._dtype)
        self.count = kept.size if self._dtype is np.uint32 else len(kept)
        gl.glBindBuffer(self._kind, self.id)
        gl.glBufferData(self._kind, kept, gl.GL_DYNAMIC_DRAW)
        gl.glBindBuffer(self._kind, 0)

    def release(self) -> None:
        """Give it back to the driver."""
        if self.id:
            gl.glDeleteBuffer(self.id)
            self.id = 0


def feed(buffer: Buffer, parts: Sequence[tuple[int, int, int]], stride: int) -> None:
    """Let attribute 0, 1, ... read `buffer`.

    Args:
        buffer: Vertices.
        parts: Per attribute its location, its number of floats, and its offset in floats.
        stride: Floats from one vertex to the next.
    """
    gl.glBindBuffer(gl.GL_ARRAY_BUFFER, buffer.id)
    for place, size, offset in parts:
        gl.glEnableVertexAttribArray(place)
        gl.glVertexAttribPointer(place, size, gl.GL_FLOAT, False, stride * 4, offset * 4)
    gl.glBindBuffer(gl.GL_ARRAY_BUFFER, 0)


def unfeed(count: int) -> None:
    """Let the first `count` attributes go."""
    for place in range(count):
        gl.glDisableVertexAttribArray(place)


def draw_square(square: Buffer) -> None:
    """Draw the unit square held by `square` with the program in use."""
    feed(square, ((0, 2, 0),), 2)
    gl.glDrawArrays(gl.GL_TRIANGLE_STRIP, 0, 4)
    unfeed(1)


def draw_indexed(indices: Buffer, first: int, count: int, lines: bool = False) -> None:
    """Draw `count` indices, beginning with the index number `first`, as triangles or as lines."""
    mode = gl.GL_LINES if lines else gl.GL_TRIANGLES
    gl.glBindBuffer(gl.GL_ELEMENT_ARRAY_BUFFER, indices.id)
    gl.glDrawElements(mode, count, 5125, first * 4)  # 5125 is unsigned int
    gl.glBindBuffer(gl.GL_ELEMENT_ARRAY_BUFFER, 0)
