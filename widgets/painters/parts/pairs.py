"""Shader fields computed two neighbours at a time, and taken apart again."""

from __future__ import annotations

from widgets.painters.gl.buffer import Buffer, draw_square
from widgets.painters.gl.program import Program
from widgets.painters.gl.texture import Target
from widgets.painters.parts.refinement import Tile
from widgets.painters.shaders import shader_text


class Pairs:
    """A target for pairs, which only grows, and the program that takes them apart."""

    def __init__(self) -> None:
        self._program = Program(shader_text("square.vert"), shader_text("unpair.frag"))
        self._target: Target | None = None

    def bound(self, size: tuple[int, int]) -> None:
        """Send fragments here, for a picture of `size` texels."""
        width, height = (size[0] + 1) // 2, size[1]
        have = self._target.size if self._target is not None else (0, 0)
        if self._target is None or have[0] < width or have[1] < height:
            if self._target is not None:
                self._target.release()
            self._target = Target(max(width, have[0]), max(height, have[1]))
        self._target.bind(0, 0, width, height)

    def take_apart(self, target: Target, square: Buffer) -> None:
        """Write both values of each pair to `target`, within the scissors."""
        if self._target is None:
            return
        target.bind()
        self._program.use()
        width, height = self._target.size
        self._program.set(
            sep_pairs=self._target.texture.bind(0), sep_size=(float(width), float(height))
        )
        draw_square(square)

    def release(self) -> None:
        """Give everything back to the driver."""
        self._program.release()
        if self._target is not None:
            self._target.release()
            self._target = None


def halved(tile: Tile) -> Tile:
    """The texels of pairs that hold a tile."""
    first, last = tile.x // 2, (tile.x + tile.width + 1) // 2
    return Tile(first, tile.y, last - first, tile.height)
