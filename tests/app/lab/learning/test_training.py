from __future__ import annotations

import re

import pytest

from app.catalogue import opened, preset
from app.lab.learning import training
from app.lab.learning.training import BEGINS, KEPT, NOTHING, copied, kept
from engines.errors import ExportError
from engines.protocols.recipe import Recipe, Snapshot, Transferable
from engines.running.ticket import Ticket
from engines.training.recipes.generative.diffusion.moons import RECIPE

POINTS = ((1.0, 1.0), (-2.0, 0.5))


class Few(RECIPE):
    """The real recipe of moons, a handful of steps on few points."""

    batch, steps = 8, 3

    def metrics(self):
        return {"w2": 1.0}

    def drawn(self, count, draw):
        return super().drawn(min(count, 64), draw)


@pytest.fixture
def shapes(window, qtbot, monkeypatch, tmp_path):
    """The window with noise to shapes open, its recipe a matter of moments."""
    monkeypatch.setenv("SEPARATRIX_STATE", str(tmp_path))
    monkeypatch.setattr(training, "_recipe", lambda model: Few())
    small = {"nx": 8, "ny": 8, "samples": 20, "paths": 2, "probability_columns": 20}
    window.open("diffusion-principles", {**small, "data": "moons"})
    qtbot.waitUntil(lambda: window.workspace.open_now is not None, timeout=60000)
    window.workspace.play(False)
    return window


def until_taught(qtbot, window):
    qtbot.waitUntil(lambda: not window.workspace.training, timeout=60000)


def test_what_was_trained_takes_the_place_of_what_was_shipped_and_can_be_undone(
    qtbot, shapes, monkeypatch
):
    space, panel = shapes.workspace, shapes.left.model
    shipped = space.open_now
    space.edit("seed", 7)
    said = []
    monkeypatch.setattr(shapes.tasks, "begin", said.append)
    panel.button.click()
    assert said == [BEGINS]
    until_taught(qtbot, shapes)
    own = space.open_now
    assert own.preset.path.name.startswith("diffusion-moons-seed-7-")
    assert own.experiment.in_use(space.parameters, own.subject) is own.subject
    assert space.parameters.seed == 7
    assert panel.save.isVisible()
    space.undo()
    assert space.open_now.experiment is shipped.experiment
    assert not panel.save.isVisible()
    space.redo()
    assert space.open_now.subject is own.subject


def test_points_of_a_hand_are_trained_saved_and_opened_again(qtbot, shapes, tmp_path):
    space = shapes.workspace
    for name, value in (("points", POINTS), ("data", "your own"), ("velocity", "exact")):
        space.edit(name, value)
    shapes.train()
    until_taught(qtbot, shapes)
    assert space.parameters.velocity == "learned"
    assert space.open_now.subject.title == "Diffusion, your own"
    assert "learned" in space.open_now.experiment.heading(space.parameters)[1]
    assert shapes.training.write(tmp_path / "My Cloud.toml")
    assert shapes.save(tmp_path / "mine.sep.json")
    again = opened(preset(tmp_path / "My Cloud.toml"))
    assert (again.parameters.data, again.parameters.points) == ("your own", POINTS)
    assert again.subject.card.weights.name == "my-cloud.safetensors"
    assert again.subject.card.weights.stat().st_size < 5e6
    assert "My Cloud.toml" in (tmp_path / "mine.sep.json").read_text()


def test_a_training_rests_and_goes_on(qtbot, shapes):
    shapes.train()
    shapes.training.hold(True)
    shapes.training.tick()
    assert shapes.left.model.hold.text() == "Go on"
    shapes.training.hold_or_go_on()
    until_taught(qtbot, shapes)
    shapes.training.hold(True)  # there is nothing to hold any more
    assert not shapes.workspace.held.is_set()


def test_the_same_seed_gives_the_same_weights():
    digests = set()
    for seed in (3, 3, 4):
        recipe = Few()
        list(recipe.fit(seed, None, Ticket()))
        digests.add(b"".join(recipe.arrays[name].tobytes() for name in sorted(recipe.arrays)))
    assert len(digests) == 2


def test_what_has_a_formula_only_says_so_in_one_sentence(qtbot, shapes):
    shapes.workspace.edit("data", "two Gaussians")
    shapes.train()
    assert not shapes.workspace.training
    assert "two Gaussians' has a formula and no recipe" in shapes.stage.views[0].trouble.sentence


def test_a_system_has_nothing_to_train(pendulum):
    pendulum.train()
    assert NOTHING in pendulum.stage.views[0].trouble.sentence
    assert not pendulum.training.possible()
    assert not pendulum.training.own()
    assert not pendulum.training.write(pendulum.gallery.presets[0].path)


class Nothing(Recipe, Transferable):
    def about(self, points, spread):
        return self

    def fit(self, seed, steps, ticket):
        yield Snapshot(1, 1, 1.0, None)

    def save(self, weights, card):
        card.write_text("")
        weights.write_text("")


def test_only_the_newest_trainings_wait_in_the_folder_of_the_program(monkeypatch, tmp_path):
    monkeypatch.setenv("SEPARATRIX_STATE", str(tmp_path))
    monkeypatch.setattr(training, "opened", lambda preset: preset)
    found = opened(preset("pendulum"))
    (folder := tmp_path / "trained").mkdir()
    for number in range(KEPT + 2):
        (folder / f"old-{number:02}.toml").write_text("")
        (folder / f"old-{number:02}.safetensors").write_text("")
    shown = kept(Nothing(), found, "some-model", 5)
    assert re.fullmatch(r"some-model-seed-5-\d{8}-\d{6}\.toml", shown.path.name)
    assert (shown.model, shown.system) == (f"./{shown.path.name}", "")
    assert len(list(folder.glob("*.toml"))) == len(list(folder.glob("*.safetensors"))) == KEPT


def test_a_card_that_names_nothing_or_a_folder_that_is_not_there_is_refused(tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text("title = 1")
    with pytest.raises(ExportError, match="bad.toml: names no weights"):
        copied(bad, tmp_path / "to.toml")
    bad.write_text('weights = "w.safetensors"\n')
    (tmp_path / "w.safetensors").write_bytes(b"w")
    with pytest.raises(ExportError, match="cannot be written: No such file"):
        copied(bad, tmp_path / "nowhere" / "to.toml")
    copied(bad, tmp_path / "Über 2.toml")
    assert (tmp_path / "ber-2.safetensors").read_bytes() == b"w"
