from __future__ import annotations

PACKAGES = ("app", "widgets", "engines")
# Laws that hold for a whole folder; contracts have no bodies to be tested one by one.
LAWS = ("test_contracts.py", "test_manners.py")


def test_every_module_has_its_twin(module, root):
    place = root / "tests" / module.relative_to(root).parent
    twins = (place / f"test_{module.name}", place / LAWS[0])
    assert any(twin.is_file() for twin in twins), f"write {twins[0].relative_to(root)}"


def test_no_test_has_lost_its_module(root):
    lost = []
    for top in PACKAGES:
        for test in sorted((root / "tests" / top).rglob("test_*.py")):
            place = test.relative_to(root / "tests").parent
            name = test.name.removeprefix("test_")
            package = root / place / name.removesuffix(".py")
            known = (root / place / name).is_file() or package.is_dir() or test.name in LAWS
            if not known:
                lost.append(str(test.relative_to(root)))
    assert lost == []
