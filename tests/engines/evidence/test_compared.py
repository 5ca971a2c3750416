from __future__ import annotations

import pytest

from engines.evidence.compared import compared
from engines.evidence.shipped import system
from engines.systems.catalogued import Catalogued, Invariants


def _known(published=(), computed=(), error=(), **numbers):
    theirs = {k.removeprefix("their_"): v for k, v in numbers.items() if k.startswith("their_")}
    ours = {k: v for k, v in numbers.items() if not k.startswith("their_")}
    return Catalogued(
        published=Invariants(lyapunov_spectrum=published, **theirs),
        computed=Invariants(lyapunov_spectrum=computed, lyapunov_error=error, **ours),
    )


def _verdicts(known, states=3, **about):
    return {row.name: row.verdict for row in compared(known, states, **about)}


def test_numbers_within_three_errors_agree():
    found = _verdicts(_known((0.93, 0.0, -14.0), (0.9, 0.01, -14.5), (0.02, 0.01, 0.02)))
    assert found["λ₁"] == "agree"
    assert found["λ₂"] == "agree"
    assert _verdicts(_known((0.98, 0.0, -14.0), (0.9, 0.01, -14.5), (0.02, 0.01, 0.02)))["λ₁"] == (
        "differ"
    )


def test_exponents_about_zero_are_measured_by_the_largest():
    found = _verdicts(_known((0.9, 0.03, -14.5), (0.9, 0.0, -14.5), (0.0, 0.0, 0.0)))
    assert found["λ₂"] == "agree"
    assert _verdicts(_known((0.9, 0.08, -14.5), (0.9, 0.0, -14.5), (0.0,) * 3))["λ₂"] == "differ"


def test_a_dimension_beyond_the_space_is_impossible():
    found = compared(_known(their_kaplan_yorke=60.67, kaplan_yorke=3.0), 3)
    (row,) = (row for row in found if row.name == "Kaplan-Yorke D")
    assert row.verdict == "impossible"
    assert row.why == "there are 3 states"
    assert _verdicts(_known(their_kaplan_yorke=3.0, kaplan_yorke=3.0))[row.name] == "agree"
    delayed = _verdicts(_known(their_kaplan_yorke=8.0, kaplan_yorke=2.1), 1, delayed=True)
    assert delayed[row.name] == "differ"


def test_what_one_side_does_not_know_has_no_verdict():
    assert _verdicts(_known(their_pesin_entropy=0.9)) == {"Entropy": ""}


def test_the_sum_stands_beside_the_divergence():
    known = _known((1.0, 0.0, -9.0), (1.0, 0.0, -3.0), (0.1,) * 3, mean_divergence=-2.0)
    found = {row.name: row for row in compared(known, 3)}
    assert found["Sum of λ"].published == pytest.approx(-8.0)
    assert found["Sum of λ"].verdict == "differ"
    assert found["Mean div"].computed == -2.0


@pytest.mark.parametrize("id", ["sprott-a", "nose-hoover", "arnold-web"])
def test_impossible_ones_of_the_catalogue_are_told(id):
    shipped = system(id)
    rows = compared(shipped.catalogued, shipped.equations.dimension)
    assert "impossible" in {row.verdict for row in rows}
