from __future__ import annotations

from engines.running.card import Card


def test_no_card_is_expected_until_somebody_has_seen_one():
    assert not Card().there
