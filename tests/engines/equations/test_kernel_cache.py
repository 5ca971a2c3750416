"""Kernels on disk: a second process finds them, and nothing wrong with the disk does harm."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

from engines.equations.compiling import compiled
from engines.equations.kernel_cache import cache_folder, prune

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
    blocked_function = ast.parse("def f(x): return x - 4.25").body[0]
    assert compiled(blocked_function, {}, key="")(5.0) == 0.75


def test_the_folder_of_the_user_is_used_unless_numba_was_told_another(monkeypatch, tmp_path):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert cache_folder() == tmp_path / "kernels"
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    assert cache_folder().name == "kernels"
    assert "separatrix" in str(cache_folder())


def test_the_oldest_kernels_make_room(tmp_path):
    for i in range(30):
        file = tmp_path / f"{i}.nbc"
        file.write_text("code")
        os.utime(file, (1000 + i, 1000 + i))
    prune(tmp_path, most=30)
    assert len(list(tmp_path.iterdir())) == 30
    prune(tmp_path, most=20)
    assert sorted(int(f.stem) for f in tmp_path.iterdir()) == list(range(20, 30))
    prune(tmp_path / "missing")
