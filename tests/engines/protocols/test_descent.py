from __future__ import annotations

import pytest

from engines.protocols.descent import Descending, sure


class Bent(Descending):
    """Says its curvatures and nothing else."""

    def __init__(self, lowest):
        self.curvature = (lowest, 2.0)

    lowest = None

    def heights(self, places): ...

    def slopes(self, places): ...

    def walk(self, method, start, steps, moments=1, ticket=None): ...

    def theory(self, method): ...


@pytest.mark.parametrize(
    ("lowest", "words"), [(1.0, ""), (0.0, "strongly convex"), (-1.0, "convex")]
)
def test_rates_are_promised_for_strongly_convex_landscapes_only(lowest, words):
    said = sure(Bent(lowest))
    assert words in said
    assert bool(said) == bool(words)


def test_what_walks_down_nothing_has_no_rates():
    assert sure(object()) == "needs a method on a landscape"
