from __future__ import annotations

import subprocess
import sys

import pytest

from app import catalogue
from app.bare_system import PORTRAIT
from app.preset_file import Preset
from engines.errors import ParameterError, PresetError, SeparatrixError

OUTSIDE = 'title = "Mine"\nexperiment = "portraits.portrait"\nsystem = "./flow.toml"\n'


@pytest.fixture
def own_system(tmp_path):
    source = catalogue.system_file("pendulum").read_text()
    (tmp_path / "flow.toml").write_text(source)
    return tmp_path / "flow.toml"


def test_presets_are_sorted_and_their_ids_unique():
    found = catalogue.presets()
    ids = [p.id for p in found]
    assert len(set(ids)) == len(ids) >= 14
    assert [(p.room, p.id) for p in found] == sorted((p.room, p.id) for p in found)


def test_listing_imports_nothing_heavy():
    code = (
        "import sys, app.catalogue as c; c.presets(); c.systems(); c.models(); c.experiments();"
        "print({'numba', 'torch', 'scipy', 'PyQt6', 'matplotlib', 'vispy'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"


@pytest.mark.parametrize("preset", catalogue.presets(), ids=lambda p: p.id)
def test_every_preset_names_things_that_are_there(preset):
    assert preset.experiment in catalogue.experiments()
    if preset.system:
        assert catalogue.system_file(preset.system).is_file()


def test_unknown_names_are_told_the_nearest():
    with pytest.raises(PresetError, match="no preset 'sadle', did you mean 'saddle'"):
        catalogue.preset("sadle")
    with pytest.raises(PresetError, match="no system 'lorentz-1963', did you mean 'lorenz-1963'"):
        catalogue.system_file("lorentz-1963")
    with pytest.raises(PresetError, match="no model 'spirtes'"):
        catalogue.model_card("spirtes")


def test_a_preset_outside_the_tree_finds_its_system_beside_it(tmp_path, own_system):
    path = tmp_path / "mine.toml"
    path.write_text(OUTSIDE + "[parameters]\nc = 0.5\n")
    ready = catalogue.opened(catalogue.preset(path), {"c": "0.75"})
    assert ready.parameters.c == 0.75
    assert ready.preset.room == "portraits"


def test_a_bare_system_file_opens_as_a_portrait(own_system):
    chosen = catalogue.preset(str(own_system))
    assert (chosen.experiment, chosen.id) == (PORTRAIT, "flow")
    assert catalogue.opened(chosen).subject.id == "flow"


def test_a_missing_system_beside_a_preset_is_named(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(OUTSIDE)
    with pytest.raises(PresetError, match=r"system = './flow.toml', but there is no file"):
        catalogue.opened(catalogue.preset(path))


def test_an_unknown_experiment_is_told_the_nearest(tmp_path, own_system):
    path = tmp_path / "mine.toml"
    path.write_text(OUTSIDE.replace("portraits.portrait", "portraits.portait"))
    with pytest.raises(PresetError, match="no experiment 'portraits.portait', did you mean"):
        catalogue.opened(catalogue.preset(path))


BAD = [
    ({"cc": "1"}, "--set no parameter 'cc'"),
    ({"c": "many"}, "--set c = many, allowed"),
    ({"c": "1e9"}, "--set c = "),
    ({"c": "nan"}, "--set c = nan"),
]


@pytest.mark.parametrize(("values", "sentence"), BAD)
def test_a_bad_value_is_one_sentence(values, sentence):
    with pytest.raises(ParameterError) as caught:
        catalogue.opened(catalogue.preset("pendulum"), values)
    assert sentence in str(caught.value).replace("--set: ", "--set ")


def test_a_bad_value_in_a_preset_names_its_file(tmp_path, own_system):
    path = tmp_path / "mine.toml"
    path.write_text(OUTSIDE + "[parameters]\nc = -1e9\n")
    with pytest.raises(SeparatrixError, match=r"mine.toml: c = "):
        catalogue.opened(catalogue.preset(path))


def test_a_broken_preset_in_the_tree_does_not_hide_the_others(tmp_path, monkeypatch):
    room = tmp_path / "experiments" / "portraits"
    room.mkdir(parents=True)
    (room / "good.toml").write_text(OUTSIDE)
    (room / "bad.toml").write_text("title = 1")
    monkeypatch.setattr(catalogue, "tree", lambda: tmp_path)
    kept, sentences = catalogue.readable_presets()
    assert [type(p) for p in kept] == [Preset]
    assert len(sentences) == 1
    assert "bad.toml" in sentences[0]
    with pytest.raises(PresetError, match="bad.toml"):
        catalogue.presets()


def test_a_path_that_leads_nowhere_is_one_sentence(tmp_path, own_system):
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    for name in (str(tmp_path / "loop.toml"), "nul\0.toml", "~nobody-here/x.toml"):
        with pytest.raises(PresetError, match=r"no path that can be followed|no such file"):
            catalogue.preset(name)
    path = tmp_path / "mine.toml"
    path.write_text(OUTSIDE.replace("flow.toml", "loop.toml"))
    with pytest.raises(PresetError, match="no path that can be followed"):
        catalogue.opened(catalogue.preset(path))


def test_data_open_as_an_ftle_and_numbers_of_ours_as_what_they_show(tmp_path):
    from app.export.embedded import record
    from app.export.tables import write_numbers
    from engines.layers.points import Points

    data = tmp_path / "tank.nc"
    data.write_bytes(b"no numbers of ours")
    assert (catalogue.preset(data).experiment, catalogue.preset(data).data) == (
        "transport.ftle",
        "./tank.nc",
    )
    ready = catalogue.opened(catalogue.preset("pendulum"), {"c": "0.5"})
    ours = tmp_path / "numbers.nc"
    write_numbers(ours, {"dots": Points([[0.0, 1.0]], "dot")}, record(ready))
    assert catalogue.preset(ours).id == "pendulum"
