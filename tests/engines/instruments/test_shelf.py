from __future__ import annotations

from engines.instruments.shelf import instruments, kind_of


def test_what_lies_in_the_rooms_is_on_the_shelf():
    names = {one.name for one in instruments()}
    assert {"tracks", "tracers", "nullclines", "fixed_points", "manifolds"} <= names


def test_the_shelf_is_ordered_by_depth_and_then_by_name():
    keys = [(one.depth, one.name) for one in instruments()]
    assert keys == sorted(keys)


def test_an_instrument_bears_the_name_of_its_module():
    assert all(one.__module__.rpartition(".")[2] == one.name for one in instruments())


def test_no_two_instruments_draw_the_same_layer():
    drawn = [name for one in instruments() for name in one.draws]
    assert len(drawn) == len(set(drawn))


def test_every_instrument_is_of_a_kind_with_words_for_it():
    kinds = {one.name: kind_of(one) for one in instruments()}
    assert kinds["ftle"] == kinds["dye"] == "Transport"
    assert kinds["shrink_lines"] == "Curves of transport"
    assert kinds["fixed_points"] == "Stability"
