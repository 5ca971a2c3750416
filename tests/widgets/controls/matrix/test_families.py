"""Which parameters are numbers of one table."""

from __future__ import annotations

from engines.parameters.declare import real, whole
from widgets.controls.matrix.families import families, gathered


def _table(base, rows, columns, group="Flow", first=1):
    return [
        real(
            f"{base}_{i}_{j}",
            0.0,
            -1.0,
            1.0,
            title=f"Link {i}, {j}",
            symbol=f"k_{{{i}{j}}}",
            group=group,
        )
        for i in range(first, rows + first)
        for j in range(first, columns + first)
    ]


def test_numbers_with_two_indices_are_a_table():
    (found,) = families([real("b", 0.0, 0.0, 1.0), *_table("k", 2, 3)])
    assert found.names == (("k_1_1", "k_1_2", "k_1_3"), ("k_2_1", "k_2_2", "k_2_3"))
    assert (found.title, found.symbol) == ("Link", "k")
    assert len(families(_table("w", 2, 2, first=0))) == 1


def test_what_is_not_whole_or_too_small_has_its_own_rows():
    assert families(_table("k", 2, 3)[:-1]) == []
    assert families(_table("k", 1, 4)) == []
    assert families(_table("k", 1, 2)) == []
    assert families([*_table("k", 1, 2), *_table("k", 2, 2, group="Other")[2:]]) == []
    assert families([whole(f"n_{i}_{j}", 1, 0, 9) for i in (1, 2) for j in (1, 2)]) == []


def test_numbers_of_a_table_stand_together():
    table = _table("k", 2, 2)
    other = real("b", 0.0, 0.0, 1.0)
    members = [table[0], other, *table[1:]]
    names = [d.name for d in gathered(members, families(members))]
    assert names == ["k_1_1", "k_1_2", "k_2_1", "k_2_2", "b"]
