from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.export.files import checked_target, written_whole
from engines.errors import ExportError

KINDS = (".png", ".svg")


def test_a_good_name_comes_back_and_leaves_nothing_behind(tmp_path):
    assert checked_target(tmp_path / "a.PNG", KINDS) == tmp_path / "a.PNG"
    assert list(tmp_path.iterdir()) == []


def test_bad_names_are_one_sentence(tmp_path):
    (tmp_path / "dir.png").mkdir()
    (tmp_path / "file").write_text("")
    for path, sentence in (
        (tmp_path / "a.pgn", "did you mean '.png'"),
        (tmp_path / "a", "with no ending, allowed .png, .svg"),
        (tmp_path / "none" / "a.png", "does not exist"),
        (tmp_path / "file" / "a.png", "is not a folder"),
        (tmp_path / "dir.png", "it is a folder"),
    ):
        with pytest.raises(ExportError, match=sentence):
            checked_target(path, KINDS)


def test_a_folder_that_refuses_is_named(tmp_path, monkeypatch):
    def refuse(self, *rest, **more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.touch", refuse)
    with pytest.raises(ExportError, match=r"refuses \(Permission denied\)"):
        checked_target(tmp_path / "a.png", KINDS)


def half_written(path, error):
    with written_whole(path) as part:
        part.write_text("half")
        raise error


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError):
        half_written(path, ZeroDivisionError())
    assert (path.read_text(), os.listdir(tmp_path)) == ("old", ["a.txt"])
    with written_whole(path) as part:
        part.write_text("new")
        assert path.read_text() == "old"
    assert (path.read_text(), os.listdir(tmp_path)) == ("new", ["a.txt"])


def test_a_full_disk_is_one_sentence(tmp_path):
    with pytest.raises(ExportError, match="No space left"):
        half_written(tmp_path / "a", OSError(28, "No space left on device"))
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_program_left_is_swept_away(tmp_path):
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    ours, alive = tmp_path / "a[1].txt", os.getppid()
    for name in (
        f".a[1].txt.{gone.pid}.part",
        f".a[1].txt.{alive}.part",
        f".b.txt.{gone.pid}.part",
    ):
        (tmp_path / name).write_text("half")
    with written_whole(ours) as part:
        part.write_text("new")
    left = {"a[1].txt", f".a[1].txt.{alive}.part", f".b.txt.{gone.pid}.part"}
    assert set(os.listdir(tmp_path)) == left


@pytest.mark.parametrize(
    "name", ["n" * 300 + ".png", "nul\0.png", "~nobody-here/a.png", "loop/a.png"]
)
def test_a_name_no_disk_can_hold_is_one_sentence(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(ExportError, match="cannot write"):
        checked_target(Path(name), KINDS)
