from PyQt6.QtGui import QTextDocument

from widgets.panels.equations.names import Names, live_runs
from widgets.theme.look import LOOK


def test_only_whole_names_are_found():
    assert live_runs("a*alpha + sin(a)", {"a"}) == [(0, 1), (14, 1)]
    assert live_runs("x1*x", {"x"}) == [(3, 1)]
    assert live_runs("x", ()) == []


def test_a_name_in_a_remark_is_a_remark(qapp):
    document = QTextDocument("a + b # a")
    names = Names(document)
    names.set_live({"a"})
    spans = document.begin().layout().formats()
    found = [(s.start, s.length, s.format.foreground().color()) for s in spans]
    assert found == [(0, 1, LOOK.colour("accent")), (6, 3, LOOK.colour("text3"))]
