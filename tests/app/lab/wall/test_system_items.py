from __future__ import annotations

import pytest

from app.lab.wall.system_items import chaos_of, field_words, read_all


@pytest.fixture(scope="module")
def everything():
    return read_all()


def test_every_system_has_a_card(everything):
    found, items = everything
    assert {item.id for item in items} == set(found)
    assert len(items) > 150
    kinds = {item.tags[0] for item in items}
    assert {"ODE", "map", "delay"} <= kinds
    assert all(item.words and item.title for item in items)


def test_chaos_is_the_largest_exponent_times_the_period(everything):
    found, items = everything
    lorenz = next(item for item in items if item.id == "lorenz-1963")
    system = found["lorenz-1963"]
    assert lorenz.chaos == chaos_of(system)
    assert lorenz.chaos == pytest.approx(0.9 * system.catalogued.period, rel=0.1)


@pytest.mark.parametrize(
    ("folder", "words"),
    [("jerk-systems", "Jerk systems"), ("fluids", "Fluids"), ("sprott-a-j", "Sprott A–J")],
)
def test_folders_have_words(folder, words):
    assert field_words(folder) == words
