from __future__ import annotations

import sys

from app.cli.parts.progress import shown


def test_nothing_is_said_when_nobody_looks(capsys):
    with shown("Working") as report:
        report("half", 0.5)
    assert capsys.readouterr() == ("", "")


def test_a_terminal_sees_a_bar_on_stderr(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    with shown("Working") as report:
        report("half", 0.5)
        report("", 2.0)
    assert capsys.readouterr().out == ""
