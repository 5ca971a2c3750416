from __future__ import annotations

import tomllib

import pytest

ROOMS = {
    "portraits",
    "reconstruction",
    "transport",
    "fields",
    "generative",
    "populations",
    "latent",
    "particles",
}
PLACES = (
    "engines/experiments",
    "engines/evidence",
    "engines/training/recipes",
    "presets/experiments",
    "presets/models",
    "assets/weights",
)


@pytest.mark.parametrize("place", PLACES)
def test_method_rooms_bear_the_same_names_everywhere(place, root):
    found = {p.name for p in (root / place).iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert found <= ROOMS


def test_learned_rooms_are_method_rooms_beside_the_networks(root):
    folders = (p.name for p in (root / "engines/learned").iterdir() if p.is_dir())
    assert {name for name in folders if name != "__pycache__"} <= ROOMS | {"nets"}


def test_a_recipe_bears_the_name_of_its_model(root):
    for recipe in (root / "engines/training/recipes").glob("*/*.py"):
        if recipe.name != "__init__.py":
            twin = root / "engines/learned" / recipe.parent.name / recipe.name
            card = root / "presets/models" / recipe.parent.name / _dashed(recipe.stem)
            # Other weights of a known architecture have a card of their own, which names it.
            known = twin.is_file() or _names_a_network(root, card)
            assert known, f"{recipe.relative_to(root)} trains nothing"
    for folder in (root / "engines/training/recipes").glob("*/*/__init__.py"):
        family = folder.parent
        twin = root / "engines/learned" / family.parent.name / f"{family.name}.py"
        cards = (
            _cards(root, family) / _dashed(f"{family.name}-{one.stem}")
            for one in family.glob("*.py")
            if one != folder
        )
        known = twin.is_file() or twin.with_suffix("").is_dir()
        known = known or all(_names_a_network(root, card) for card in cards)
        assert known, f"{family.relative_to(root)} trains nothing"


def _names_a_network(root, card):
    named = tomllib.loads(card.read_text())["class"].split(".") if card.is_file() else []
    return bool(named) and (root / "engines/learned").joinpath(*named).with_suffix(".py").is_file()


def _cards(root, family):
    return root / "presets/models" / family.parent.name / family.name.replace("_", "-")


def _dashed(stem: str) -> str:
    return f"{stem.replace('_', '-')}.toml"


def test_a_preset_stands_in_the_room_of_its_experiment():
    from app.catalogue import presets

    for preset in presets():
        assert preset.experiment.split(".")[0] == preset.room, preset.id


def test_a_card_stands_in_the_room_of_its_weights(root):
    for card in (root / "presets/models").rglob("*.toml"):
        folder = root / "assets/weights" / card.parent.relative_to(root / "presets/models")
        weights = folder / f"{card.stem}.safetensors"
        assert weights.is_file(), f"{card.relative_to(root)} has no weights"


def test_the_command_line_knows_the_same_rooms():
    from app.cli.listing import ROOMS as LISTED

    assert set(LISTED) == ROOMS
