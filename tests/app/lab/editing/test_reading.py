import sys
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.bare_system import portrait_of_equations
from app.catalogue import opened, preset
from app.lab.editing.reading import Context, readings, text_of
from engines.running.ticket import Ticket, Withdrawn
from widgets.panels.equations.editor import Fault

LORENZ = "x' = sigma*(y - x)\ny' = x*(rho - z) - y\nz' = x*y - beta*z"


@pytest.fixture(scope="module")
def lorenz(qapp_session=None):
    return opened(preset("lorenz-1963"))


@pytest.fixture
def read(qapp, lorenz):
    context = Context(lorenz, lorenz, lorenz.parameters, {})

    def one(text, over=context):
        (found,) = readings(text, over, Ticket())
        return found

    return one


def test_a_changed_text_is_another_system_under_the_same_preset(read, lorenz):
    found = read(LORENZ + " + a*sin(x)")
    assert found.sentence == ""
    assert found.found.preset.title == "Lorenz, edited"
    assert found.found.preset.id == "lorenz-1963"
    assert found.found.preset.equations["text"] == LORENZ + " + a*sin(x)"
    assert found.values.a == 1.0
    assert len(found.tex) == 3
    assert found.check.startswith("Steady.")


def test_the_text_of_the_file_is_the_file_again(read, lorenz):
    assert read(text_of(lorenz) + "\n").found is lorenz


def test_blanks_and_remarks_make_no_other_system(read, lorenz):
    first = read(LORENZ + " + a").found
    second = read(LORENZ + "  +  a  # a remark", Context(lorenz, first, first.parameters, {})).found
    assert second.experiment is first.experiment
    assert second.preset.equations["text"].endswith("remark")


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        (LORENZ + " +", "Ends too early", (3, 19)),
        ("x' = sin(y + )\ny' = x", "Cannot be read at ')'", (1, 14)),
        ("x' = x\nx' = y", "'x' has an equation already", (2, 1)),
        ("tracks' = tracks\ny' = tracks*a", "", None),
        ("x' = y*tracks\ny' = x", "bears the name of an instrument", (1, 8)),
    ],
)
def test_what_is_wrong_is_one_sentence_with_its_place(read, text, words, place):
    found = read(text)
    if place is None:
        assert found.sentence == "" or found.sentence.endswith(".")
        return
    assert words in found.sentence
    assert found.sentence.count("\n") == 0
    assert not found.sentence.startswith("Line ")
    assert found.found is None
    assert (found.fault.line, found.fault.column) == place


def test_other_kinds_of_equations_say_what_they_are(read):
    assert read("x -> 1 - a*x^2 + y\ny -> b*x").check == "A map."
    assert read("x' = -x(t - tau)").check.startswith("With delays. Until t = 0 all stood still,")
    assert read("x' = -x(t - tau)\nx = t for t <= 0").check == "With delays."
    assert read("dx = -x dt + 0.2 dW").check == "With noise."
    assert read("x' = y\ny' = -x + cos(t)").check.startswith("Depends on time.")
    assert read("x' = y\ny' = -x").check == "Steady. Divergence: 0."


def test_a_reading_that_nobody_waits_for_is_left(read, lorenz):
    ticket = Ticket()
    ticket.withdraw()
    context = Context(lorenz, lorenz, lorenz.parameters, {})
    with pytest.raises(Withdrawn):
        list(readings(LORENZ, context, ticket))


def test_equations_that_were_edited_know_the_file_they_came_from(qapp, lorenz, read):
    changed = read(LORENZ + " + a").found
    alone = Context(None, changed, changed.parameters, {})
    back = read(LORENZ, alone)
    assert back.found.preset.equations == {}
    assert back.found.subject.lines == lorenz.subject.lines


def test_many_equations_are_refused_in_one_sentence(read):
    found = read("\n".join(f"x{i}' = -x{i} + x{(i + 1) % 200}" for i in range(200)))
    assert "allowed 32" in found.sentence
    assert found.fault.line == 33


def test_deep_and_long_texts_are_refused_in_one_sentence(read):
    for text in ("x' = " + "(" * 5000 + "x" + ")" * 5000, "x' = " + "x+" * 9000 + "x", "\x00" * 99):
        found = read(text)
        assert found.sentence.endswith(".")
        assert len(found.sentence) < 400


_WORDS = st.sampled_from(
    [
        "x",
        "y",
        "z",
        "x'",
        "y'",
        "=",
        "+",
        "-",
        "*",
        "/",
        "^",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ";",
        ".",
        "1",
        "2.5",
        "1e999",
        "sin",
        "exp",
        "t",
        "tau",
        "sigma",
        "dt",
        "dW",
        "in",
        "#",
        "%",
        "\\frac",
        "\\dot",
        "'",
        "''",
        "->",
        ":=",
        "_",
        "__class__",
        "import",
        "lambda",
        "eval(",
        "9^9^9^9",
        "x(0)",
        "x(t-1)",
        "x@tau",
        "x' = -x(t - 1)\n",
        "\nx = cos(t) for t <= 0",
        "x(t<=0) = ",
        "<=",
        "≤",
        "for",
        "−",
        "σ",
        "\n",
        "\t",
        "\x00",
        "\ud7ff",
        "😀",
        "x_{n+1}",
        "next",
    ]
)
_TEXTS = st.one_of(
    st.lists(_WORDS, max_size=30).map(" ".join),
    st.text(max_size=80),
    st.lists(_WORDS, max_size=12).map(lambda w: LORENZ[: 3 * len(w)] + "".join(w)),
)
_heard: list[str] = []
_mine = threading.local()


def _audit(event, arguments):
    """Notes what a text made the program do that no text may."""
    if getattr(_mine, "listening", False) and event in (
        "exec", "open", "os.system", "subprocess.Popen", "socket.connect", "shutil.rmtree",
        "os.remove", "os.mkdir", "pickle.find_class",
    ):  # fmt: skip
        if event == "exec" or (event == "open" and str(arguments[0]).endswith((".py", ".pyc"))):
            return  # a module of ours that is imported for the first time, or generated code
        _heard.append(event)


sys.addaudithook(_audit)


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=_TEXTS)
def test_no_text_crashes_the_panel_and_none_does_anything(read, text):
    _heard.clear()
    _mine.listening = True
    try:
        found = read(text)
    finally:
        _mine.listening = False
    assert _heard == []
    if found.found is None:
        assert found.sentence.endswith((".", "?", "!"))
        assert "\n" not in found.sentence
        lines = text.split("\n")
        assert found.fault == Fault() or (
            1 <= found.fault.line <= len(lines) + 1 and found.fault.column >= 1
        )
    else:
        found.found.experiment.views(found.values)


def test_a_new_system_has_nothing_to_go_back_to(qapp):
    new = opened(portrait_of_equations({"text": "x' = y\ny' = -x"}))
    (found,) = readings("x' = y\ny' = -a*x", Context(None, new, new.parameters, {}), Ticket())
    assert found.origin is None
    assert found.found.preset.title == "New system"
    assert found.values.a == 1.0
