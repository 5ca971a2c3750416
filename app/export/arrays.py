"""Layers as plain arrays under the names `<layer>.<field>`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from engines.errors import ExportError, near_miss
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Layer
from engines.layers.shader_field import ShaderField, ShaderTracers


def chosen_layers(frame: Frame, name: str = "") -> dict[str, Layer]:
    """The layers of `frame` that hold numbers, or the one called `name`.

    Recipes for a graphics card hold none; what they show is computed by another layer.

    Raises:
        ExportError: If there is no such layer; with the nearest name.
    """
    kept: dict[str, Layer] = {
        key: layer
        for key, layer in frame.layers.items()
        if not isinstance(layer, ShaderField | ShaderTracers)
    }
    if not name:
        return kept
    if name not in kept:
        raise ExportError(f"--layer = {name}, {near_miss(name, tuple(kept))}")
    return {name: kept[name]}


def arrays_of(layers: Mapping[str, Layer]) -> dict[str, np.ndarray]:
    """Every array of every layer.

    Curves differ in length, so their vertices stand one after the other in `<layer>.lines`, and
    line i is lines[offsets[i]:offsets[i + 1]].

    Returns:
        `<layer>.<field>` to array; texts are Unicode arrays, no objects.
    """
    found: dict[str, np.ndarray] = {}
    for name, layer in layers.items():
        for part in fields(layer):  # type: ignore[arg-type]
            value = getattr(layer, part.name)
            if isinstance(value, np.ndarray):
                found[f"{name}.{part.name}"] = value
        if isinstance(layer, Curves):
            width = layer.lines[0].shape[1] if layer.lines else 2
            found[f"{name}.lines"] = np.concatenate([np.zeros((0, width)), *layer.lines])
            found[f"{name}.offsets"] = np.cumsum([0, *(len(line) for line in layer.lines)])
            found[f"{name}.roles"] = np.array(layer.roles, dtype=np.str_)
        labels = getattr(layer, "labels", ())
        if labels and not isinstance(layer, Curves):
            found[f"{name}.labels"] = np.array(labels, dtype=np.str_)
        mark = getattr(layer, "mark", "")
        if mark:
            found[f"{name}.mark"] = np.array(mark, dtype=np.str_)
    return found


def about_layers(layers: Mapping[str, Layer]) -> dict[str, dict[str, Any]]:
    """Kind, unit and other single facts of each layer, ready for JSON."""
    told: dict[str, dict[str, Any]] = {}
    for name, layer in layers.items():
        facts: dict[str, Any] = {"kind": type(layer).__name__}
        for part in fields(layer):  # type: ignore[arg-type]
            value = getattr(layer, part.name)
            single = isinstance(value, str | int | float) and not isinstance(value, bool)
            if (single and value != "") or part.name == "limits":
                facts[part.name] = value
        told[name] = facts
    return told


def with_facts(text: str, frame: Frame, layers: Mapping[str, Layer]) -> str:
    """A record with what belongs to the numbers beside it: layers, readings, notes, trust."""
    content = json.loads(text)
    content["layers"] = about_layers(layers)
    content["readings"] = {name: r.value for name, r in frame.readings.items()}
    content["notes"] = list(frame.notes)
    if frame.trust is not None:
        content["trust"] = {"level": frame.trust.level, "sentence": frame.trust.sentence}
    return json.dumps(content, ensure_ascii=True)
