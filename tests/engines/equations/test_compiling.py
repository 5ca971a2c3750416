"""Generated functions: what they compute, and that a second process finds them on disk."""

from __future__ import annotations

import ast
import json
import math
import os
import subprocess
import sys
from pathlib import Path

import numba
import numpy as np
import pytest

from engines.equations.compiling import cache_folder, compiled, fingerprint


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


PROGRAM = """
import ast, json, sys
import numba
from engines.equations.compiling import compiled
inner = ast.parse("def f(x): return 3.0 * x").body[0]
outer = ast.parse("def g(x): return f(x) + h(x)").body[0]
@numba.njit(fastmath={"contract", "nsz", "arcp", "afn"})
def h(x):
    return 0.25 * x
g = compiled(outer, {"f": compiled(inner, {}, key="inner"), "h": h}, key="outer")
value = g(2.0)
print(json.dumps([value, sum(g.stats.cache_hits.values()), sum(g.stats.cache_misses.values())]))
"""


def run_program(folder: Path, seed: int) -> list[float]:
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=root,
        env={**os.environ, "NUMBA_CACHE_DIR": str(folder), "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_a_second_process_loads_what_the_first_compiled(tmp_path):
    assert run_program(tmp_path, 1) == [6.5, 0, 1]
    assert run_program(tmp_path, 2) == [6.5, 1, 0]
    for kept in (tmp_path / "kernels").glob("*.nbc"):
        kept.write_bytes(b"damaged")
    assert run_program(tmp_path, 3) == [6.5, 0, 1]


def test_without_a_writable_folder_functions_are_compiled_all_the_same(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(blocked))
    assert compiled(definition("def f(x): return x - 4.25"), {}, key="")(5.0) == 0.75


def test_the_folder_of_the_user_is_used_unless_numba_was_told_another(monkeypatch, tmp_path):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert cache_folder() == tmp_path / "kernels"
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    assert cache_folder().name == "kernels"
    assert "separatrix" in str(cache_folder())
