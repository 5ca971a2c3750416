from __future__ import annotations

import json
from collections.abc import Generator
from dataclasses import fields

import numpy as np
import pytest

from app.catalogue import models, opened, presets, systems
from app.export.embedded import record
from app.preset_file import KEYS
from engines.parameters.declare import declarations
from engines.parameters.reading import changed
from engines.running.ticket import Ticket

HIDDEN = {"eigenvalues", "lyapunov_spectrum", "cycle_numbers"}  # read by panels, drawn by nobody
ROUGH = {
    "nx": 16, "ny": 12, "number": 60, "samples": 60, "paths": 10, "straightness_paths": 20,
    "sensitivity_nodes": 8, "plane_pictures": 3, "lines": 8, "strobe_count": 60, "cycle_order": 1,
    "continue_cycles": False, "basin_nodes": 16, "swept_columns": 40, "plane_columns": 16,
    "recurrence_nodes": 100, "density_columns": 40, "read_nodes": 8, "picture_nodes": 8,
    "likelihood_nodes": 6,
    "correlated": 2000, "forecast_by": "linear", "intervals": 4, "manifold_steps": 6,
    "probability_columns": 20, "energy_paths": 20, "shaken_pictures": 100,
    "repeats": 1,
}  # fmt: skip
# times that are cut to twice the shortest that is allowed
BRIEF = (
    "averaged", "manifold_time", "cut_time", "cycle_longest", "basin_time", "plane_time",
    "spectrum_time", "recurrence_time",
)  # fmt: skip
KINDS = ("plane", "space", "chart", "sheet", "statements")


@pytest.mark.parametrize("preset", presets(), ids=lambda p: p.id)
class TestEveryPreset:
    def test_tells_the_reader_what_it_is(self, preset):
        assert preset.title
        assert preset.line
        assert preset.about
        assert preset.paper
        assert 1 <= len(preset.tags) <= 4

    def test_opens_and_shows_something_at_once(self, preset):
        ready = opened(preset)
        run = ready.experiment.frames(ready.parameters, Ticket())
        frame = next(iter(run))
        if isinstance(run, Generator):
            run.close()
        assert frame.layers
        views = ready.experiment.views(ready.parameters)
        assert {view.kind for view in views} <= set(KINDS)
        assert set(frame.layers) & {name for view in views for name in view.layers}

    def test_has_a_clock_that_drives_something_it_has(self, preset):
        ready = opened(preset)
        clock = ready.experiment.clock(ready.parameters)
        known = declarations(ready.experiment.parameters)
        assert clock.high > clock.low
        if clock.parameter:
            declared = known[clock.parameter]
            assert declared.low <= clock.low < clock.high <= declared.high

    def test_bears_every_instrument_that_fits(self, preset):
        """All switches at once, roughly: no failure, no warning, and no layer without a number."""
        ready = opened(preset)
        experiment = ready.experiment
        unfit = experiment.unfit(ready.parameters)
        on = {one.name: True for one in experiment.shelf if one.name not in unfit}
        known = declarations(experiment.parameters)
        rough = {name: value for name, value in ROUGH.items() if name in known}
        for name in BRIEF:
            if name in known:
                low = known[name].low
                rough[name] = 2 * int(low) if known[name].kind == "whole" else 2.0 * low
        p = changed(ready.parameters, {**rough, **on})
        *_, last = experiment.frames(p, Ticket())
        assert not [note for note in last.notes if "failed" in note]
        assert last.progress == 1.0
        for name, layer in last.layers.items():
            for field in fields(layer):
                value = getattr(layer, field.name)
                if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.size:
                    assert np.isfinite(value).any(), f"{name}.{field.name}"
        drawn = {name for view in experiment.views(p) for name in view.layers}
        assert {one.name for one in experiment.shelf if set(one.draws) & set(last.layers)} <= set(
            on
        )
        assert drawn >= set(last.layers) - HIDDEN

    def test_can_be_opened_again_from_what_its_pictures_carry(self, preset):
        ready = opened(preset)
        values = json.loads(record(ready))["parameters"]
        again = opened(preset, values)
        assert again.parameters.model_dump() == ready.parameters.model_dump()


def test_ids_of_systems_and_of_models_are_unique():
    for found in (systems(), models()):
        ids = [entry.id for entry in found]
        assert len(ids) == len(set(ids))


def test_lessons_that_are_named_are_there(root):
    for preset in presets():
        if preset.lesson:
            assert (root / "presets/lessons" / preset.room / f"{preset.lesson}.md").is_file()


def test_the_format_is_described_key_by_key(root):
    text = (root / "presets/experiments/README.md").read_text()
    for key in KEYS:
        assert f"`{key}`" in text or f"\n{key} = " in text or f"[{key}]" in text
