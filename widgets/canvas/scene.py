"""The painters of one surface: which layers there are, in which order, and which are hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from engines.layers.curves import Curves
from engines.layers.frame import Layer
from engines.layers.points import Points
from engines.layers.scalar_field import ScalarField
from engines.layers.shader_field import ShaderField, ShaderTracers
from engines.layers.tracks import Tracks
from widgets.painters.painter import ColourRange, Moment, Painter
from widgets.painters.points import handles_of, kinds_of
from widgets.painters.table import PAINTERS

FEW = 60  # marks that words go out of the way of
BLUNT = 4.0  # logical pixels per cell from which a field is less sharp than its live twin


class Scene:
    """Keeps one painter per layer name, as long as a layer of that name and kind is there."""

    def __init__(self) -> None:
        self._painters: dict[str, Painter[Any]] = {}
        self._order: tuple[str, ...] = ()
        self._asleep: set[str] = set()  # fields that a live twin replaces while the hand moves
        self._blunt: set[str] = set()  # fields magnified so much that the twin shows more
        self._gone: list[Painter[Any]] = []
        self._ready: list[tuple[Painter[Any], object]] = []  # painters and layers prepared last

    def set_layers(self, layers: Mapping[str, Layer], order: tuple[str, ...]) -> bool:
        """Show `layers`, in the order of `order`; whether anything has changed."""
        wanted = tuple(n for n in order if n in layers and type(layers[n]) in PAINTERS)
        changed = wanted != self._order
        for name in [n for n in self._painters if n not in wanted]:
            self._gone.append(self._painters.pop(name))
            self._asleep.discard(name)
        for name in wanted:
            layer, painter = layers[name], self._painters.get(name)
            if painter is not None and painter.layer is layer:
                continue
            changed = True
            self._asleep.discard(name)
            if painter is not None and type(painter.layer) is type(layer):
                painter.take(layer)
                continue
            if painter is not None:
                self._gone.append(painter)
            self._painters[name] = PAINTERS[type(layer)](layer)
        self._order = wanted
        return changed

    def set_uniforms(self, values: Mapping[str, float]) -> bool:
        """Hand values to the shader layers; whether any of them uses one."""
        used = {name for name in self._order if self._painters[name].use(values)}
        for name in self._order:
            layer = self._painters[name].layer
            if isinstance(layer, ScalarField) and layer.live_twin in used:
                twin = self._painters[layer.live_twin]
                if not twin.trouble:
                    self._asleep.add(name)
        return bool(used)

    @property
    def dyed(self) -> bool:
        """Whether something is drawn that moves with the clock, whatever the clock drives."""
        return any(
            isinstance(p.layer, Tracks) and p.layer.role == "dye" for p in self._painters.values()
        )

    def prepare(self, moment: Moment) -> None:
        """Let painters compute; the context is current."""
        for painter in self._gone:
            painter.release()
        self._gone.clear()
        self._blunt = {name for name in self._order if self._is_blunt(name, moment)}
        for _, painter in self._awake():
            painter.prepare(moment)
        self._ready = [(painter, painter.layer) for _, painter in self._awake()]

    def draw(self, moment: Moment) -> None:
        """Draw all that is not hidden, the first at the bottom.

        What has come since `prepare` is prepared now.
        """
        if self._ready != [(painter, painter.layer) for _, painter in self._awake()]:
            self.prepare(moment)
        awake = [painter for _, painter in self._awake() if not painter.trouble]
        field = any(isinstance(p.layer, ScalarField | ShaderField) for p in awake)
        for painter in awake:
            painter.draw(replace(moment, over_field=field))

    def refine(self, moment: Moment) -> bool:
        """Do one call's worth of refinement; whether a redraw would show more."""
        waiting = next((p for _, p in self._awake() if p.pending), None)
        return waiting is not None and waiting.refine(moment)

    def settle(self) -> None:
        """End all glides, for a photograph."""
        for _, painter in self._awake():
            painter.settle()

    @property
    def restless(self) -> bool:
        """Whether something moves by itself."""
        return any(painter.restless for _, painter in self._awake())

    @property
    def pending(self) -> bool:
        """Whether something is not yet as fine as it will be."""
        return any(painter.pending for _, painter in self._awake())

    def troubles(self) -> tuple[str, ...]:
        """Why some layers cannot be drawn."""
        return tuple(p.trouble for p in self._painters.values() if p.trouble)

    def colour_range(self, name: str = "") -> ColourRange | None:
        """Range of the layer `name`; without a name, of the topmost layer that has one."""
        if name:
            painter = self._painters.get(name)
            layer = painter.layer if painter is not None else None
            twin = layer.live_twin if isinstance(layer, ScalarField) else ""
            if name in self._asleep | self._blunt and twin in self._painters:
                painter = self._painters[twin]
            return painter.colour_range() if painter is not None else None
        ranges = [painter.colour_range() for _, painter in self._awake()]
        return next((r for r in reversed(ranges) if r is not None), None)

    def ranges(self) -> dict[str, ColourRange | None]:
        """Range of every layer that is drawn, by name."""
        return {name: painter.colour_range() for name, painter in self._awake()}

    def labels(self) -> list[tuple[str, tuple[float, ...]]]:
        """Texts of labelled points and where they belong."""
        return [
            (text, tuple(float(c) for c in place))
            for _, painter in self._awake()
            if isinstance(painter.layer, Points)
            for text, place in zip(painter.layer.labels, painter.layer.positions, strict=False)
            if text
        ]

    def crossings(self) -> list[tuple[tuple[float, ...], tuple[float, ...] | None]]:
        """What words must not lie over: marks, and eigenvectors with a place in their direction."""
        found: list[tuple[tuple[float, ...], tuple[float, ...] | None]] = []
        for _, painter in self._awake():
            layer = painter.layer
            if isinstance(layer, Points) and len(layer.positions) <= FEW:
                kinds = kinds_of(layer)
                places = zip(layer.positions, kinds, strict=True)
                found += [(tuple(p.tolist()), None) for p, kind in places if kind != "cloud"]
            elif isinstance(layer, Curves):
                for line, role in zip(layer.lines, layer.roles, strict=True):
                    if role.endswith("_axis") and len(line) > 1:
                        found.append((tuple(line[0].tolist()), tuple(line[1].tolist())))
        return found

    def handles(self) -> np.ndarray:
        """World positions a hand may drag, shape (n, 3)."""
        found = [
            handles_of(painter.layer)
            for _, painter in self._awake()
            if isinstance(painter.layer, Points)
        ]
        flat = np.zeros((sum(len(f) for f in found), 3))
        row = 0
        for places in found:
            flat[row : row + len(places), : places.shape[1]] = places
            row += len(places)
        return flat

    def lost(self) -> None:
        """The context is gone with everything in it."""
        self._gone.clear()
        for painter in self._painters.values():
            painter.lost()

    def release(self) -> None:
        """Give everything back to the driver; what is shown stays known."""
        for painter in (*self._gone, *self._painters.values()):
            painter.release()
        self._gone.clear()

    def _awake(self) -> Iterator[tuple[str, Painter[Any]]]:
        """Painters to be drawn. A live layer beats what stands in for it, and the reverse:

        a field covers its live twin until a hand moves a value or zooms far in; tracers moved by
        the driver replace the engine's swarm unless the driver refuses them.
        """
        hidden = self._asleep | self._blunt
        covered = {
            self._painters[name].layer.live_twin
            for name in self._order
            if isinstance(self._painters[name].layer, ScalarField) and name not in hidden
        }
        live_tracers = any(
            isinstance(p.layer, ShaderTracers) and not p.trouble for p in self._painters.values()
        )
        for name in self._order:
            painter = self._painters[name]
            layer = painter.layer
            stands_in = isinstance(layer, Tracks) and layer.role == "swarm" and live_tracers
            if name not in hidden and name not in covered and not stands_in:
                yield name, painter

    def _is_blunt(self, name: str, moment: Moment) -> bool:
        """Whether a live twin would show more of a field, and loses no hatching."""
        layer = self._painters[name].layer
        if not isinstance(layer, ScalarField) or layer.live_twin not in self._painters:
            return False
        if self._painters[layer.live_twin].trouble or moment.limits is None:
            return False
        if layer.untrusted is not None and layer.untrusted.any():
            return False
        left, right, low, high = moment.limits
        sides = ((layer.x, right - left), (layer.y, high - low))
        cells = (
            float(nodes[-1] - nodes[0]) / max(len(nodes) - 1, 1) / seen * pixels
            for (nodes, seen), pixels in zip(sides, moment.size, strict=True)
        )
        return max(cells) > BLUNT * moment.ratio
