from __future__ import annotations

import subprocess
import sys

from app.__main__ import main


def test_the_program_runs_one_command(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("separatrix ")


def test_python_m_app_is_the_program():
    told = subprocess.run(
        [sys.executable, "-m", "app", "list"], capture_output=True, text=True, check=True
    )
    assert "double-gyre" in told.stdout
    assert told.stderr == ""
