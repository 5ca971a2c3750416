"""Every act of the main window, with its menu and its keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.commands import Command
from app.lab.beside.keeping import keeping_acts
from app.lab.editing.commands import editing_acts
from engines.parameters.declare import declarations
from engines.protocols.gesture import Gesture
from engines.running.card import CARD
from widgets.panels.jump.command_palette import CommandPalette
from widgets.panels.jump.matching import Entry
from widgets.views.surface_view import SurfaceView

if TYPE_CHECKING:
    from app.window import MainWindow

SCALES = (1.0, 1.25, 1.5)


def acts(window: MainWindow) -> list[Command]:
    """The table of commands."""
    return [
        *_file(window),
        *_edit(window),
        *_view(window),
        *editing_acts(window),
        *keeping_acts(window),
        *_system(window),
        *_run(window),
        *_rest(window),
    ]


def _is_open(window: MainWindow) -> Callable[[], bool]:
    return lambda: window.workspace.open_now is not None and window.middle.currentIndex() == 1


def _file(w: MainWindow) -> list[Command]:
    there = _is_open(w)
    return [
        Command("File", "Gallery", lambda: w.show_gallery(True), ("Ctrl+G",)),
        Command("File", "Open a file", w.exporting.open_file, ("Ctrl+O",)),
        Command("File", "Open a Zarr folder", w.exporting.open_folder, ("Ctrl+Shift+O",)),
        Command("File", "Save session", w.exporting.save_as, ("Ctrl+S",), True, there),
        Command(
            "File", "Export picture", lambda: w.exporting.ask("picture"), ("Ctrl+E",), True, there
        ),
        Command(
            "File",
            "Export movie",
            lambda: w.exporting.ask("movie"),
            ("Ctrl+Shift+E",),
            False,
            there,
        ),
        Command("File", "Export numbers", lambda: w.exporting.ask("numbers"), (), False, there),
        Command("File", "Quit", w.close, ("Ctrl+Q", "Ctrl+W"), True),
    ]


def _edit(w: MainWindow) -> list[Command]:
    def can(which: str) -> Callable[[], bool]:
        return lambda: w.workspace.history is not None and getattr(w.workspace.history, which)

    return [
        Command("Edit", "Undo", w.workspace.undo, ("Ctrl+Z",), False, can("can_undo")),
        Command(
            "Edit", "Redo", w.workspace.redo, ("Ctrl+Shift+Z", "Ctrl+Y"), False, can("can_redo")
        ),
        Command("Edit", "Reset parameters", w.workspace.reset, (), True, _is_open(w)),
        Command(
            "Edit", "Clear launched paths", lambda: _clear(w), ("Backspace",), False, _is_open(w)
        ),
        Command(
            "Edit",
            "Clear dye",
            lambda: w.workspace.edit("drops", ()),
            ("Shift+Backspace",),
            False,
            lambda: bool(getattr(w.workspace.parameters, "drops", ())),
        ),
        Command(
            "Edit",
            "Clear your own points or pairs",
            w.own_points.clear,
            ("Ctrl+Backspace",),
            False,
            w.own_points.there,
        ),
        Command("Edit", "Copy view", lambda: _copy(w), ("Ctrl+C",), True, _is_open(w)),
    ]


def _view(w: MainWindow) -> list[Command]:
    there = _is_open(w)
    numbers = [
        Command(
            "View",
            f"Focus view {n}",
            partial(w.stage.arrangement.focus, n),
            (str(n),),
            n == 1,
            there,
        )
        for n in range(1, 5)
    ]
    along = [
        Command(
            "View",
            f"Look along {axis}{', from behind' if other else ''}",
            partial(_look, w, axis, other),
            (f"Shift+{axis.upper()}" if other else axis.upper(),),
            axis == "x" and not other,
            there,
        )
        for other in (False, True)
        for axis in ("x", "y", "z")
    ]
    return [
        Command(
            "View",
            "Dark",
            lambda: w.set_theme("light" if w.chosen.theme == "dark" else "dark"),
            ("Ctrl+Shift+T",),
            on=lambda: w.chosen.theme == "dark",
        ),
        Command("View", "Larger text", lambda: _scale(w, 1), ("Ctrl++", "Ctrl+=")),
        Command("View", "Smaller text", lambda: _scale(w, -1), ("Ctrl+-",)),
        Command("View", "Normal text", lambda: w.set_text(1.0), ("Ctrl+0",)),
        Command("View", "Reset view", lambda: _home(w), ("Ctrl+R", "F", "Home"), True, there),
        Command(
            "View", "Maximise view", w.stage.arrangement.toggle_maximised, ("M",), False, there
        ),
        Command("View", "Layers", lambda: _layers(w), ("Shift+L",), False, there),
        Command("View", "All equations", lambda: _equations(w), ("Shift+E",), False, there),
        Command("View", "Flat or in space", lambda: _flatten(w), ("D",), False, there),
        *along,
        *numbers,
        Command(
            "View",
            "Networks on the graphics card",
            lambda: _card(w),
            divided=True,
            on=lambda: CARD.there,
        ),
        Command("View", "Full screen", lambda: _full(w), ("F11",), True),
    ]


def _card(w: MainWindow) -> None:
    CARD.there = not CARD.there
    w.workspace.renew()


def _system(w: MainWindow) -> list[Command]:
    def instruments() -> None:
        w.right.tabs.bar.setCurrentIndex(0)
        w.right.instruments.setFocus()

    there = _is_open(w)
    return [
        Command("System", "Random start", lambda: _launch(w), ("L",), False, there),
        Command(
            "Instruments",
            "Dye, also by Shift and drag",
            lambda: _launch(w, "brush"),
            (),
            False,
            lambda: _has(w, "drops"),
        ),
        Command("Instruments", "Show instruments", instruments, ("I",), False, there),
        Command("Instruments", "Run the checks", w.proving.start, ("Ctrl+Return",), False, there),
        Command("Model", "Train", w.train, ("T",), False, w.training.possible),
        Command(
            "Model",
            "Hold the training",
            w.training.hold_or_go_on,
            ("Shift+T",),
            False,
            w.training.running,
            lambda: w.workspace.held.is_set() and w.workspace.training,
        ),
        Command("Model", "Save the weights", w.training.save, (), False, w.training.own),
    ]


def _run(w: MainWindow) -> list[Command]:
    space, there = w.workspace, _is_open(w)
    return [
        Command(
            "Run", "Play or pause", lambda: space.play(not space.playing), ("Space",), False, there
        ),
        Command("Run", "One step forward", lambda: w.step(1), ("Shift+Space",), False, there),
        Command("Run", "One step back", lambda: w.step(-1), ("Shift+Left",), False, there),
        Command("Run", "From the start", lambda: space.seek(space.clock.low), ("R",), True, there),
        Command("Run", "New seed", lambda: _seed(w), ("Shift+R",), False, lambda: _has(w, "seed")),
        Command("Run", "Cancel", w.cancel, ("Esc",), True),
    ]


def _rest(w: MainWindow) -> list[Command]:
    palette = CommandPalette(w)
    return [
        Command("Tools", "Jump to anything", lambda: _jump(w, palette), ("Ctrl+K", "Ctrl+Shift+P")),
        Command("Tools", "Draw a start", w.drawing.open, (), False, w.drawing.possible),
        Command(
            "Tools", "Open points or pairs", w.own_points.choose, (), False, w.own_points.possible
        ),
        Command(
            "Window",
            "Fold the gallery",
            lambda: w.left.fold(not w.left.folding.folded),
            ("Ctrl+B",),
            False,
            _is_open(w),
            lambda: w.left.folding.folded,
        ),
        Command("Window", "Float the gallery", lambda: _float(w, True), (), False, _is_open(w)),
        Command("Window", "Float the parameters", lambda: _float(w, False), (), False, _is_open(w)),
        Command("Window", "Reset layout", lambda: _layout(w), (), True, _is_open(w)),
        Command("Help", "Keys", lambda: _jump(w, palette), ("F1", "Ctrl+Alt+/")),
        Command("Help", "Take the tour", lambda: w.tour.start()),
        Command(
            "Help", "Lesson", lambda: w.right.tabs.bar.setCurrentIndex(1), (), False, _is_open(w)
        ),
        Command(
            "Help", "Evidence", lambda: w.right.tabs.bar.setCurrentIndex(2), (), False, _is_open(w)
        ),
    ]


def _jump(w: MainWindow, palette: CommandPalette) -> None:
    entries = [
        Entry(c.title, c.keys[0] if c.keys else "", c.run, c.menu)
        for c in w.commands
        if c.possible is None or c.possible()
    ]
    entries += [Entry(i.title, "", partial(w.open, i.id), "preset") for i in w.gallery.items]
    if w.workspace.parameters is not None:
        entries += [
            Entry(d.title or name, "", partial(_to_parameter, w, name), "parameter")
            for name, d in declarations(type(w.workspace.parameters)).items()
            if not d.hidden and d.group != "Instruments"
        ]
    palette.open_over(w, entries)


def _to_parameter(w: MainWindow, name: str) -> None:
    w.right.tabs.bar.setCurrentIndex(0)
    w.right.parameters.focus_parameter(name)


def _has(w: MainWindow, name: str) -> bool:
    return w.workspace.parameters is not None and name in type(w.workspace.parameters).model_fields


def _seed(w: MainWindow) -> None:
    if w.workspace.parameters is not None:
        w.workspace.edit("seed", int(getattr(w.workspace.parameters, "seed")) + 1)  # noqa: B009


def _surface(w: MainWindow) -> SurfaceView | None:
    focused = w.stage.arrangement.focused
    return focused if isinstance(focused, SurfaceView) else None


def _home(w: MainWindow) -> None:
    if (view := _surface(w)) is not None:
        view.reset_view()


def _layers(w: MainWindow) -> None:
    if (view := w.stage.arrangement.focused) is not None:
        view.open_layers()


def _equations(w: MainWindow) -> None:
    if (view := w.stage.arrangement.focused) is not None:
        view.strip.open_all()


def _look(w: MainWindow, axis: str, other: bool) -> None:
    view = _surface(w)
    if view is not None and view.spec.kind == "space":
        view.canvas.look_along(axis, other)


def _flatten(w: MainWindow) -> None:
    view = _surface(w)
    if view is not None and view.spec.kind == "space":
        view.canvas.flatten()


def _launch(w: MainWindow, kind: str = "launch") -> None:
    """A path or dye somewhere in the picture, different each time, the same in each session."""
    values, found = w.workspace.parameters, w.workspace.open_now
    if values is None or found is None:
        return
    spec = found.experiment.views(values)[0]
    count = len(getattr(values, "starts" if kind == "launch" else "drops", ())) + 1
    # the golden ratio and its powers fill a box evenly, point after point
    shares = [(count * s) % 1.0 for s in (0.7548776662, 0.5698402910, 0.3287130)]
    place = tuple(a.low + s * (a.high - a.low) for a, s in zip(spec.axes, shares, strict=False))
    w.workspace.gesture(Gesture(kind, spec.id, place))
    w.workspace.settle()


def _clear(w: MainWindow) -> None:
    w.workspace.gesture(Gesture("clear", "", ()))


def _copy(w: MainWindow) -> None:
    from PyQt6.QtGui import QGuiApplication

    focused, board = w.stage.arrangement.focused, QGuiApplication.clipboard()
    if focused is not None and board is not None:
        board.setImage(focused.grab_picture(settled=False))  # what is seen, at once
        w.status.say("Copied the view")


def _scale(w: MainWindow, by: int) -> None:
    place = SCALES.index(w.chosen.text) + by
    w.set_text(SCALES[min(max(place, 0), len(SCALES) - 1)])


def _full(w: MainWindow) -> None:
    if w.isFullScreen():
        w.showNormal()
    else:
        w.showFullScreen()


def _float(w: MainWindow, left: bool) -> None:
    dock = w.left.dock if left else w.right.dock
    dock.setFloating(not dock.isFloating())


def _layout(w: MainWindow) -> None:
    for dock in (w.left.dock, w.right.dock, w.bottom):
        dock.setFloating(False)
        dock.show()
    w.left.fold(False)
