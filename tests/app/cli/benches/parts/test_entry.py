from __future__ import annotations

from app.cli.benches.parts.entry import Entry


def test_a_row_has_its_fields_in_the_promised_order():
    row = Entry("x", 0.1, "under 1 s", True).row()
    assert tuple(row)[:7] == ("name", "ours_s", "peer", "peer_s", "ratio", "must", "passed")


def test_an_absent_peer_is_named_and_neither_passes_nor_fails():
    line = Entry("x", 0.1, "5 x p", None, "p 1 (absent)", note="error 1e-6").line()
    assert line == "– x: 100.0 ms, must be 5 x p; p 1 (absent)\n    error 1e-6"
