"""Trees share equal parts, and can be walked however large they are."""

from __future__ import annotations

import gc
import math

import pytest

from engines.equations.algebra.tree import (
    Binary,
    Call,
    Delayed,
    Name,
    Negative,
    Number,
    listing,
    names_in,
    number,
    postorder,
    text,
)


def test_equal_content_is_one_object():
    one = Binary("+", Name("x"), Call("sin", (Name("y"),)))
    assert Binary("+", Name("x"), Call("sin", (Name("y"),))) is one
    assert Binary("-", Name("x"), Call("sin", (Name("y"),))) is not one
    assert number(2) is Number(2.0)


def test_zero_and_minus_zero_are_two_numbers():
    assert number(0.0) is not number(-0.0)
    assert math.copysign(1.0, number(-0.0).value) == -1.0


def test_nodes_cannot_be_changed():
    with pytest.raises(AttributeError):
        Name("x").name = "y"


def test_forgotten_trees_leave_nothing_behind():
    from engines.equations.algebra import tree

    gc.collect()
    before = len(tree._known)
    kept = [Name(f"passing_{i}") for i in range(100)]
    assert len(tree._known) == before + 100
    del kept
    gc.collect()
    assert len(tree._known) <= before


def test_operands_come_before_what_is_made_of_them_and_only_once():
    x = Name("x")
    square = Binary("*", x, x)
    total = Binary("+", square, Negative(square))
    assert postorder([total, square]) == [x, square, Negative(square), total]
    assert names_in([total]) == {"x"}


def test_a_chain_of_ten_thousand_parts_is_walked_without_recursion():
    chain = Name("x")
    for _ in range(10_000):
        chain = Negative(chain)
    assert len(postorder([chain])) == 10_001
    while chain.operands:  # taken down link by link, as the interpreter frees deep chains
        chain = chain.operands[0]


def test_text_brackets_everything_and_a_listing_names_shared_parts_once():
    x = Name("x")
    shared = Call("max", (x, number(0.5)))
    tree = Binary("^", Negative(shared), shared)
    assert text(tree) == "((-max(x, 0.5)) ^ max(x, 0.5))"
    assert listing([tree]).count("max") == 1
    assert listing([tree]) != listing([Binary("^", shared, Negative(shared))])


def test_a_delayed_state_is_a_leaf_with_a_name_of_its_own():
    by_name, by_number = Delayed("x", Name("tau")), Delayed("x", number(0.5))
    assert Delayed("x", Name("tau")) is by_name
    assert by_name.operands == ()
    assert text(by_name) == "x@tau"
    assert names_in([Binary("*", Name("x"), by_name)]) == {"x"}
    several = [by_name, by_number, *(Delayed("x", number(v)) for v in (2.0, 0.25, 1.25, 10.0))]
    assert len({one.argument for one in several}) == len(several)
    assert all("__" in one.argument and one.argument.isidentifier() for one in several)
    assert listing([by_name]) != listing([Name("x")])
