from pathlib import Path

from app import catalogue
from app.bare_system import NEW, edited, portrait_of, portrait_of_equations

PATH = Path("/somewhere/spin.toml")


def test_a_system_of_the_tree_opens_by_its_id_with_the_words_of_its_file():
    written = {preset.id for preset in catalogue.presets()}
    bare = next(entry for entry in catalogue.systems() if entry.id not in written)
    chosen = catalogue.preset(bare.id)
    assert (chosen.id, chosen.system, chosen.path) == (bare.id, bare.id, bare.path)
    assert chosen.about
    ready = catalogue.opened(chosen)
    assert ready.subject.id == bare.id


def test_a_preset_comes_before_the_system_it_is_called_after():
    assert "experiments" in catalogue.preset("pendulum").path.parts


def test_the_kind_is_told_in_a_tag():
    assert portrait_of(PATH, {"next": {"x": "x"}}, "spin").tags == ("map",)
    assert portrait_of(PATH, {"kind": "dde"}, "spin").tags == ("DDE",)
    assert portrait_of(PATH, {"rates": {"x": "x"}}, "spin").tags == ("ODE",)


def test_what_is_no_text_gives_no_words():
    chosen = portrait_of(PATH, {"title": 3, "about": ["a"], "source": None})
    assert (chosen.title, chosen.about, chosen.paper) == ("spin", "", "")
    assert chosen.system == "./spin.toml"


def test_equations_that_stand_in_no_file_have_a_portrait():
    chosen = portrait_of_equations({"text": "x' = y; y' = -x"})
    assert (chosen.id, chosen.title, chosen.system) == ("new-system", NEW, "")
    ready = catalogue.opened(chosen)
    assert ready.subject.equations.states == ("x", "y")
    assert ready.experiment.views(ready.parameters)


def test_a_title_says_once_that_equations_are_not_those_of_the_file():
    pendulum = catalogue.preset("pendulum")
    once = edited(pendulum, {"text": "x' = y; y' = -x"})
    twice = edited(once, {"text": "x' = y; y' = x"}, "x' = (")
    assert (once.title, twice.title) == ("Pendulum, edited", "Pendulum, edited")
    assert twice.draft == "x' = ("
    back = edited(twice, {})
    assert (back.title, back.equations, back.draft) == ("Pendulum", {}, "")
    assert edited(portrait_of_equations({}), {"text": "x' = 1"}).title == NEW
