import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from app.catalogue import opened, preset
from app.session.autosave import AFTER, Autosave, state_folder
from app.session.jobs import Jobs
from app.session.workspace import Workspace


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SEPARATRIX_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def kept(qtbot, folder):
    """An autosave at work, and the workspace it watches with the pendulum open."""
    jobs, space = Jobs(), Workspace()
    made = Autosave(space, jobs)
    assert made.begin()
    space.open(lambda: opened(preset("pendulum")))

    def shown():
        space.pump()
        return space.open_now is not None

    qtbot.waitUntil(shown, timeout=60000)
    yield made
    made.end()
    assert space.close(60.0)
    assert jobs.close(60.0)


def written(qtbot, autosave, value):
    def look():
        autosave._jobs.pump()
        if not autosave._path.exists():
            return False
        return json.loads(autosave._path.read_text())["parameters"]["c"] == value

    qtbot.waitUntil(look, timeout=60000)


def test_what_is_open_is_kept_a_moment_after_the_last_change(qtbot, kept):
    kept._workspace.edit("c", 0.3)
    kept.tick(AFTER / 2)
    kept._workspace.edit("c", 0.4)
    kept.tick(AFTER / 2)
    assert not kept._jobs.running
    kept.tick(AFTER)
    written(qtbot, kept, 0.4)


def test_what_cannot_be_read_yet_is_kept_too(qtbot, kept):
    space = kept._workspace
    found = space.open_now
    draft = replace(found, preset=replace(found.preset, draft="x' = ("))
    space.revise("x' = (", draft, space.parameters, final=False)
    kept.touch()
    kept.tick(AFTER)

    def look():
        kept._jobs.pump()
        return kept._path.exists() and "draft" in json.loads(kept._path.read_text())

    qtbot.waitUntil(look, timeout=60000)


def test_time_that_passes_is_written_once_and_not_for_ever(qtbot, kept):
    kept.tick(AFTER)
    qtbot.waitUntil(lambda: kept._jobs.pump() is None and not kept._jobs.running, timeout=60000)
    kept._workspace.play(True)
    for _ in range(5):
        kept._workspace.pass_time(0.1)
        kept.tick(AFTER)
    assert not kept._jobs.running


def test_a_clean_end_leaves_nothing(qtbot, kept, folder):
    kept.tick(AFTER)
    written(qtbot, kept, kept._workspace.parameters.c)
    kept.end()
    assert list(folder.iterdir()) == []


def test_what_another_running_window_keeps_is_no_remains(qtbot, kept):
    kept.tick(AFTER)
    written(qtbot, kept, kept._workspace.parameters.c)
    other = Workspace(kept)
    assert Autosave(other, Jobs(kept)).remains() is None
    assert other.close(60.0)


def test_a_folder_that_cannot_be_made_is_one_sentence(qapp, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SEPARATRIX_STATE", str(tmp_path / "file" / "state"))
    space, jobs = Workspace(), Jobs()
    autosave = Autosave(space, jobs)
    assert not autosave.begin()
    assert "cannot be made" in autosave.trouble
    assert autosave.remains() is None
    space.close()


def test_remains_that_are_no_session_are_taken_away(qapp, folder):
    folder.mkdir()
    (folder / "1-1.sep.json").write_text("{")
    space, jobs = Workspace(), Jobs()
    autosave = Autosave(space, jobs)
    assert autosave.remains() is None
    autosave.end()
    assert list(folder.iterdir()) == []
    space.close()


@pytest.mark.parametrize("way", ["KILL", "TERM"])
def test_only_a_program_that_was_killed_leaves_something(qtbot, folder, tmp_path, way):
    environment = {**os.environ, "SEPARATRIX_CONFIG": str(tmp_path / "config")}
    with subprocess.Popen([sys.executable, "-m", "app", "saddle"], env=environment) as program:
        try:
            qtbot.waitUntil(lambda: bool(list(folder.glob("*.sep.json"))), timeout=60000)
            program.kill() if way == "KILL" else program.terminate()
            status = program.wait(timeout=60)
        finally:
            program.kill()
    space, jobs = Workspace(), Jobs()
    autosave = Autosave(space, jobs)
    left = autosave.remains()
    if way == "TERM":
        assert status == 0
        assert left is None
        assert list(state_folder().iterdir()) == []
    else:
        assert left.preset == "saddle"
        autosave.discard(left)
        assert autosave.remains() is None
    autosave.end()
    space.close()
