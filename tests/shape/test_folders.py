from __future__ import annotations

import ast
from collections import Counter

MOST_FILES, MOST_LINES = 12, 400
BANNED = {"utils", "util", "helpers", "helper", "common", "misc", "core", "tools", "stuff"}


def modules_by_folder(sources):
    folders: dict = {}
    for path in sources:
        counted = path.name.startswith("test_") if "tests" in path.parts else True
        if counted and path.name not in ("__init__.py", "conftest.py"):
            folders.setdefault(path.parent, []).append(path.name)
    return folders


def test_no_folder_holds_more_than_twelve_modules(sources, root):
    full = {
        str(folder.relative_to(root)): len(names)
        for folder, names in modules_by_folder(sources).items()
        if len(names) > MOST_FILES
    }
    assert full == {}


def test_no_folder_holds_more_than_twelve_tables(texts, root):
    tables = Counter(p.parent.relative_to(root) for p in texts if p.suffix == ".toml")
    assert {str(folder): n for folder, n in tables.items() if n > MOST_FILES} == {}


def test_no_module_has_more_than_four_hundred_lines(sources, root):
    long = {
        str(p.relative_to(root)): n
        for p in sources
        if (n := p.read_text(encoding="utf-8").count("\n")) > MOST_LINES
    }
    assert long == {}


def test_there_is_no_drawer_for_leftovers(sources, root):
    named = {p.relative_to(root) for p in sources}
    parts = {part.removesuffix(".py") for path in named for part in path.parts}
    assert parts & BANNED == set()


def test_every_package_says_in_one_line_what_it_is(sources, root):
    silent = []
    for path in sources:
        inside = path.relative_to(root).parts[0]
        if path.name != "__init__.py" or inside == "tests":
            continue
        words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        if not words or "\n" in words.strip():
            silent.append(str(path.relative_to(root)))
    assert silent == []


def test_every_folder_of_modules_is_a_package_and_tests_are_none(sources, root):
    wrong = []
    for folder in modules_by_folder(sources):
        inside = folder.relative_to(root).parts[0]
        if (folder / "__init__.py").is_file() == (inside == "tests"):
            wrong.append(str(folder.relative_to(root)))
    assert wrong == []
