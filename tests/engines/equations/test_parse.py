"""Reading formulas: what is meant, what is refused, and that nothing is ever executed."""

from __future__ import annotations

import contextlib
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.equations.algebra.tree import text
from engines.equations.functions import FUNCTIONS
from engines.equations.parse import Delays, parse
from engines.errors import EquationError

NAMES = ("x", "y", "z", "sigma", "rho")
WHERE = "lorenz.toml: equation for x"

# The eight of the literature on unsafe readers: dunder walk, import, power tower, list bomb,
# brackets, string bomb, lambda, format string. Then thirty of our own.
HOSTILE = [
    "().__class__.__bases__[0].__subclasses__()",
    "__import__('os').system('touch /tmp/owned')",
    "9**9**9**9**9",
    "[0]*10**10",
    "(" * 3000 + "x" + ")" * 3000,
    "'a'*10**10",
    "(lambda: open('/etc/passwd').read())()",
    "'{0.__class__.__mro__}'.format(x)",
    "exec('import os')",
    "eval(x)",
    "open(x)",
    "x.__class__",
    "sin.__globals__",
    "getattr(x, y)",
    "[x for x in y]",
    "{x: y}",
    "x if y else z",
    "x := 5",
    "x; y",
    "x\nimport os",
    "x = 3",
    "f'{x}'",
    "b'x'",
    "`x`",
    "x[0]",
    "sin(x=1)",
    "sin(*x)",
    "x < y < z",
    "x and y",
    "not x",
    "await x",
    "yield x",
    "1j*x",
    "1e400",
    "9" * 3000,
    "1e-400 + 1e309",
    "x\0+ y",
    "ｓｉｎ(x)",
    "x\u202e + y",
    "s\u0131n(x)",
    "\U0001d465 + 1",
    "-" * 1999 + "x",
    "x" + "^x" * 900,
    "sin(" * 400 + "x" + ")" * 400,
    "~x",
    "x @ y",
    "x // y",
    "x % y",
    "x << 9999999999",
    "x, y",
    "()",
    "...",
    "None",
    "True",
    "__builtins__",
    "print(x)",
    "# x",
    "x\\",
    "import os",
    "_",
    "1__0",
    "0x10",
    "1/0",
    "log(0)",
    "sqrt(-1)",
]

_guard = {"armed": False, "seen": []}
_HARMLESS = ("object.__getattr__", "sys._getframe", "gc.", "time.", "array.")


def _hook(event, arguments):
    if _guard["armed"] and not event.startswith(_HARMLESS):
        # Python's reader reports itself as compiling; ours names its text "<equation>"
        if event == "compile" and arguments[1] in ("<equation>", b"<equation>"):
            return
        _guard["seen"].append((event, arguments))


sys.addaudithook(_hook)


@pytest.fixture
def guarded():
    """Fails the test if anything is executed, imported, opened, started or connected to."""
    for warm in ("x +* y", "sigm", "cos(x)"):
        with contextlib.suppress(EquationError):
            parse(warm, NAMES, WHERE)
    _guard["seen"] = []

    def run(formula):
        _guard["armed"] = True
        try:
            return parse(formula, NAMES, WHERE)
        finally:
            _guard["armed"] = False
            assert _guard["seen"] == []

    return run


def test_the_guard_sees_what_it_must_see(guarded):
    _guard["armed"] = True
    exec("1")
    compile("1", "<elsewhere>", "eval")
    _guard["armed"] = False
    events = [event for event, _ in _guard["seen"]]
    assert "exec" in events
    assert events.count("compile") >= 1


@pytest.mark.parametrize("formula", HOSTILE, ids=lambda f: repr(f[:24]))
def test_hostile_texts_execute_nothing_and_get_one_sentence(guarded, formula):
    with pytest.raises(EquationError) as caught:
        guarded(formula)
    sentence = str(caught.value)
    assert sentence.startswith(f"{WHERE}, column {caught.value.column}: ")
    assert caught.value.column >= 1
    assert caught.value.length >= 1
    assert "\n" not in sentence
    assert len(sentence) < 420


def test_there_are_eight_known_hostile_texts_and_more_than_thirty_of_ours():
    assert len(HOSTILE) == len(set(HOSTILE)) >= 38


