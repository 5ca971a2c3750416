from __future__ import annotations

import json
import sys
import types

import pytest

from app.cli.benches.parts.entry import Entry
from app.cli.program import run


@pytest.fixture
def bench(monkeypatch):
    """One benchmark that takes no time."""
    module = types.ModuleType("app.cli.benches.toy")
    module.measure = lambda: [Entry("toy", 0.002, "under 5 ms", True, "peer 1", 0.02, 10.0)]
    found = [
        types.SimpleNamespace(name="toy", ispkg=False),
        types.SimpleNamespace(name="parts", ispkg=True),
    ]
    monkeypatch.setitem(sys.modules, "app.cli.benches.toy", module)
    monkeypatch.setattr("app.cli.benching.pkgutil.iter_modules", lambda path: found)


def test_json_holds_what_scripts_depend_on(bench, capsys):
    assert run(["bench", "toy", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    promised = {"name", "ours_s", "peer", "peer_s", "ratio", "must", "passed"}
    assert promised <= row.keys()


def test_all_benchmarks_run_when_none_is_named(bench, capsys):
    assert run(["bench"]) == 0
    assert "✓ toy: 2.0 ms, must be under 5 ms; peer 1 20.0 ms, 10.0 x" in capsys.readouterr().out


def test_parts_are_no_benchmarks(bench, capsys):
    assert run(["bench", "parts"]) == 2
    assert "no benchmark 'parts'" in capsys.readouterr().err
