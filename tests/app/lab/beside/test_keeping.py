import pytest

from app.lab.beside.keeping import rewrapped
from engines.experiments.compared import Compared
from widgets.canvas.camera import Camera


@pytest.fixture
def kept(qtbot, window):
    """Lorenz, kept beside itself."""
    window.open("lorenz-1963")
    qtbot.waitUntil(lambda: window.workspace.open_now is not None, timeout=60000)
    window.workspace.play(False)
    window.actions_by_title["Keep beside"].trigger()
    wait(qtbot, window)
    return window


def wait(qtbot, window):
    def done():
        frame = window.stage.frame
        return not window.workspace.busy and frame is not None and frame.progress == 1.0

    qtbot.waitUntil(done, timeout=60000)


def shown(window):
    return {view.spec.id: view for view in window.stage.views}


def test_a_kept_portrait_stands_beside_the_one_that_changes(qtbot, kept):
    assert {"portrait", "kept_portrait", "distance"} <= set(shown(kept))
    kept.workspace.edit("rho", 20.0)
    wait(qtbot, kept)
    layers = kept.stage.frame.layers
    assert len(layers["distance"].x) > 100
    assert layers["kept_tracks"].positions.shape == layers["tracks"].positions.shape
    assert kept.workspace.open_now.experiment.kept.parameters.rho == 28.0


def test_it_is_undone_and_can_be_ended(qtbot, kept):
    action = kept.actions_by_title["Keep beside"]
    assert kept.keeping.on
    kept.workspace.undo()
    assert not kept.keeping.on
    assert "kept_portrait" not in shown(kept)
    kept.workspace.redo()
    assert kept.keeping.on
    action.trigger()
    assert not kept.keeping.on


def test_both_are_looked_at_from_the_same_place(kept):
    views = shown(kept)
    first, second = views["portrait"].canvas, views["kept_portrait"].canvas
    first.set_camera(Camera(azimuth=77.0, elevation=11.0, zoom=2.0))
    assert second.limits == first.limits
    assert second.camera.azimuth == 77.0


def test_equations_typed_over_stay_beside_what_was_kept(kept):
    found = kept.workspace.open_now
    again = rewrapped(found, found.experiment)
    assert isinstance(again.experiment, Compared)
    assert again.experiment.kept is found.experiment.kept
    assert rewrapped(found, found.experiment.now) is found


def test_a_kept_portrait_is_written_down_and_opens_again(qtbot, kept, tmp_path):
    kept.workspace.edit("rho", 20.0)
    path = tmp_path / "a.sep.json"
    assert kept.save(path)
    kept.open("saddle")
    qtbot.waitUntil(lambda: kept.workspace.open_now.preset.id == "saddle", timeout=60000)
    assert not kept.keeping.on
    kept.open(path)
    qtbot.waitUntil(lambda: kept.keeping.on, timeout=60000)
    found = kept.workspace.open_now
    assert found.experiment.kept.parameters.rho == 28.0
    assert kept.workspace.parameters.rho == 20.0
    wait(qtbot, kept)
    assert {"portrait", "kept_portrait", "distance"} <= set(shown(kept))
