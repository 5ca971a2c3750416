from __future__ import annotations

import numpy as np

from engines.instruments.cycles.closing import Cycle
from engines.instruments.cycles.told import brief, drawn, number, numbers_of, summary, words_of

PATH = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]])


def cycle(kind, *multipliers, trivial=1.0):
    values = np.array(multipliers, complex)
    return Cycle(PATH[0], 2.5, values, complex(trivial), kind, PATH, 1e-9)


def test_the_multiplier_along_the_orbit_is_not_told():
    assert words_of(cycle("stable", 1.0, 0.25), "s") == "T = 2.5 s, μ = 0.25"
    assert words_of(cycle("saddle", -3.0, 1.0), "") == "T = 2.5, μ = \N{MINUS SIGN}3"
    assert words_of(cycle("stable", 0.4, 0.3, trivial=np.nan), "") == "T = 2.5, μ = 0.4"


def test_complex_multipliers_are_told_by_their_size():
    assert number(0.3 + 0.4j) == "|0.5|"


def test_what_rounding_leaves_of_a_multiplier_is_nothing():
    assert number(complex(-5.5e-17)) == "0"
    assert number(complex(2e-5)) == "2e\N{MINUS SIGN}5"


def test_saddles_and_repelling_cycles_are_warm(shipped):
    found = [cycle("stable", 1.0, 0.5), cycle("saddle", 2.0, 1.0), cycle("unstable", 2.0, 1.0)]
    layers = drawn(shipped("van-der-pol"), found, "")
    assert layers["limit_cycles"].roles == ("attract", "repel", "repel")
    assert dict(layers["limit_cycles"].labels)["repel"] == "unstable cycles"
    np.testing.assert_array_equal(layers["cycle_names"].positions[0], [1.0, 1.0])


def test_one_cycle_is_told_in_a_word_and_more_are_counted():
    one = cycle("stable", 1.0, 0.5)
    assert (brief([one], "s"), brief([one, one], "s")) == ("T = 2.5 s", "")
    assert summary([one, one]) == "Limit cycles, 2 found"
    assert numbers_of([one, one]).labels == ("0", "0", "1", "1")
