"""Numbers in a texture become colours on the screen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from widgets.painters.gl.buffer import draw_square
from widgets.painters.gl.program import Program
from widgets.painters.gl.texture import Texture
from widgets.painters.painter import Moment, blend_over
from widgets.painters.shaders import shader_text
from widgets.theme.maps import colour_table

MODES = {"kinds": 1.0, "cyclic": 2.0}
MISSING = "control"  # colour of the theme for nodes without a value


@dataclass(frozen=True, slots=True, eq=False)
class Raster:
    """Where the texels of a texture lie in the world.

    Attributes:
        texture: Value, known (0 or 1), untrusted (0 or 1) per texel.
        cover: Rectangle to be painted, (x_low, x_high, y_low, y_high).
        texels: Texel coordinates (x, y, x, y) of its lower left and upper right corner; whole
            numbers are centres of texels.
    """

    texture: Texture
    cover: tuple[float, float, float, float]
    texels: tuple[float, float, float, float]


class Colouring:
    """The program that colours rasters, with the table of one scale and theme."""

    def __init__(self) -> None:
        self._program = Program(shader_text("field.vert"), shader_text("field.frag"))
        self._table: Texture | None = None
        self._key: tuple[str, str] | None = None

    def draw(
        self,
        raster: Raster,
        limits: tuple[float, float],
        scale: str,
        moment: Moment,
        alpha: float = 1.0,
    ) -> None:
        """Paint `raster` over what is there.

        Texels without value have a neutral ground of their own, which no low value has; those of a
        field that lies over another let it through.
        """
        blend_over()
        x_low, x_high, y_low, y_high = raster.cover
        place = np.diag([x_high - x_low, y_high - y_low, 1.0, 1.0])
        place[:2, 3] = x_low, y_low
        self._program.use()
        self._program.set(
            sep_values=raster.texture.bind(0),
            sep_table=self._tabled(scale, moment.theme.name).bind(1),
            sep_matrix=moment.matrix @ place,
            sep_texels=raster.texels,
            sep_size=(float(raster.texture.width), float(raster.texture.height)),
            sep_limits=limits,
            sep_warn=moment.colour("warn"),
            sep_missing=moment.colour(MISSING, 0.0 if scale.endswith("_over") else 1.0),
            sep_mode=MODES.get(scale, 0.0),
            sep_turn=1.0 if scale == "cyclic" else 0.0,
            sep_alpha=alpha,
            sep_pixel=moment.ratio,
        )
        draw_square(moment.square)

    def release(self) -> None:
        """Give program and table back."""
        self._program.release()
        if self._table is not None:
            self._table.release()
            self._table = None

    def _tabled(self, scale: str, theme_name: str) -> Texture:
        if self._table is None or self._key != (scale, theme_name):
            if self._table is not None:
                self._table.release()
            self._table = Texture.of(colour_table(scale, theme_name)[None])
            self._key = (scale, theme_name)
        return self._table
