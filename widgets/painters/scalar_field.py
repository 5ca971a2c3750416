"""Paints a scalar field: one number per node, as colours between the nodes."""

from __future__ import annotations

import numpy as np

from engines.layers.scalar_field import ScalarField
from widgets.painters.gl.texture import Texture
from widgets.painters.painter import ColourRange, Moment, Painter
from widgets.painters.parts.colouring import Colouring, Raster
from widgets.theme.maps import robust_limits


class ScalarFieldPainter(Painter[ScalarField]):
    """Interpolates values, not colours, except on a circle; hatches what is not trusted."""

    def __init__(self, layer: ScalarField) -> None:
        super().__init__(layer)
        self._texture: Texture | None = None
        self._colouring: Colouring | None = None
        self._uploaded: ScalarField | None = None
        self._limits = _limits(layer)

    def take(self, layer: ScalarField) -> None:
        super().take(layer)
        self._limits = _limits(layer)

    def draw(self, moment: Moment) -> None:
        texture = self._up_to_date()
        if self._colouring is None:
            self._colouring = self.hold(Colouring())
        layer = self.layer
        cover = (layer.x[0], layer.x[-1], layer.y[0], layer.y[-1])
        nodes = (0.0, 0.0, texture.width - 1.0, texture.height - 1.0)
        self._colouring.draw(Raster(texture, cover, nodes), self._limits, layer.scale, moment)

    def colour_range(self) -> ColourRange:
        return ColourRange(*self._limits, self.layer.scale, self.layer.unit or self.layer.quantity)

    def forget(self) -> None:
        self._texture = self._colouring = self._uploaded = None

    def _up_to_date(self) -> Texture:
        if self._texture is not None and self._uploaded is self.layer:
            return self._texture
        texels = packed(self.layer)
        if self._texture is not None:
            if (self._texture.height, self._texture.width) == texels.shape[:2]:
                self._texture.write(texels)
            else:
                self.drop(self._texture)
                self._texture = None
        if self._texture is None:
            self._texture = self.hold(Texture.of(texels))
        self._uploaded = self.layer
        return self._texture


def packed(layer: ScalarField) -> np.ndarray:
    """Value, known, untrusted, 1 per node of an even grid, shape (ny, nx, 4), float32.

    A grid with uneven steps is carried to an even one by the nearest node.
    """
    rows, columns = _nearest(layer.y), _nearest(layer.x)
    values = layer.values[np.ix_(rows, columns)]
    texels = np.ones((*values.shape, 4), dtype=np.float32)
    known = np.isfinite(values)
    texels[..., 0] = np.where(known, values, 0.0)
    texels[..., 1] = known
    untrusted = layer.untrusted
    texels[..., 2] = 0.0 if untrusted is None else untrusted[np.ix_(rows, columns)]
    return texels


def _nearest(nodes: np.ndarray) -> np.ndarray:
    """Index of the node nearest to each place of an even grid with as many places."""
    if len(nodes) < 3:
        return np.arange(len(nodes))
    even = np.linspace(nodes[0], nodes[-1], len(nodes))
    if np.allclose(nodes, even, rtol=0, atol=1e-3 * abs(nodes[-1] - nodes[0]) / len(nodes)):
        return np.arange(len(nodes))
    return np.abs(nodes[None, :] - even[:, None]).argmin(axis=1)


def _limits(layer: ScalarField) -> tuple[float, float]:
    return layer.limits or robust_limits(layer.values, layer.scale)
