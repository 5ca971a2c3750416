from __future__ import annotations

import json

from app.cli import doctoring
from app.cli.program import run
from engines.errors import SeparatrixError


def test_json_is_printed_alone(capsys):
    assert run(["doctor", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["versions"]["numpy"]
    assert facts["machine"]["threads"] >= 1
    assert isinstance(facts["falls back"], list)


def test_what_falls_back_is_named_with_its_reason(monkeypatch, capsys):
    def none():
        raise SeparatrixError("no OpenGL at all")

    from widgets.painters import offscreen

    monkeypatch.setattr(offscreen, "opengl_facts", none)
    monkeypatch.setattr(doctoring, "_movie_writer", lambda: ("", "no ffmpeg"))
    monkeypatch.setattr(doctoring, "_display", lambda: "")
    assert run(["doctor"]) == 0
    told = capsys.readouterr().out
    assert "computed on the CPU: no OpenGL at all" in told
    assert "no movies: no ffmpeg" in told
    assert "no display" in told
