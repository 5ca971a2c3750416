"""The paths from before the last move stay faint in the picture, without being computed again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from engines.layers.frame import Frame, Layer
from engines.layers.scalar_field import ScalarField
from engines.layers.series import Series
from engines.layers.shader_field import ShaderField
from engines.layers.tracks import Tracks

COMPARED = {"tracks": "tracks_before", "series": "series_before"}


class Ghosts:
    """Lines as they were shown last, and those among them that stay faint beside new ones."""

    def __init__(self) -> None:
        self._lines: dict[str, Layer] = {}
        self._faint: dict[str, Layer] = {}
        self._whole: dict[str, Layer] = {}  # fields of the last frame that was finished

    def forget(self, lines: bool = False) -> None:
        """Nothing stays behind; with `lines`, not even what is shown now."""
        self._faint = {}
        if lines:
            self._lines = {}

    def keep(self) -> None:
        """What is shown now is what the next move is compared with."""
        self._faint = dict(self._lines)

    def placed(self, layers: dict[str, Any]) -> dict[str, Any]:
        """`layers` with the ghosts below the lines they belong to."""
        for name, ghost in COMPARED.items():
            line = layers.get(name)
            if line is None:
                continue
            self._lines[name] = line
            before = _faint(self._faint.get(name), line)
            if before is not None and ghost not in layers:  # a kept one stays
                layers = _inserted(layers, ghost, before, name)
        return layers

    def dressed(self, frame: Frame, moving: bool, drawn: Callable[[], bool]) -> Frame:
        """`frame` with its ghosts, and without a field whose live twin follows the hand better.

        A finished field that is the same as before does not depend on what moves: it stays.

        Args:
            frame: As the engine made it.
            moving: Whether a hand moves or time plays.
            drawn: Whether anything is drawn on the graphics card.
        """
        layers = self.placed(dict(frame.layers))
        for name, layer in list(layers.items()):
            if not isinstance(layer, ScalarField) or not layer.live_twin:
                continue
            live = isinstance(layers.get(layer.live_twin), ShaderField)
            stays = self._whole.get(name) is layer
            if live and not stays and (moving or frame.progress < 1.0) and drawn():
                del layers[name]
        if frame.progress >= 1.0:
            fields = frame.layers.items()
            self._whole = {name: f for name, f in fields if isinstance(f, ScalarField)}
        return replace(frame, layers=layers)


def _faint(ghost: Layer | None, line: Layer) -> Layer | None:
    """A line in the pen of what was before; None if it cannot stand beside the new one."""
    if isinstance(ghost, Tracks) and isinstance(line, Tracks):
        same = ghost.positions.shape[2] == line.positions.shape[2]
        return replace(ghost, role="before", values=None) if same else None
    if isinstance(ghost, Series) and isinstance(line, Series):
        return replace(ghost, role="before", label="before")
    return None


def _inserted(layers: Mapping[str, Any], name: str, layer: Any, before: str) -> dict[str, Any]:
    placed: dict[str, Any] = {}
    for key, value in layers.items():
        if key == before:
            placed[name] = layer
        placed[key] = value
    return placed