DELAYS = Delays(("x", "y"), ("sigma", "rho"))


def outcome(formula, delays=None):
    try:
        return parse(formula, NAMES, WHERE, delays), None
    except EquationError as error:
        return None, error


@given(st.text(max_size=60), st.sampled_from([None, DELAYS]))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(formula, delays):
    tree, error = outcome(formula, delays)
    if tree is None:
        assert 1 <= error.column <= len(formula) + 1
        assert error.where == WHERE


PIECES = st.lists(
    st.sampled_from(
        [*NAMES, *FUNCTIONS, "t", "pi", "(", ")", ",", *"+-*/^", "**", "2", "0.5", ".", "@"]
    ),
    max_size=25,
)


@given(PIECES, st.sampled_from([None, DELAYS]))
@settings(max_examples=400, deadline=None)
def test_any_row_of_pieces_is_read_or_refused(pieces, delays):
    formula = " ".join(pieces)
    tree, error = outcome(formula, delays)
    if tree is None:
        assert 1 <= error.column <= len(formula) + 1
    else:
        # what was read can be written and read again as the same tree
        assert parse(text(tree), NAMES, delays=delays) is tree


@pytest.mark.parametrize(
    ("formula", "meaning"),
    [
        ("sigma*(y - x)", "(sigma * (y - x))"),
        ("-x^2", "(-(x ^ 2.0))"),
        ("x^y^z", "(x ^ (y ^ z))"),
        ("x**2", "(x ^ 2.0)"),
        ("x^-2", "(x ^ (-2.0))"),
        ("2*x^2/y", "((2.0 * (x ^ 2.0)) / y)"),
        ("+x - -y", "(x - (-y))"),
        (".5 + 1. + 2e-3 + 007", "(((0.5 + 1.0) + 0.002) + 7.0)"),
        ("sin(pi*t) + e", "(sin((pi * t)) + e)"),
        ("atan2(y,\n\tx)", "atan2(y, x)"),
        ("max(x, min(y, z))", "max(x, min(y, z))"),
    ],
)
def test_formulas_mean_what_they_mean_on_paper(formula, meaning):
    assert text(parse(formula, NAMES)) == meaning


@pytest.mark.parametrize(
    ("formula", "column", "length", "part"),
    [
        ("x + sigm*y", 5, 4, "unknown name 'sigm', did you mean 'sigma'?"),
        ("x + foo", 5, 3, "unknown name 'foo', known are x, y, z, sigma, rho, t, pi, e"),
        ("x + 2^sigm", 7, 4, "unknown name 'sigm'"),
        ("cosn(x)", 1, 4, "unknown function 'cosn', did you mean 'cos'?"),
        ("2 + bessel(x)", 5, 6, "unknown function 'bessel', known are sin, cos"),
        ("sin + 1", 1, 3, "function 'sin' needs brackets, as in sin(x)"),
        ("1 + sin x", 5, 3, "function 'sin' needs brackets, as in sin(x)"),
        ("atan2(x)", 1, 5, "function 'atan2' takes 2 arguments, got 1"),
        ("x(y + 1)", 1, 1, "'x' is not a function, a product is x*(b)"),
        ("3 + 2x", 5, 2, "a sign is missing between '2' and 'x', a product is 2*x"),
        ("(x)(y)", 2, 1, "'x' is not a function"),
        ("x + (y - z", 5, 1, "bracket '(' is never closed"),
        ("x)", 2, 1, "bracket ')' closes nothing"),
        ("x +", 3, 1, "ends too early, after '+'"),
        ("x * / y", 5, 1, "cannot be read at '/'"),
        ("x \N{MINUS SIGN} y", 3, 1, "character '\N{MINUS SIGN}' cannot be read, write -"),
        ("x % y", 3, 1, "character '%' cannot be read, write mod(a, b)"),
        ("x # y", 3, 1, "allowed are letters, digits and + - * / ^ ( ) , ."),
        ("1 + 1e400", 5, 5, "number 1e400 is too large, allowed up to 1.79e308"),
        ("x + 9^9^9", 5, 5, "this is not a finite number"),
        ("", 1, 1, "nothing is written, expected a formula"),
        ("+".join("x" * 1200), 2001, 1, "the formula has 2399 characters, allowed 2000"),
        ("y" * 41, 1, 41, "has 41 characters, allowed 40"),
        ("x^(" * 50 + "x" + ")" * 50, 1, 201, "nested too deeply, allowed 50 levels"),
    ],
)
def test_a_refusal_names_place_and_remedy(formula, column, length, part):
    with pytest.raises(EquationError) as caught:
        parse(formula, NAMES, WHERE)
    assert part in str(caught.value)
    assert (caught.value.column, caught.value.length) == (column, length)


