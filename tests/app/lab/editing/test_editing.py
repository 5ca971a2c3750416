import pytest
from PyQt6.QtCore import QMimeData, Qt
from PyQt6.QtWidgets import QFileDialog

from app.lab.editing.editing import HINT
from app.session.session_file import read_session
from engines.running.warming import Warming


@pytest.fixture
def lab(qtbot, pendulum):
    """The pendulum, with a function that types over its equations and waits for the picture."""
    pendulum.workspace.play(False)
    editor = pendulum.left.equations.editor

    def write(text, wait=True):
        editor.selectAll()
        if text:
            board = QMimeData()
            board.setText(text)
            editor.insertFromMimeData(board)
        else:
            qtbot.keyClick(editor, Qt.Key.Key_Delete)
        if wait:
            settle()

    def settle():
        pendulum.editing.tick(0.0)
        qtbot.waitUntil(lambda: not pendulum.editing._runner.busy, timeout=60000)
        pendulum.editing.tick(9.0)
        qtbot.waitUntil(lambda: not pendulum.workspace.busy, timeout=60000)

    pendulum.write, pendulum.settle, pendulum.editor = write, settle, editor
    return pendulum


OVER = "theta' = v\nv' = -sin(theta) - c*v + kick"


def test_what_is_typed_is_shown_and_new_names_get_sliders(lab):
    before = lab.workspace.parameters
    lab.write(OVER)
    assert lab.windowTitle().startswith("Pendulum, edited")
    assert lab.right.parameters.form.rows["kick"].declaration.default == 1.0
    assert lab.workspace.parameters.c == before.c
    assert lab.left.equations.typeset.lines[1].endswith(r"\live{kick}{1.00}") or "kick" in str(
        lab.left.equations.typeset.lines
    )
    assert "tracks" in lab.stage.frame.layers
    assert lab.stage.frame.progress == 1.0


def test_a_fault_is_underlined_and_the_last_picture_stays(lab):
    lab.write(OVER)
    found = lab.workspace.open_now.experiment
    lab.write(OVER + " + sin(")
    assert lab.left.equations.check.text().endswith("The last good picture stays.")
    assert lab.editor.fault.line == 2
    assert lab.editor.fault_lines()
    assert lab.workspace.open_now.experiment is found
    assert "tracks" in lab.stage.frame.layers
    lab.write(OVER)
    assert lab.editor.fault_lines() == []


def test_half_a_word_is_no_fault_yet(lab, qtbot):
    lab.write(OVER + " + ", wait=False)
    qtbot.waitUntil(lambda: not lab.editing._runner.busy, timeout=60000)
    lab.editing._since = 0.0
    lab.editing.tick(0.0)
    assert lab.editor.fault_lines() == []
    lab.settle()
    assert lab.editor.fault_lines()


def test_texts_and_sliders_are_undone_on_one_line(lab):
    start = lab.editor.text()
    lab.write(OVER)
    lab.workspace.edit("kick", 2.0)
    lab.write(OVER + " + (")
    assert lab.workspace.parameters.kick == 2.0
    undo = lab.actions_by_title["Undo"].trigger
    undo()
    assert (lab.editor.text(), lab.workspace.parameters.kick) == (OVER, 2.0)
    undo()
    assert (lab.editor.text(), lab.workspace.parameters.kick) == (OVER, 1.0)
    undo()
    assert lab.editor.text() == start
    assert lab.windowTitle().startswith("Pendulum \N{EN DASH}")
    assert "kick" not in lab.right.parameters.form.rows
    assert not lab.workspace.history.can_undo
    for _ in range(3):
        lab.actions_by_title["Redo"].trigger()
    assert lab.editor.text() == OVER + " + ("
    lab.settle()
    assert lab.editor.fault_lines()
    assert not lab.workspace.history.can_redo  # reading it again was no act


def test_discard_brings_back_the_file_and_can_be_undone(lab):
    start = lab.editor.text()
    lab.write(OVER)
    assert lab.left.equations.discard.isVisible()
    lab.left.equations.discard.click()
    lab.settle()
    assert lab.editor.text() == start
    assert not lab.editing.edited
    assert not lab.left.equations.discard.isVisible()
    lab.workspace.undo()
    lab.settle()
    assert lab.editor.text() == OVER
    assert lab.editing.edited


