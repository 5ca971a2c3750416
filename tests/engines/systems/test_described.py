import pytest

from engines.errors import SystemFileError
from engines.systems.described import PARAMETER_KEYS, STATE_KEYS, box_of, declaration
from engines.systems.table import Table


def state(**content):
    return Table("f.toml", "states.x", content, STATE_KEYS)


def parameter(**content):
    return Table("f.toml", "parameters.omega", content, PARAMETER_KEYS)


def test_a_window_starts_in_its_middle_and_bears_the_names_of_its_states():
    box = box_of([state(low=-1.0, high=3.0)])
    assert (box.low, box.high, box.start) == ((-1.0,), (3.0,), (1.0,))
    assert (box.labels, box.symbols, box.units, box.periodic) == (("x",), ("x",), ("",), (False,))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"low": 1.0, "high": 0.0}, "states.x.low = 1 is not below high = 0"),
        ({"low": 0.0, "high": 1e31}, "states.x.high = 1e+31, allowed -1e+30 to 1e+30"),
        ({"low": 1.0, "high": 1.0 + 1e-12}, "states.x.high = 1 is too close to low"),
        ({"low": 0.0, "high": 1.0, "start": 2.0}, "states.x.start = 2, allowed 0 to 1"),
    ],
)
def test_a_window_that_shows_nothing_is_refused(content, words):
    with pytest.raises(SystemFileError, match="f.toml: ") as error:
        box_of([state(**content)])
    assert words in str(error.value)


def test_a_slider_bears_the_symbol_of_its_name_and_moves_live():
    made = declaration("omega", parameter(value=1.0, low=0.0, high=2.0, unit="1/s"))
    assert (made.default, made.low, made.high, made.unit) == (1.0, 0.0, 2.0, "1/s")
    assert (made.symbol, made.title, made.group, made.live) == ("\\omega", "omega", "Flow", True)


def test_a_slider_without_room_for_its_value_is_refused():
    with pytest.raises(SystemFileError, match="value = 3, allowed 0 to 2"):
        declaration("omega", parameter(value=3.0, low=0.0, high=2.0))
    with pytest.raises(SystemFileError, match="allowed above 0 when logarithmic"):
        declaration("omega", parameter(value=1.0, low=0.0, high=2.0, logarithmic=True))


def test_a_name_that_is_its_own_symbol_is_written_once():
    known = {"value": 1.0, "low": 0.0, "high": 2.0}
    table = Table("f.toml", "parameters.a", known, PARAMETER_KEYS)
    assert (declaration("a", table).title, declaration("a", table).symbol) == ("a", "")
    named = Table("f.toml", "parameters.a", {**known, "name": "Amplitude"}, PARAMETER_KEYS)
    assert declaration("a", named).symbol == "a"