@pytest.mark.parametrize(
    ("formula", "meaning"),
    [
        ("2*x@sigma", "(2.0 * x@sigma)"),
        ("x@sigma^2", "(x@sigma ^ 2.0)"),
        ("-x @ 0.5*y@rho", "((-x@0.5) * y@rho)"),
        ("x@2*sigma", "(x@2.0 * sigma)"),
        ("x(t - sigma)/y(t-1.5)", "(x@sigma / y@1.5)"),
        ("sin(x@1e-3)", "sin(x@0.001)"),
    ],
)
def test_a_delay_binds_tighter_than_any_sign(formula, meaning):
    assert text(parse(formula, NAMES, WHERE, DELAYS)) == meaning


@pytest.mark.parametrize(
    ("formula", "column", "length", "part"),
    [
        ("x + x@sigm", 7, 4, "unknown delay 'sigm', did you mean 'sigma'?"),
        ("x + x@foo", 7, 3, "unknown delay 'foo', known are sigma, rho"),
        ("x + z@sigma", 5, 1, "unknown state 'z', known are x, y"),
        ("x + sigma@rho", 5, 5, "unknown state 'sigma'"),
        ("x@0", 3, 1, "delay: must be > 0, got 0"),
        ("x@-1", 3, 1, "after 'x@' stands '-', allowed are the name of a parameter and a number"),
        ("x@(rho)", 3, 1, "after 'x@' stands '('"),
        ("2@rho", 1, 1, "only a state can be delayed, as in x@tau"),
        ("(x)@rho", 3, 1, "only a state can be delayed, as in x@tau"),
        ("x@rho@rho", 6, 1, "'@' stands after a state, as in x@tau"),
        ("@rho", 1, 1, "'@' stands after a state, as in x@tau"),
        ("x@rho(2)", 1, 1, "a sign is missing before a bracket"),
        ("y + x@", 6, 1, "ends too early, after '@'"),
        ("x@rho y", 3, 5, "a sign is missing between 'rho' and 'y'"),
        ("x(t - foo)", 7, 3, "unknown delay 'foo'"),
        ("x(t + rho)", 1, 1, "'x' is not a function"),
    ],
)
def test_a_delay_that_is_none_is_refused_at_its_place(formula, column, length, part):
    with pytest.raises(EquationError) as caught:
        parse(formula, NAMES, WHERE, DELAYS)
    assert part in str(caught.value)
    assert (caught.value.column, caught.value.length) == (column, length)


def test_a_delay_is_refused_where_nothing_may_be_delayed():
    with pytest.raises(EquationError, match=r"column 5: 'x@rho' is a delay, allowed only where"):
        parse("2 + x@rho", NAMES, WHERE)


def test_a_long_sum_is_not_deep():
    parse("+".join(["x"] * 900), NAMES)
    parse("*".join(["sin(x)"] * 250), NAMES)


@pytest.mark.parametrize(
    "formula",
    [
        "+".join(["x"] * 1000),
        "x" + "+(x" * 49 + ")" * 49,
        "(" * 50 + "x" + ")" * 50 + "+*",
        "-" * 50 + "x" + "*-x" * 600,
        "x^" * 49 + "x",
        "max(x," * 50 + "x" + ")" * 50,
        "unknownname" + "+x" * 900,
        "9^9^9^9",
    ],
    ids=range(8),
)
def test_the_limits_keep_reading_below_50_ms(formula):
    spent = []
    for _ in range(3):
        begun = time.thread_time()
        with contextlib.suppress(EquationError):
            parse(formula, NAMES, WHERE)
        spent.append(time.thread_time() - begun)
    assert min(spent) < 0.050