def test_nothing_is_compiled_while_somebody_types(lab, qtbot, monkeypatch):
    begun = []
    begin = Warming.begin
    monkeypatch.setattr(
        Warming, "begin", lambda self, name, make: begun.append(name) or begin(self, name, make)
    )
    frames = []
    lab.workspace.frame_arrived.connect(frames.append)
    lab.write("theta' = v\nv' = -sin(theta) - c*v + kick*cos(3*theta)", wait=False)

    def look():
        lab.editing._since = 0.0  # a key a moment ago
        return any(f.progress < 1.0 for f in frames) and not lab.workspace.busy

    qtbot.waitUntil(look, timeout=60000)
    assert begun == []
    assert frames[-1].layers
    lab.settle()
    assert begun


def test_an_empty_field_says_what_could_be_typed(lab):
    lab.write("")
    assert lab.left.equations.check.text() == HINT
    assert "tracks" in lab.stage.frame.layers


def test_a_new_system_is_ready_to_be_typed_over(lab, qtbot):
    lab.activateWindow()
    lab.actions_by_title["New system"].trigger()
    qtbot.waitUntil(
        lambda: lab.workspace.open_now.preset.title == "New system" and not lab.workspace.busy,
        timeout=60000,
    )
    assert lab.editor.hasFocus()
    assert lab.editor.textCursor().hasSelection()
    lab.write("x -> 1 - a*x^2 + y\ny -> b*x\na = 1.4\nb = 0.3")
    assert lab.workspace.open_now.subject.kind == "map"
    assert (lab.workspace.parameters.a, lab.workspace.parameters.b) == (1.4, 0.3)
    assert not lab.left.equations.discard.isVisible()  # there is no file to go back to
    assert lab.left.equations.save.isVisible()


def test_a_session_brings_back_equations_and_what_could_not_be_read(lab, qtbot, tmp_path):
    lab.write(OVER)
    lab.workspace.edit("kick", 2.5)
    lab.write(OVER + " + (")
    path = tmp_path / "a.sep.json"
    assert lab.save(path)
    assert read_session(path)[0] == "pendulum"
    before = lab.workspace.open_now
    lab.open(path)
    qtbot.waitUntil(lambda: lab.workspace.open_now is not before, timeout=60000)
    lab.settle()
    assert lab.editor.text() == OVER + " + ("
    assert lab.editor.fault_lines()
    assert lab.workspace.parameters.kick == 2.5
    assert lab.windowTitle().startswith("Pendulum, edited")
    lab.left.equations.discard.click()
    lab.settle()
    assert not lab.editing.edited
    assert "kick" not in lab.right.parameters.form.rows


def test_saving_makes_it_a_file_of_its_own(lab, qtbot, tmp_path, monkeypatch):
    lab.write(OVER)
    path = tmp_path / "kicked"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *args: (str(path), "")))
    lab.left.equations.save.click()
    assert lab.windowTitle().startswith("Kicked \N{EN DASH}")
    assert not lab.left.equations.save.isVisible()
    lab.write(OVER + " - theta")
    assert "Kicked" in lab.left.equations.discard.toolTip()
    lab.left.equations.discard.click()
    lab.settle()
    assert lab.editor.text() == OVER
    lab.open(path.with_suffix(".toml"))
    qtbot.waitUntil(
        lambda: lab.workspace.open_now.preset.path == path.with_suffix(".toml"), timeout=60000
    )
    lab.settle()
    assert (lab.editor.text(), lab.editing.edited) == (OVER, False)


def test_what_has_no_equations_cannot_be_typed_in(window, qtbot):
    window.open("rectified-flow")
    qtbot.waitUntil(lambda: window.workspace.open_now is not None, timeout=60000)
    assert window.left.equations.editor.isReadOnly()
    assert not window.editing.possible


def test_clearing_an_error_by_pasting_megabytes_is_no_way(lab):
    board = QMimeData()
    board.setText("x" * 5_000_000)
    lab.editor.insertFromMimeData(board)
    assert "allowed are" in lab.left.equations.check.text()
    lab.settle()
    assert not lab.editing.edited
