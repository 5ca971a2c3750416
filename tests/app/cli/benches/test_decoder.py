from __future__ import annotations

from app.cli.benches.decoder import BUDGETS, measure


def test_both_budgets_are_measured():
    entries = measure()
    assert len(entries) == len(BUDGETS)
    assert all(entry.ours_s > 0 for entry in entries)
    assert entries[0].name.startswith("decode 1 sprite of")
