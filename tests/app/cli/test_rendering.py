from __future__ import annotations

import subprocess
import sys

import pytest
from PIL import Image

from app.catalogue import opened, preset
from app.cli.program import run
from app.export.embedded import read_record
from app.export.files import written_whole

SMALL = ["--set", "nx=32", "--set", "ny=16", "--set", "horizon=2"]


def test_a_picture_has_exactly_the_pixels_asked_for(tmp_path):
    path = tmp_path / "gyre.png"
    assert run(["render", "double-gyre", "-o", str(path), "--size", "641x399", *SMALL]) == 0
    with Image.open(path) as picture:
        assert picture.size == (641, 399)


def test_an_exported_picture_opens_as_what_it_shows(tmp_path):
    path = tmp_path / "gyre.svg"
    words = ["render", "double-gyre", "-o", str(path), *SMALL, "--set", "epsilon=0.1"]
    assert run(words) == 0
    again = opened(preset(path))
    assert again.preset.id == "double-gyre"
    assert (again.parameters.epsilon, again.parameters.nx) == (0.1, 32)
    assert read_record(path)["theme"] == "light"


def test_a_preset_from_outside_the_tree_travels_inside_its_picture(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    from app.catalogue import system_file

    (tmp_path / "flow.toml").write_text(system_file("pendulum").read_text())
    (tmp_path / "mine.toml").write_text(
        'title = "Mine"\nexperiment = "portraits.portrait"\nsystem = "./flow.toml"\n'
    )
    path = tmp_path / "mine.pdf"
    assert run(["render", str(tmp_path / "mine.toml"), "-o", str(path), "--set", "c=0.5"]) == 0
    (tmp_path / "flow.toml").unlink()
    (tmp_path / "mine.toml").unlink()
    assert opened(preset(path)).parameters.c == 0.5


@pytest.mark.parametrize("suffix", [".mp4", ".gif"])
def test_a_movie_has_exactly_the_frames_asked_for(tmp_path, suffix):
    import imageio_ffmpeg

    path = tmp_path / f"gyre{suffix}"
    words = ["--size", "320x200", "--seconds", "0.7", "--fps", "10", *SMALL]
    assert run(["render", "double-gyre", "-o", str(path), *words]) == 0
    assert imageio_ffmpeg.count_frames_and_secs(str(path))[0] == 7
    assert read_record(path)["preset"] == "double-gyre"


CODE = """
import sys
from app.export import film_files
add = film_files.Mp4Writer.add
def told(self, picture):
    add(self, picture)
    print("frame", flush=True)
film_files.Mp4Writer.add = told
from app.cli.program import run
run(sys.argv[1:])
"""


def test_a_kill_in_the_middle_leaves_nothing_under_the_final_name(tmp_path):
    path = tmp_path / "gyre.mp4"
    words = ["render", "double-gyre", "-o", str(path), "--seconds", "60", "--size", "320x200"]
    with subprocess.Popen(
        [sys.executable, "-c", CODE, *words, *SMALL], stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "frame\n"
        running.kill()
    assert running.returncode == -9
    assert not path.exists()
    assert all(p.name.endswith(".part") for p in tmp_path.iterdir())


def test_a_kill_keeps_the_older_file(tmp_path):
    path = tmp_path / "kept.txt"
    path.write_text("old")
    code = (
        "import sys, time; from pathlib import Path; from app.export.files import written_whole\n"
        "with written_whole(Path(sys.argv[1])) as part:\n"
        "    part.write_text('half'); print('now', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        running.stdout.readline()
        running.kill()
    assert path.read_text() == "old"
    with written_whole(path) as part:
        part.write_text("new")
    assert path.read_text() == "new"


def test_what_went_wrong_without_ending_the_run_is_told(tmp_path, capsys):
    words = ["render", "double-gyre", "-o", str(tmp_path / "g.png"), *SMALL]
    assert run(words) == 0
    assert capsys.readouterr().err == ""
    assert run([*words, "--set", "horizon=0"]) == 0
    assert "note: FTLE: T = 0 is shown as the limit of short times" in capsys.readouterr().err
