from __future__ import annotations

import json

import pytest

from app.cli import verifying
from app.cli.program import run
from engines.evidence import running
from engines.protocols.check import Check, Claim


def claim(kind="law", passed=True, behind=False):
    return Claim(
        "toy", "two and two", kind, "4", "Peano (1889)", lambda: ("4", passed, behind),
        attempts="counted twice",
    )  # fmt: skip


@pytest.fixture
def evidence(monkeypatch):
    kept: list[Claim] = []
    monkeypatch.setattr(running, "claims", lambda: tuple(kept))
    return kept


def test_json_is_printed_alone_with_the_fields_scripts_depend_on(evidence, capsys):
    evidence.append(claim())
    assert run(["verify", "--json"]) == 0
    told = capsys.readouterr()
    (row,) = json.loads(told.out)
    assert tuple(row) == verifying.FIELDS
    assert row["passed"] is True
    assert told.err == ""


@pytest.mark.parametrize(
    ("kind", "passed", "behind", "status"),
    [
        ("law", True, False, 0),
        ("law", False, False, 1),
        ("target", False, False, 0),
        ("target", False, True, 1),
    ],
)
def test_a_broken_law_or_a_lost_target_is_status_1(evidence, capsys, kind, passed, behind, status):
    evidence.append(claim(kind, passed, behind))
    assert run(["verify", "toy"]) == status
    told = capsys.readouterr().out
    assert ("✓" in told) == passed
    assert "Peano (1889)" in told
    assert f"{int(passed)} of 1 pass" in told


def test_a_missed_target_tells_what_was_tried():
    row = verifying.row_of(Check("toy", "x", "target", "3", "4", "s", False, 0.1, False, "twice"))
    assert "(target)" in row
    assert row.endswith("Tried: twice")
