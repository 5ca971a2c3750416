"""The plane: data in the aspect of their domain, axes round them, a colour bar beside them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from PyQt6.QtCore import QRect, QRectF
from PyQt6.QtGui import QPainter
from PyQt6.QtWidgets import QWidget

from engines.layers.frame import Frame, Layer
from engines.layers.scalar_field import ScalarField
from engines.layers.shader_field import ShaderField
from engines.protocols.views import Axis, ViewSpec
from widgets.canvas.plane import PlaneCanvas
from widgets.theme.look import LOOK
from widgets.theme.maps import beneath
from widgets.theme.tokens import Theme
from widgets.views.surface_view import SurfaceView
from widgets.views.surround.axes import Ticks, find_ticks, left_needed, paint_axes
from widgets.views.surround.colour_bar import ColourBar
from widgets.views.view import TOP, fitted

PLAIN = (Axis("x"), Axis("y"))
BAR_GAP, BAR_GAP_TIGHT = 18, 10
LEAST_BAR = 60  # height of data below which a bar would say nothing


class PlaneView(SurfaceView):
    """Shows planar layers on a GL canvas."""

    def __init__(
        self,
        spec: ViewSpec,
        theme: Theme,
        parent: QWidget | None = None,
        canvas: Any = None,
    ) -> None:
        self._ticks = Ticks((), ())
        self._bar_layer = ""
        self._clip: tuple[str, float, float] | None = None
        self.bar = ColourBar(theme)
        super().__init__(spec, theme, canvas or PlaneCanvas(theme=theme), parent)
        self.bar.setParent(self)
        self.bar.hide()
        self.bar.clipped.connect(self._clipped)
        self.bar.automatic.connect(self._unclipped)
        self.canvas.set_limits(self._home(), home=True)

    def show_layers(self, layers: Mapping[str, Layer], frame: Frame) -> None:
        super().show_layers(self._with_clip(layers), frame)

    def spec_changed(self, before: ViewSpec) -> None:
        if (before.id, before.axes) != (self.spec.id, self.spec.axes):
            self.canvas.set_limits(self._home(), home=True)
        if before.id != self.spec.id:
            self._clip = None

    def theme_changed(self) -> None:
        super().theme_changed()
        self.bar.set_theme(self._theme)

    def ranges_changed(self) -> None:
        name = self._field_name()
        found = self.canvas.colour_range(name) if name else None
        shown_before = self._bar_layer
        self._bar_layer = name if found is not None else ""
        width = self.bar.width_needed()
        if found is not None:
            low, high, *_ = found
            outside = _outside(self._layers.get(name), low, high) or found[4:]
            self.bar.set_range(*found[:4], *outside)
            self.bar.set_kinds(_kinds(self._layers.get(name)))
        if bool(shown_before) != bool(self._bar_layer) or width != self.bar.width_needed():
            self.arrange()

    def pointed_at(self, place: tuple[float, ...] | None) -> None:
        layer = self._layers.get(self._bar_layer)
        known = isinstance(layer, ScalarField) and place is not None
        self.bar.set_value(value_at(layer, place) if known else None)  # type: ignore[arg-type]

    def arrange_body(self, body: QRect, empty: bool) -> None:
        density = LOOK.density
        left, right, bottom = self.insets()
        has_bar = bool(self._bar_layer) and not empty
        gap = BAR_GAP_TIGHT if density.name == "tight" else BAR_GAP
        if has_bar:
            right = max(density.inset_right_bar, gap + self.bar.width_needed() + 4)
        height = max(1, body.height() - TOP - bottom)
        guess = find_ticks(self.canvas.limits, (body.width(), height), self._axes(), False)
        left = max(left, math.ceil(left_needed(guess, self._axes()[1])))
        room = QRectF(left, body.top() + TOP, max(1, body.width() - left - right), height)
        x_low, x_high, y_low, y_high = self._home()
        aspect = (x_high - x_low) / (y_high - y_low) if self.spec.equal else None
        data = fitted(room, aspect, at_top=self._at_top)
        self.place_canvas(data, empty)
        self.bar.setVisible(has_bar and data.height() >= LEAST_BAR)
        if has_bar:
            offset, tall = self.bar.height_for(round(data.height()))
            x = round(data.right()) + gap
            self.bar.setGeometry(x, round(data.top()) + offset, self.width() - x, tall)
        self._find_ticks()

    def paint_body(self, painter: QPainter) -> None:
        limits, axes = self.canvas.limits, self._axes()
        paint_axes(painter, self._data, limits, axes, self._ticks, self._theme)

    def limits_moved(self) -> None:
        self._find_ticks()

    def _axes(self) -> tuple[Axis, ...]:
        return self.spec.axes[:2] if len(self.spec.axes) >= 2 else PLAIN

    def _home(self) -> tuple[float, float, float, float]:
        x, y = self._axes()
        return x.low, x.high, y.low, y.high

    def _find_ticks(self) -> None:
        size = (self._data.width(), self._data.height())
        self._ticks = find_ticks(self.canvas.limits, size, self._axes(), self.spec.equal)

    def _field_name(self) -> str:
        """The layer the bar belongs to: the topmost field, else what has a unit for its colours."""
        names = [n for n in reversed(self.spec.layers) if n in self._layers]
        for name in names:
            if isinstance(self._layers[name], ScalarField | ShaderField):
                return name
        for name in names:
            found = self.canvas.colour_range(name)
            if found is not None and found[3]:
                return name
        return ""

    def _with_clip(self, layers: Mapping[str, Layer]) -> Mapping[str, Layer]:
        if self._clip is None:
            return layers
        name, low, high = self._clip
        clipped = layers.get(name)
        if not isinstance(clipped, ScalarField | ShaderField):
            return layers
        scales = (clipped.scale, beneath(clipped.scale))
        return {
            name: replace(layer, limits=(low, high))
            if isinstance(layer, ScalarField | ShaderField) and layer.scale in scales
            else layer
            for name, layer in layers.items()
        }

    def _clipped(self, low: float, high: float) -> None:
        self._clip = (self._bar_layer, low, high)
        self.canvas.set_layers(self._with_clip(self._layers), self.spec.layers)
        self.ranges_changed()

    def _unclipped(self) -> None:
        self._clip = None
        self.canvas.set_layers(self._layers, self.spec.layers)
        self.ranges_changed()


def value_at(field: ScalarField, place: tuple[float, ...]) -> float | None:
    """Value of the node nearest to a place; None outside the grid or where there is none."""
    x, y = place[0], place[1]
    if not (field.x[0] <= x <= field.x[-1] and field.y[0] <= y <= field.y[-1]):
        return None
    column = int(np.argmin(np.abs(field.x - x)))
    row = int(np.argmin(np.abs(field.y - y)))
    value = float(field.values[row, column])
    return value if math.isfinite(value) else None


def _kinds(layer: Layer | None) -> tuple[int, ...]:
    """Which kinds are there, counted from 0; none where they are more than there are colours."""
    if not isinstance(layer, ScalarField) or layer.scale != "kinds":
        return ()
    known = layer.values[np.isfinite(layer.values)]
    found = np.unique(np.floor(known)).astype(int)
    return tuple(found.tolist()) if len(found) and found[0] >= 0 and found[-1] < 8 else ()


def _outside(layer: Layer | None, low: float, high: float) -> tuple[bool, bool] | None:
    """Whether data lie below and above a range; None where only the painter knows."""
    if isinstance(layer, ScalarField) and layer.scale not in ("kinds", "cyclic"):
        known = layer.values[np.isfinite(layer.values)]
        slack = (high - low) * 1e-6
        if len(known):
            return bool(known.min() < low - slack), bool(known.max() > high + slack)
    return None
