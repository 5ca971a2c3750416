"""The list behind the layers icon: what the view draws, each with a tick."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QMenu, QWidget

from engines.layers.frame import Layer
from engines.layers.scalar_field import ScalarField


def layer_words(name: str) -> str:
    """A layer's name as words: "fixed_points" as "Fixed points"."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def listed(layers: Mapping[str, Layer]) -> tuple[str, ...]:
    """Names worth a row, topmost first; the live twin of a field belongs to its field."""
    twins = {v.live_twin for v in layers.values() if isinstance(v, ScalarField)}
    return tuple(n for n in reversed(tuple(layers)) if n not in twins)


def without(layers: Mapping[str, Layer], hidden: Iterable[str]) -> dict[str, Layer]:
    """The layers that are not hidden; a hidden field takes its live twin along."""
    gone = set(hidden)
    for name in tuple(gone):
        layer = layers.get(name)
        if isinstance(layer, ScalarField):
            gone.add(layer.live_twin)
    return {n: v for n, v in layers.items() if n not in gone}


class LayerMenu(QMenu):
    """Ticks to show and hide layers.

    Attributes:
        switched: Name of a layer, and whether it is to be shown.
    """

    switched = pyqtSignal(str, bool)

    def __init__(
        self, layers: Mapping[str, Layer], hidden: Iterable[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        gone = set(hidden)
        for name in listed(layers):
            action = self.addAction(layer_words(name))
            if action is not None:
                action.setCheckable(True)
                action.setChecked(name not in gone)
                action.toggled.connect(lambda on, n=name: self.switched.emit(n, on))
        if not self.actions():
            nothing = self.addAction("Nothing is drawn yet")
            if nothing is not None:
                nothing.setEnabled(False)
