"""System files: the shipped ones, and one sentence for everything that can be wrong with one."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.errors import EquationError, SeparatrixError, SystemFileError
from engines.systems.system_file import read_system, system_from_text

SYSTEMS = Path(__file__).parents[3] / "presets" / "systems"
FILES = sorted(SYSTEMS.rglob("*.toml"))

PROMISED = """lorenz-1963 rossler thomas van-der-pol pendulum lotka-volterra duffing double-gyre
bickley-jet abc-flow saddle shear nonlinear-saddle henon standard-map"""

GOOD = """
title = "Decay"
source = "By hand."
about = "Everything fades."
step = 0.1
duration = 5
time_unit = "s"
[rates]
x = "-k*x + q"
y = "-y"
[where]
q = "2*t"
[states]
x = { low = 0, high = 1.0 }
y = { low = -1, high = 1, start = 0.5, symbol = "y_1", label = "height", unit = "m", periodic = true }
[parameters]
k = { value = 2, low = 0, high = 5, name = "Rate", unit = "1/s", help = "How fast." }
kappa = { value = 1.0, low = 0.1, high = 10, logarithmic = true }
[truths]
divergence = "-k - 1"
fixed_points = [{ x = "0", y = "0" }]
"""


def test_the_promised_systems_are_shipped_and_ids_are_unique():
    ids = [path.stem for path in FILES]
    assert len(set(ids)) == len(ids)
    assert set(PROMISED.split()) <= set(ids)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_file_has_words_for_the_reader(path):
    system = read_system(path)
    assert system.id == path.stem
    assert system.title
    assert system.source
    assert len(system.about.split()) <= 60
    assert system.about.endswith(".")
    for declared in system.declared:
        assert declared.title
        assert declared.title != declared.name
        assert declared.symbol
        assert declared.help.endswith(".") or system.catalogued.dysts
    truths = system.truths
    assert truths.divergence is not None or truths.area is not None or system.catalogued.dysts


def test_the_double_gyre_has_the_names_scripts_depend_on():
    system = read_system(SYSTEMS / "fluids" / "double-gyre.toml")
    assert system.defaults() == {"A": 0.1, "epsilon": 0.25, "omega": 0.2 * math.pi}
    assert not system.equations.steady


def test_everything_a_file_says_is_in_the_system():
    system = system_from_text(GOOD, "decay")
    assert (system.id, system.kind, system.title) == ("decay", "ode", "Decay")
    assert (system.step, system.duration, system.time_unit) == (0.1, 5.0, "s")
    box = system.box
    assert (box.low, box.high, box.start) == ((0.0, -1.0), (1.0, 1.0), (0.5, 0.5))
    assert box.periodic == (False, True)
    assert box.labels == ("x", "height")
    assert box.symbols == ("x", "y_1")
    assert box.units == ("", "m")
    rate, kappa = system.declared
    assert (rate.name, rate.default, rate.title, rate.unit) == ("k", 2.0, "Rate", "1/s")
    assert (kappa.title, kappa.symbol, kappa.logarithmic) == ("kappa", r"\kappa", True)
    assert len(system.truths.fixed_points) == 1


def test_a_system_carries_its_equations_as_they_were_written():
    assert system_from_text(GOOD, "decay").lines == ("x' = -k*x + q", "y' = -y", "q = 2*t")
    henon = read_system(SYSTEMS / "mathematics" / "henon.toml")
    assert henon.lines[0].startswith("x next = ")


def test_a_map_is_recognised_by_its_table():
    text = 'title = "Logistic"\n[next]\nx = "r*x*(1 - x)"\n[states]\nx = { low = 0, high = 1 }\n'
    system = system_from_text(
        text + "[parameters]\nr = { value = 3, low = 0, high = 4 }", "logistic"
    )
    assert system.kind == "map"
    assert system.equations.discrete


def changed(old, new):
    assert GOOD.count(old) >= 1
    return GOOD.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (changed('title = "Decay"', ""), "title is missing, expected a text"),
        (changed('"Decay"', "3"), "title = 3, expected a text in quotes"),
        (changed("step = 0.1", "step = -1"), "step = -1, allowed above 0"),
        (changed("step = 0.1", "step = nan"), "step = nan, expected a finite number"),
        (changed("step = 0.1", "step = 1e-300"),
         "step = 1e-300, allowed from 5e-06: duration / step is at most 1000000"),
        (changed("step = 0.1\nduration = 5", "duration = 1e9"), "duration = 1e+09, allowed up to 10000"),
        (changed("high = 1.0 }", "high = 1e308 }"), "states.x.high = 1e+308, allowed -1e+30 to 1e+30"),
        (changed("low = 0, high = 1.0 }", "low = 1, high = 1.0000000000000002 }"),
         "states.x.high = 1 is too close to low, allowed from 1.000000001"),
        (changed("kappa =", "model_dump ="), "parameters.model_dump has a meaning of its own here"),
        (changed("[rates]", "[next]").replace("duration = 5", "duration = 1e9"),
         "duration = 1e+09, allowed up to 1000000 iterations"),
        (changed("step =", "stepp ="), "no field 'stepp', did you mean 'step'?"),
        (changed("[where]", "[were]"), "no field 'were', did you mean 'where'?"),
        (changed('title = "Decay"', 'title = "Decay"\nkind = "pde"'), "kind = 'pde', allowed ode, map"),
        (changed('title = "Decay"', 'title = "D"\nkind = "map"'), "rates does not belong to kind = 'map'"),
        (changed("[rates]", "[next]").replace('title = "Decay"', 'title = "D"\nkind = "ode"'),
         "next does not belong to kind = 'ode', allowed [rates]"),
        (changed('y = "-y"', 'z = "-z"'), "states.z is missing, expected { low"),
        (changed("y = { low = -1", "z = { low = 0, high = 1 }\ny = { low = -1"),
         "states.z has no equation in [rates], which has x, y"),
        (changed("high = 1.0 }", "high = 0 }"), "states.x.low = 0 is not below high = 0"),
        (changed("{ low = 0, high = 1.0 }", "{ low = 0 }"), "states.x.high is missing"),
        (changed("start = 0.5", "start = 7"), "states.y.start = 7, allowed -1 to 1"),
        (changed("periodic = true", "periodic = 1"), "states.y.periodic = 1, expected true or false"),
        (changed("value = 2", "value = 9"), "parameters.k.value = 9, allowed 0 to 5"),
        (changed("value = 2, ", ""), "parameters.k.value is missing, expected a number"),
        (changed("value = 2", "vale = 2"), "no field 'parameters.k.vale', did you mean 'value'?"),
        (changed("low = 0.1, high = 10", "low = 0, high = 10"),
         "parameters.kappa.low = 0, allowed above 0 when logarithmic"),
        (changed("kappa =", "x ="), "parameters.x is also in [rates], allowed is one meaning"),
        (changed("kappa =", "q ="), "parameters.q is also in [where]"),
        (changed("kappa =", "t ="), "parameters.t already has a meaning, reserved are"),
        (changed("kappa =", "sin ="), "parameters.sin already has a meaning"),
        (changed("kappa =", "lambda ="), "parameters.lambda is a word of Python"),
        (changed("kappa =", "__k ="), "parameters.'__k' is not a name, allowed are a letter and"),
        (changed("kappa =", '"k k" ='), "parameters.'k k' is not a name"),
        (changed("kappa =", '"κ" ='), "parameters.'κ' is not a name"),
        (changed("[truths]", "[truths]\narea = '1'"), "truths.area belongs to maps"),
        (changed('{ x = "0", y = "0" }', '{ x = "0" }'), "truths.fixed_points[0].y is missing"),
        (changed('{ x = "0", y = "0" }', '{ x = "0", z = "0" }'), "no field 'truths.fixed_points[0].z'"),
        (changed('[{ x = "0", y = "0" }]', "3"), "truths.fixed_points = 3, expected a list"),
        (changed('y = "-y"', "y = -1"), "rates.y = -1, expected a formula in quotes"),
        (changed("step = 0.1", "step ="), "line 5, column 7: is not TOML, invalid value"),
        (changed("step = 0.1", "step = 0.1\nstep = 0.2"), "is not TOML, "),
        (changed("duration = 5", "duration = " + "9" * 5000), "is not TOML that can be read"),
        ('title = "a"', "rates is missing, expected a table of equations"),
        ('title = "a"\n[rates]\n[states]', "rates is empty, expected one equation per state"),
        ('title = "a"\nrates = 3\n[states]', "rates = 3, expected a table"),
        ("a = " + "[" * 2000, "is not TOML that can be read"),
        ("\0", "is not TOML"),
        ("", "rates is missing"),
    ],
)  # fmt: skip
def test_each_mistake_has_one_sentence_naming_file_field_and_what_is_allowed(text, sentence):
    with pytest.raises(SystemFileError) as caught:
        system_from_text(text, "decay")
    assert str(caught.value).startswith("decay.toml: ")
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            changed("-k*x + q", "-kk*x + q"),
            "decay.toml: equation for x, column 2: unknown name 'kk'",
        ),
        (changed('"2*t"', '"2t"'), "decay.toml: equation for q, column 1: a sign is missing"),
        (changed('"-k - 1"', '"-r"'), "decay.toml: truths.divergence, column 2: unknown name 'r'"),
        (
            changed('y = "0" }', 'y = "x" }'),
            "decay.toml: truths.fixed_points[0].y, column 1: unknown",
        ),
        (changed('"2*t"', '"2*q"'), "equation for q: is defined by itself, q -> q"),
    ],
)
def test_a_wrong_formula_is_named_with_its_column(text, sentence):
    with pytest.raises(EquationError) as caught:
        system_from_text(text, "decay")
    assert sentence in str(caught.value)


def test_too_many_states_are_refused():
    rates = "\n".join(f's{i} = "0"' for i in range(40))
    states = "\n".join(f"s{i} = {{ low = 0, high = 1 }}" for i in range(40))
    with pytest.raises(SystemFileError, match="rates has 40 entries, allowed 32"):
        system_from_text(f'title = "a"\n[rates]\n{rates}\n[states]\n{states}', "many")


def test_files_that_cannot_be_read_are_named(tmp_path):
    with pytest.raises(SystemFileError, match=r"nowhere.toml: cannot be read, no such file"):
        read_system(tmp_path / "nowhere.toml")
    with pytest.raises(SystemFileError, match="cannot be read, is a directory"):
        read_system(tmp_path)
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00title")
    with pytest.raises(SystemFileError, match=r"^binary.toml: is not UTF-8 text$"):
        read_system(binary)
    huge = tmp_path / "huge.toml"
    huge.write_text("#" * 300_000)
    with pytest.raises(SystemFileError, match=r"^huge.toml: has 300000 bytes, allowed 200000"):
        read_system(huge)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_file_is_read_or_refused_with_a_sentence(data):
    text = GOOD
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text) - 1))
        stop = data.draw(st.integers(start, min(len(text), start + 20)))
        text = text[:start] + data.draw(st.text(max_size=6)) + text[stop:]
    try:
        system_from_text(text, "damaged")
    except SeparatrixError as error:
        sentence = str(error)
    else:
        sentence = "damaged.toml: "
    assert sentence.startswith("damaged.toml: ")
    assert "\n" not in sentence


def test_the_written_format_is_the_one_that_is_read():
    page = (SYSTEMS / "README.md").read_text(encoding="utf-8")
    example, sentences = page.split("```toml\n")[1].split("```")[0], page.split("```text\n")[1]
    system = system_from_text(example, "double-gyre")
    shipped = read_system(SYSTEMS / "fluids" / "double-gyre.toml")
    assert system.equations.key == shipped.equations.key
    mistakes = [
        ("-pi*A*", "-pi*AA*"),
        ("value = 0.1,", "value = 0.7,"),
        ("[parameters]", "[parametres]"),
    ]
    for (old, new), sentence in zip(mistakes, sentences.splitlines()[:3], strict=True):
        with pytest.raises(SeparatrixError) as caught:
            system_from_text(example.replace(old, new), "double-gyre")
        assert str(caught.value) == sentence


SPHERE = """
title = "Turn"
[rates]
x = "-y"
y = "x"
z = "0"
[sphere]
start = [10.0, 20.0]
[states]
x = { low = -1.0, high = 1.0 }
y = { low = -1.0, high = 1.0 }
z = { low = -1.0, high = 1.0 }
"""


def test_a_file_may_say_that_its_states_live_on_a_sphere():
    system = system_from_text(SPHERE, "turn")
    assert (system.sphere.radius, system.sphere.start) == (6.371e6, (10.0, 20.0))
    flow = system.flow_at({})
    assert (flow.dimension, flow.states) == (2, ("longitude", "latitude"))
    assert flow.box.start == (10.0, 20.0)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('z = "0"', 'z = "1"', "rates point out of the sphere by 9.9e-01 of the speed, allowed 0"),
        ("start = [10.0, 20.0]", "start = [10.0, 95.0]", "start.1 = 95, allowed -90 to 90"),
        ("start = [10.0, 20.0]", "start = [10.0]", "start has 1 entries, expected two numbers"),
        ("start = [10.0, 20.0]", "start = 3", "start = 3, expected a list of two numbers"),
        ("start = [10.0, 20.0]", "radius = 0", "radius = 0, allowed above 0"),
        ("start = [10.0, 20.0]", "size = 1", "no field 'sphere.size'"),
        ('z = "0"\n', "", "sphere needs [rates] of 3 states, has 2"),
    ],
)
def test_what_a_sphere_cannot_be_is_said(old, new, sentence):
    text = SPHERE.replace(old, new)
    if "of 3 states" in sentence:
        text = text.replace("z = { low = -1.0, high = 1.0 }\n", "")
    with pytest.raises(SystemFileError) as caught:
        system_from_text(text, "turn")
    assert sentence in str(caught.value)


LEVEL = """
title = "Level"
[rates]
x = "p"
y = "0"
p = "-x"
[section]
p = "sqrt(2*E - x^2)"
[states]
x = { low = -1.0, high = 1.0 }
y = { low = -1.0, high = 1.0 }
p = { low = -1.0, high = 1.0 }
[parameters]
E = { value = 0.5, low = 0.1, high = 1.0 }
"""


def test_a_file_may_say_what_two_states_make_of_the_others():
    flow = system_from_text(LEVEL, "level").flow_at({"E": 0.5})
    assert flow.axes == (0, 1)
    assert flow.completed([[0.6, 0.3, 0.0]])[0] == pytest.approx([0.6, 0.3, 0.8])


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('p = "sqrt(2*E - x^2)"', 'q = "1"', "section.q is no state, allowed x, y, p"),
        ('p = "sqrt(2*E - x^2)"', 'p = "1"\ny = "2"', "section leaves 1 states free, expected two"),
        ('p = "sqrt(2*E - x^2)"', 'p = "p"', "section.p, column 1: unknown name 'p'"),
    ],
)
def test_what_a_section_cannot_be_is_said(old, new, sentence):
    with pytest.raises(SeparatrixError) as caught:
        system_from_text(LEVEL.replace(old, new), "level")
    assert sentence in str(caught.value)
