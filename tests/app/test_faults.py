from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from app import faults
from engines.errors import PresetError


@pytest.fixture(autouse=True)
def logs(tmp_path, monkeypatch):
    monkeypatch.setenv("SEPARATRIX_LOGS", str(tmp_path / "logs"))
    return tmp_path / "logs"


def test_our_own_errors_say_their_sentence_and_leave_no_log(logs):
    assert faults.sentence(PresetError("no preset 'x'")) == "no preset 'x'"
    assert not logs.exists()


def test_a_defect_is_one_sentence_and_its_traceback_is_in_a_file(logs):
    words = faults.sentence(ZeroDivisionError("division\nby zero"))
    (log,) = logs.glob("*.log")
    assert words == f"unexpected ZeroDivisionError: division by zero; details in {log}"
    assert "ZeroDivisionError" in log.read_text()


def test_a_log_folder_that_refuses_is_no_second_fault(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SEPARATRIX_LOGS", str(tmp_path / "file"))
    assert faults.sentence(ValueError("x")) == "unexpected ValueError: x"


def test_old_logs_are_removed(logs):
    logs.mkdir()
    for i in range(40):
        (logs / f"fault-2000-{i:02d}.log").write_text("")
    faults.logged(ValueError("new"))
    assert len(list(logs.iterdir())) == 20


def test_exceptions_in_threads_reach_the_listeners(monkeypatch, capsys):
    told: list[str] = []
    monkeypatch.setattr(faults, "LISTENERS", [told.append])
    monkeypatch.setattr(threading, "excepthook", faults._uncaught_in_thread)

    def fail() -> None:
        raise PresetError("no such thing")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert told == ["no such thing"]
    assert capsys.readouterr().err == "separatrix: no such thing\n"


def test_the_hook_of_the_process_prints_no_traceback(logs):
    code = "from app import faults; faults.install(); 1 / 0"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert told.stderr.startswith("separatrix: unexpected ZeroDivisionError")
    assert "Traceback" not in told.stderr
