"""Generated functions: what they compute, and what they depend on."""

from __future__ import annotations

import ast
import math

import numba
import numpy as np
import pytest

from engines.equations.compiling import compiled, fingerprint


def definition(text: str) -> ast.FunctionDef:
    body = ast.parse(text).body[0]
    if not isinstance(body, ast.FunctionDef):
        raise TypeError(text)
    return body


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    return tmp_path / "kernels"


def test_a_generated_function_computes_what_its_text_says(folder):
    double = compiled(definition("def f(x): return 2.0 * x + 1.0"), {}, key="a")
    assert double(3.0) == 7.0
    assert list(folder.glob("*.nbi"))


def test_equal_texts_give_one_function_and_different_texts_two(folder):
    first = compiled(definition("def f(x): return x + 11.0"), {}, key="a")
    assert compiled(definition("def f(x): return x + 11.0"), {}, key="a") is first
    assert compiled(definition("def f(x): return x + 11.0"), {}, key="b") is not first
    assert compiled(definition("def f(x): return x + 12.0"), {}, key="a")(1.0) == 13.0


def test_a_caller_follows_the_function_it_is_bound_to(folder):
    outer = definition("def g(x): return f(x) + 1.0")
    small = compiled(definition("def f(x): return 2.0 * x"), {}, key="")
    large = compiled(definition("def f(x): return 5.0 * x"), {}, key="")
    assert compiled(outer, {"f": small}, key="")(1.0) == 3.0
    assert compiled(outer, {"f": large}, key="")(1.0) == 6.0


def test_the_fingerprint_of_a_function_changes_with_the_numbers_it_reads():
    def made(factor):
        @numba.njit
        def scaled(x):
            return factor * x

        return scaled

    assert fingerprint(made(2.0)) == fingerprint(made(2.0))
    assert fingerprint(made(2.0)) != fingerprint(made(3.0))
    assert fingerprint(np.arange(3)) != fingerprint(np.arange(4))


def test_nan_and_infinity_survive_the_optimiser(folder):
    text = "def f(x):\n    y = x - x\n    return y == y, 1.0 / x"
    same, inverse = compiled(definition(text), {}, key="")(math.inf)
    assert not same
    assert inverse == 0.0
    assert compiled(definition(text), {}, key="")(0.0)[1] == math.inf
