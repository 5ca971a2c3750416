"""Surfaces that a system knows of, while its equations are edited."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engines.systems.edited.sheet import sheet_of, system_of
from engines.systems.edited.surfaces import dropped, surfaces_of
from engines.systems.level.level_flow import LevelFlow
from engines.systems.sphere.sphere_flow import SphereFlow
from engines.systems.system_file import read_system

SYSTEMS = Path(__file__).parents[4] / "presets" / "systems"


@pytest.fixture(scope="module")
def star():
    return read_system(SYSTEMS / "mechanics" / "henon-heiles.toml")


@pytest.fixture(scope="module")
def wave():
    return read_system(SYSTEMS / "atmosphere" / "rossby-haurwitz.toml")


def over(system, change=("", ""), more=""):
    text = "\n".join(system.lines).replace(*change, 1) + more
    sheet = json.loads(json.dumps({**sheet_of(system), "text": text}))
    return sheet, system_of(sheet, system.id, system.title)


def test_the_surface_on_which_paths_begin_stays_with_its_parameter(star):
    sheet, same = over(star)
    assert same.section == star.section
    assert [d.name for d in same.declared] == ["E"]  # which no equation names
    assert same.declared == star.declared
    assert isinstance(same.flow_at({"E": 0.1}), LevelFlow)
    assert dropped(sheet, same) == ""
    sheet, new = over(star, ("x^2", "a*x^2"), "\nE = 0.15")
    assert new.section == star.section
    assert new.defaults() == {"E": 0.15, "a": 1.0}
    assert sheet_of(new)["section"] == surfaces_of(star)["section"]


@pytest.mark.parametrize("text", ["u' = v; v' = -u", "x' = y; y' = -x; p_x' = 1; p_y' = 1; w' = 2"])
def test_with_other_coordinates_the_surface_is_left_out_and_that_is_said(star, text):
    sheet = {**sheet_of(star), "text": text}
    new = system_of(sheet, "star", "Star")
    assert new.section == {}
    assert dropped(sheet, new) == (
        "Left out: the surface that gave x and p_x, as the coordinates are others now."
    )


def test_a_sphere_stays_as_long_as_the_rates_do_not_leave_it(wave):
    sheet, new = over(wave, ("C = cos", "C = 2*cos"))
    assert new.sphere == wave.sphere
    assert isinstance(new.flow_at(new.defaults()), SphereFlow)
    assert dropped(sheet, new) == ""
    sheet, new = over(wave, ("x' =", "x' = 0.1*x +"))
    assert new.sphere is None
    assert dropped(sheet, new) == "Left out: the sphere, as these rates leave it."
    sheet, new = over(wave, more="\nw' = -w")
    assert dropped(sheet, new) == "Left out: the sphere, as the coordinates are others now."


def test_a_map_or_a_delay_of_the_same_coordinates_has_no_surface(star):
    for text in ("x -> y; y -> x; p_x -> p_y; p_y -> p_x", "x' = y@1; y' = x; p_x' = 1; p_y' = 2"):
        sheet = {**sheet_of(star), "text": text}
        new = system_of(sheet, "star", "Star")
        assert new.section == {}
        assert dropped(sheet, new).startswith("Left out: the surface")
