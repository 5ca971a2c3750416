from __future__ import annotations

import json

import numpy as np
import pytest

from app.export.arrays import about_layers, arrays_of, chosen_layers, with_facts
from app.export.running import last_frame
from engines.errors import ExportError


def test_names_are_layer_and_field(toy):
    frame = last_frame(toy)
    arrays = arrays_of(chosen_layers(frame))
    assert {"ftle.x", "ftle.y", "ftle.values", "paths.positions", "paths.times"} <= arrays.keys()
    np.testing.assert_array_equal(arrays["ftle.values"], frame.layers["ftle"].values)
    assert all(array.dtype.kind in "fiubU" for array in arrays.values())


def test_lines_of_different_length_can_be_told_apart(toy):
    arrays = arrays_of(chosen_layers(last_frame(toy), "lines"))
    offsets = arrays["lines.offsets"]
    assert offsets.tolist() == [0, 50, 80, 82]
    assert len(arrays["lines.lines"]) == 82
    assert arrays["lines.roles"].tolist() == ["attract", "repel", "repel_axis"]


def test_recipes_hold_no_numbers_and_unknown_layers_are_told_the_nearest(toy):
    frame = last_frame(toy)
    assert "live" not in chosen_layers(frame)
    with pytest.raises(ExportError, match="--layer = flte, did you mean 'ftle'"):
        chosen_layers(frame, "flte")


def test_facts_beside_the_numbers_tell_units_and_trust(toy):
    frame = last_frame(toy)
    layers = chosen_layers(frame)
    assert about_layers(layers)["ftle"]["unit"] == "1/s"
    content = json.loads(with_facts('{"preset": "toy"}', frame, layers))
    assert content["readings"] == {"ftle": 0.7}
    assert content["trust"]["level"] == "good"
