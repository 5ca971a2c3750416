import json

import pytest

from engines.errors import EquationError, SystemFileError
from engines.systems.edited.sheet import sheet_of, system_of
from engines.systems.system_file import system_from_text
from engines.systems.written.windows import extent

FILE = r"""
title = "Pendulum"
step = 0.02
duration = 12.0
time_unit = "s"
[rates]
theta = "v"
v = "-g*sin(theta) - c*v"
[states]
theta = { low = -7.0, high = 7.0, start = 1.0, label = "angle", unit = "rad", periodic = true }
v = { low = -3.0, high = 3.0, symbol = "\\dot{\\theta}", unit = "rad/s" }
[parameters]
g = { value = 1.0, low = 0.5, high = 9.0, name = "Gravity", unit = "1/s2", logarithmic = true }
c = { value = 0.0, low = 0.0, high = 1.0, help = "Friction." }
"""
PARTS = ("box", "declared", "step", "duration", "time_unit", "kind", "symbols", "equations")


@pytest.fixture
def pendulum():
    return system_from_text(FILE, "pendulum")


def over(system, text):
    return system_of({**sheet_of(system), "text": text}, "pendulum", "Pendulum, edited")


def test_the_sheet_of_a_file_gives_its_system_again(pendulum):
    again = system_of(json.loads(json.dumps(sheet_of(pendulum))), "pendulum", "Pendulum")
    for part in PARTS:
        assert getattr(again, part) == getattr(pendulum, part), part


def test_names_that_stay_keep_windows_and_sliders_and_new_ones_get_some(pendulum):
    new = over(pendulum, "theta' = v\nv' = -g*sin(theta) - c*v + a*cos(t)")
    assert new.box == pendulum.box
    assert new.declared[:2] == pendulum.declared
    assert (new.declared[2].name, new.declared[2].default) == ("a", 1.0)
    assert new.declared[2].low < 1.0 < new.declared[2].high
    assert (new.step, new.duration, new.time_unit) == (0.02, 12.0, "s")


def test_a_slider_bears_its_name_once(pendulum):
    new = over(pendulum, "theta' = v\nv' = -a*theta + omega*v")
    assert [(d.name, d.symbol) for d in new.declared] == [("a", ""), ("omega", "\\omega")]


def test_what_the_text_says_of_a_name_counts_more(pendulum):
    new = over(
        pendulum,
        "theta' = v; v' = -g*sin(theta) - c*v\ng = 12\ntheta(0) = 2\nv in [-5, 5]\n"
        "c = 0.1 in [0, 0.5]\nt in [0, 40]\ndt = 0.1",
    )
    g, c = (next(d for d in new.declared if d.name == name) for name in "gc")
    assert (g.default, g.low, g.high, g.title) == (12.0, 0.5, 12.0, "Gravity")
    assert (c.default, c.low, c.high, c.help) == (0.1, 0.0, 0.5, "Friction.")
    assert (new.box.start[0], new.box.low[1], new.box.high[1]) == (2.0, -5.0, 5.0)
    assert (new.duration, new.step) == (40.0, 0.1)


def test_another_kind_or_a_state_less_is_another_system(pendulum):
    new = over(pendulum, "theta' = -g*theta")
    assert new.box.labels == ("theta",)
    assert new.box.low != (-7.0,)
    mapped = over(pendulum, "theta -> v; v -> -g*sin(theta)")
    assert mapped.kind == "map"
    assert mapped.time_unit == ""
    assert mapped.duration >= 100


def test_a_state_more_leaves_the_others_where_they_were(pendulum):
    new = over(pendulum, "theta' = v; v' = -g*sin(theta) - c*v + w; w' = -w")
    assert new.box.low[:2] == pendulum.box.low
    assert new.box.symbols[:2] == pendulum.box.symbols


def test_a_fault_in_the_text_has_its_place(pendulum):
    with pytest.raises(EquationError) as error:
        over(pendulum, "theta' = v\nv' = sin(")
    assert (error.value.line, error.value.column) == (2, 9)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": 3},
        {"step": -1.0},
        {"states": {"theta": {"low": 1.0, "high": 0.0}}},
        {"parameters": {"g": {"value": 1.0}}},
        {"parameters": {"g": 1.0}},
        {"colour": "red"},
    ],
)
def test_a_damaged_sheet_is_one_sentence(pendulum, wrong):
    with pytest.raises(SystemFileError, match="pendulum: "):
        system_of({**sheet_of(pendulum), **wrong}, "pendulum", "Pendulum")


def test_an_edited_system_stays_stiff_and_shaken():
    stiff = system_from_text(FILE.replace("step =", 'flags = ["stiff"]\nstep ='), "pendulum")
    edited = over(stiff, "\n".join(stiff.lines).replace("c*v", "2*c*v"))
    assert edited.catalogued.flags == {"stiff"}
    shaken = FILE.replace("step =", 'kind = "sde"\nstep =') + '\n[noise]\nv = "0.1*c"\n'
    system = system_from_text(shaken, "pendulum")
    again = system_of(json.loads(json.dumps(sheet_of(system))), "pendulum", "Pendulum")
    assert again.kind == "sde"
    assert again.noise.key == system.noise.key
    assert again.declared == system.declared


@pytest.mark.parametrize(
    ("text", "walks"),
    [
        ("theta' = v; v' = -theta", 0),
        ("theta' = v; v' = -w; w' = v - w", 1),
        ("x' = y; y' = -x", 1),
        ("theta -> v; v -> theta", 1),
    ],
)
def test_a_window_is_walked_for_once_and_only_if_it_is_not_known(
    pendulum, monkeypatch, text, walks
):
    walked, walk = [], extent
    monkeypatch.setattr("engines.systems.typed.extent", lambda *a: walked.append(1) or walk(*a))
    over(pendulum, text)
    assert len(walked) == walks


DELAYED = """
title = "Late"
kind = "dde"
step = 0.1
duration = 10.0
[rates]
x = "-c*x@tau"
[history]
x = "c*cos(t)"
[states]
x = { low = -2.0, high = 2.0, start = START }
[parameters]
c = { value = 0.25, low = 0.0, high = 2.0 }
tau = { value = 1.0, low = 0.5, high = 2.0 }
"""


@pytest.mark.parametrize("start", ["0.25", "0.83347846"])
def test_the_sheet_of_a_delay_equation_keeps_what_was_before(start):
    system = system_from_text(DELAYED.replace("START", start), "late")
    again = system_of(json.loads(json.dumps(sheet_of(system))), "late", "Late")
    assert again.history == system.history
    for part in PARTS:
        assert getattr(again, part) == getattr(system, part), part


def test_where_a_typed_history_ends_depends_on_the_sliders_that_are_known():
    system = system_from_text(DELAYED.replace("START", "0.25"), "late")
    new = over(system, "x' = -c*x@tau\nx = c + 1 for t <= 0")
    assert new.start == (1.25,)
    assert over(system, "x' = -c*x@tau\nx = c + 1 for t <= 0\nx(0) = 1").start == (1.0,)
