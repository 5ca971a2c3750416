from __future__ import annotations

import json

import numpy as np
import pytest

from engines.errors import SeparatrixError
from engines.evidence import running
from engines.protocols.check import Claim
from engines.running.ticket import Ticket, Withdrawn


def claim(id="toy", kind="law", outcome=("4", True, False), full=False):
    return Claim(id, "two and two", kind, "4", "Peano", lambda: outcome, full)


@pytest.fixture
def evidence(monkeypatch):
    kept: list[Claim] = []
    monkeypatch.setattr(running, "claims", lambda: tuple(kept))
    return kept


def test_every_shipped_claim_names_its_source_and_what_must_be():
    found = running.claims()
    assert found
    assert all(c.id and c.check and c.must and c.source for c in found)
    assert {c.kind for c in found} <= {"law", "target"}
    assert len({(c.id, c.check) for c in found}) == len(found)


def test_claims_are_chosen_by_method_and_length(evidence):
    evidence += [claim("a"), claim("a", full=True), claim("b")]
    assert len(list(running.run_claims())) == 2
    assert len(list(running.run_claims(["a"], full=True))) == 2


def test_an_unknown_method_is_told_the_nearest(evidence):
    evidence.append(claim("double-gyre"))
    with pytest.raises(SeparatrixError, match="no evidence for 'gyre', did you mean 'double-gyre'"):
        running.chosen(["gyre"], False)
    with pytest.raises(SeparatrixError, match="known: double-gyre"):
        running.chosen(["zzz"], False)


def test_an_exception_inside_a_claim_is_a_failed_check_and_the_others_go_on(evidence):
    def broken():
        raise ZeroDivisionError("no")

    evidence += [Claim("a", "x", "law", "1", "s", broken), claim()]
    first, second = running.run_claims()
    assert (first.passed, first.measured) == (False, "ZeroDivisionError: no")
    assert running.failed(first)
    assert second.passed


def test_a_withdrawn_run_ends_between_claims(evidence):
    evidence += [claim(), claim()]
    ticket = Ticket()
    run = running.run_claims(ticket=ticket)
    next(run)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        next(run)


@pytest.mark.parametrize(
    ("kind", "passed", "behind", "fails"),
    [("law", False, False, True), ("law", True, True, False), ("target", False, False, False),
     ("target", True, True, True)],
)  # fmt: skip
def test_a_law_fails_when_broken_and_a_target_only_when_it_falls_behind(
    kind, passed, behind, fails
):
    check = running.measured(claim("a", kind, ("4", passed, behind)))
    assert running.failed(check) is fails


def test_a_verdict_of_numpy_can_be_written_as_json():
    verdict = np.float64(1.0) < 2.0
    check = running.measured(claim(outcome=("1", verdict, verdict)))
    assert json.dumps([check.passed, check.behind]) == "[true, true]"
